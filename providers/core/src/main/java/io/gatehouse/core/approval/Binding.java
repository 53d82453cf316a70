package io.gatehouse.core.approval;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an approval is for, and nothing else. The request that redeems it must be the same in each of these.
 *
 * @param agentId whose token it is
 * @param agentState anything that changes with every change of the agent
 * @param clientId the client that asked; the agent's id when it asked by itself
 * @param credential which credential of the agent it was asked with, with its key if the token is bound to one
 * @param subject the user concerned; null when the agent acts for itself
 * @param scopes the scopes; in no order
 * @param targets the targets; in no order
 * @param details the {@code authorization_details} as canonical JSON; null without any
 * @param intentHash hash of the intent; null without one
 * @param ttlSeconds how long the token shall live
 */
public record Binding(
        String agentId,
        String agentState,
        String clientId,
        String credential,
        @Nullable String subject,
        List<String> scopes,
        List<String> targets,
        @Nullable String details,
        @Nullable String intentHash,
        long ttlSeconds) {
    private static final String VERSION = "gatehouse approval 1";

    public Binding {
        scopes = List.copyOf(scopes);
        targets = List.copyOf(targets);
    }

    /**
     * SHA-256 over all of it, each part with its length in front, so that no two requests have the same one by how their parts
     * meet.
     *
     * @return 32 bytes
     */
    public byte[] digest() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, VERSION);
            write(out, agentId);
            write(out, agentState);
            write(out, clientId);
            write(out, credential);
            write(out, subject);
            write(out, scopes);
            write(out, targets);
            write(out, details);
            write(out, intentHash);
            out.writeLong(ttlSeconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sha256(bytes.toByteArray());
    }

    /** Whether that is the digest of this; takes as long for every wrong one. */
    public boolean hasDigest(byte[] digest) {
        return MessageDigest.isEqual(digest(), digest);
    }

    private static void write(DataOutputStream out, List<String> texts) throws IOException {
        TreeSet<String> sorted = new TreeSet<>(texts);
        out.writeInt(sorted.size());
        for (String text : sorted) {
            write(out, text);
        }
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
