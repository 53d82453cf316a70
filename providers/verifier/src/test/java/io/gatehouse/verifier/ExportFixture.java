package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.core.audit.AuditLeaf;
import io.gatehouse.core.audit.Checkpoint;
import io.gatehouse.core.audit.Commitment;
import io.gatehouse.core.audit.Frontier;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.token.Ed25519PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An export as the server writes it: records with a fact about a person each, checkpoints inside, one at the end. */
final class ExportFixture {
    static final String REALM = "realm-1";
    static final String ORIGIN = Checkpoint.originOf(REALM);
    static final Ed25519PrivateKey KEY = key(1);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Object> OWN_DATA =
            Map.of("name", "Zoë 😀", "ttl_seconds", 300, "share", 0.25, "tags", List.of("b", "a"));

    private final List<String> lines = new ArrayList<>();
    private Frontier frontier = Frontier.EMPTY;
    private Hash previous = Hash.NONE;

    static Ed25519PrivateKey key(int fill) {
        byte[] seed = new byte[Ed25519PrivateKey.SEED_BYTES];
        Arrays.fill(seed, (byte) fill);
        return Ed25519PrivateKey.ofSeed(seed);
    }

    /** Records of which every {@code checkpointEvery}-th is a checkpoint of what was before it. */
    static ExportFixture of(int records, int checkpointEvery) {
        ExportFixture export = new ExportFixture();
        for (int i = 0; i < records; i++) {
            if (checkpointEvery > 0 && i % checkpointEvery == checkpointEvery - 1) {
                String note = export.checkpoint(KEY);
                export.add("audit.checkpoint", Map.of("checkpoint", note, "size", i), "");
            } else {
                export.add("token.issued", OWN_DATA, "192.0.2." + i % 256);
            }
        }
        return export;
    }

    /** Ordinary records at the end. */
    void addMany(int records) {
        for (int i = 0; i < records; i++) {
            add("token.issued", OWN_DATA, "192.0.2." + i % 256);
        }
    }

    /** A record at the end; with a fact about a person unless the address is empty. */
    void add(String type, Map<String, Object> data, String ip) {
        long seq = frontier.size();
        byte[] salt = new byte[Commitment.SALT_BYTES];
        Arrays.fill(salt, (byte) seq);
        Map<String, String> personal = ip.isEmpty() ? Map.of() : Map.of("ip", Commitment.of("ip", salt, ip));
        AuditLeaf leaf = new AuditLeaf(
                "event-" + seq,
                REALM,
                type,
                1_782_914_400_000L + seq,
                new AuditLeaf.Party("agent", "agent_0123456789ab"),
                "agent_0123456789ab",
                "7c1f8a4e-53b5-4a0e-9c55-6d6f1a7d0001",
                null,
                new AuditLeaf.Party("service", "billing"),
                "allow",
                "d-" + seq,
                null,
                "private_key_jwt",
                "request-" + seq,
                null,
                data,
                personal);
        byte[] bytes = leaf.bytes(seq, previous);
        Hash hash = Hash.ofLeaf(bytes);
        frontier = frontier.append(List.of(hash)).frontier();
        previous = hash;
        String opened = ip.isEmpty()
                ? "{}"
                : "{\"ip\":{\"salt\":\""
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(salt) + "\",\"value\":\"" + ip
                        + "\"}}";
        lines.add("{\"leaf\":" + new String(bytes, UTF_8) + ",\"hash\":\"" + hash.base64Url() + "\",\"personal\":"
                + opened + "}");
    }

    /** The checkpoint of the log as it is now. */
    String checkpoint(Ed25519PrivateKey key) {
        return new Checkpoint(ORIGIN, frontier.size(), frontier.root()).signedBy(key);
    }

    /** The records' lines, to be tampered with. */
    List<String> lines() {
        return lines;
    }

    /** Header, the given records, checkpoint. */
    String with(List<String> records) {
        return header(REALM, frontier.size()) + String.join("\n", records) + "\n" + footer(checkpoint(KEY));
    }

    String text() {
        return with(lines);
    }

    static String header(String realm, long size) {
        return "{\"format\":\"gatehouse-audit-export/1\",\"realm\":\"%s\",\"origin\":\"gatehouse/%s\",\"size\":%d}\n"
                .formatted(realm, realm, size);
    }

    static String footer(String checkpoint) {
        ObjectNode line = JSON.createObjectNode().put("checkpoint", checkpoint);
        return line + "\n";
    }

    /** The line with its leaf changed, and its hash left alone. */
    static String edited(String line, String member, String value) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(line);
            ((ObjectNode) json.get("leaf")).put(member, value);
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
