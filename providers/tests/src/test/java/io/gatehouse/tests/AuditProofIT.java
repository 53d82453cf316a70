package io.gatehouse.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.core.audit.CanonicalJson;
import io.gatehouse.core.audit.Checkpoint;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.Proofs;
import io.gatehouse.core.audit.TlogProof;
import io.gatehouse.testkit.http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Chain, tree, checkpoints and proofs over HTTP, verified with our code and with a script that shares nothing with it. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditProofIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RealmCalls calls;
    private AuditCalls audit;

    @BeforeAll
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        audit = new AuditCalls(calls);
        audit.changes(9);
    }

    @Test
    void everyLeafNamesTheOneBeforeIt() {
        String previous = Hash.NONE.base64Url();
        for (long seq = 0; seq < audit.size(); seq++) {
            JsonNode record = record(seq);

            assertThat(record.at("/leaf/seq").asLong()).isEqualTo(seq);
            assertThat(record.at("/leaf/prev").asText()).isEqualTo(previous);
            assertThat(record.path("hash").asText()).isEqualTo(leafHash(record).base64Url());
            previous = record.path("hash").asText();
        }
    }

    @Test
    void everyEventIsProvedToBeInTheLog() {
        for (long seq = 0; seq < audit.size(); seq++) {
            TlogProof proof =
                    TlogProof.parse(audit.get("/events/" + seq + "/proof").body());
            Hash leaf = leafHash(record(seq));

            assertThat(proof.index()).isEqualTo(seq);
            assertThat(proof.proves(leaf, audit.origin(), List.of(audit.noteKey())))
                    .isTrue();
            assertThat(proof.proves(Hash.NONE, audit.origin(), List.of(audit.noteKey())))
                    .isFalse();
        }
    }

    @Test
    void proofIsVerifiedByAScriptThatSharesNothingWithUs(@TempDir Path folder) throws Exception {
        Path record = Files.writeString(
                folder.resolve("record.json"), audit.get("/events/3").body());
        Path proof = Files.writeString(
                folder.resolve("proof.txt"), audit.get("/events/3/proof").body());
        String tampered = Files.readString(record).replace("agent.created", "agent.deleted");
        Path other = Files.writeString(folder.resolve("tampered.json"), tampered);

        assertThat(node(record, proof)).isEqualTo("ok: leaf 3 of " + audit.origin());
        assertThat(node(other, proof)).startsWith("not proved");
        assertThat(node(record, Files.writeString(folder.resolve("unsigned.txt"), unsigned(proof))))
                .startsWith("not proved");
    }

    @Test
    void logIsProvedToOnlyHaveGrown() {
        Checkpoint before = audit.checkpoint();
        audit.changes(4);
        Checkpoint after = audit.checkpoint();

        JsonNode proof = audit.get("/consistency?from=" + before.size() + "&to=" + after.size())
                .json();

        List<Hash> path = new ArrayList<>();
        proof.path("path").forEach(hash -> path.add(Hash.ofBase64(hash.asText())));
        assertThat(after.size()).isGreaterThan(before.size());
        assertThat(Proofs.isConsistent(before.size(), after.size(), before.root(), after.root(), path))
                .isTrue();
        assertThat(proof.path("from_root").asText()).isEqualTo(before.root().base64());
        assertThat(proof.path("to_root").asText()).isEqualTo(after.root().base64());
    }

    @Test
    void checkpointIsOpenToEverybodyAndSignedWithTheRealmsKey() {
        Answer answer = calls.v1("GET", "/audit/checkpoint").send().expect(200);

        assertThat(answer.mediaType()).isEqualTo("text/plain");
        assertThat(audit.verified(answer.body()).size()).isPositive();
        calls.v1("GET", "/audit/checkpoint").bearer("ak_live_nonsense").send().expect(401);
    }

    @Test
    void checkpointIsSentAsAnEventWhenTheLogGrew() {
        JsonNode event = audit.first("?type=audit.checkpoint");

        Checkpoint checkpoint = audit.verified(event.at("/data/checkpoint").asText());
        assertThat(checkpoint.size()).isEqualTo(event.at("/data/size").asLong());
        assertThat(checkpoint.root().base64()).isEqualTo(event.at("/data/root").asText());
        assertThat(checkpoint.size())
                .isPositive()
                .isLessThanOrEqualTo(event.path("seq").asLong());
        assertThat(event.at("/actor/type").asText()).isEqualTo("system");
        assertThat(audit.get("/consistency?from=" + checkpoint.size()).text("from_root"))
                .isEqualTo(checkpoint.root().base64());
    }

    @Test
    void logThatNobodyTouchedVerifies() {
        JsonNode whole =
                audit.audit("POST", "/verify").json(Map.of()).send().expect(200).json();
        JsonNode part = audit.audit("POST", "/verify")
                .json(Map.of("from", 2, "to", 5))
                .send()
                .expect(200)
                .json();

        assertThat(whole.path("ok").asBoolean()).as(whole.toString()).isTrue();
        assertThat(whole.path("from").asLong()).isZero();
        assertThat(part.path("ok").asBoolean()).as(part.toString()).isTrue();
        assertThat(part.path("to").asLong()).isEqualTo(5);
        assertThat(audit.get("/consistency?from=5").text("from_root"))
                .isEqualTo(part.path("root").asText());
    }

    private JsonNode record(long seq) {
        return audit.get("/events/" + seq).json();
    }

    private static Hash leafHash(JsonNode record) {
        return Hash.ofLeaf(CanonicalJson.encode(JSON.convertValue(record.path("leaf"), Object.class)));
    }

    /** The proof with one character of the signature changed. */
    private static String unsigned(Path proof) throws IOException {
        String text = Files.readString(proof);
        int at = text.length() - 20;
        return text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
    }

    private String node(Path record, Path proof) throws IOException, InterruptedException {
        Path script = Path.of("src/test/resources/audit/tlog-proof.mjs").toAbsolutePath();
        Process process = new ProcessBuilder(
                        "node",
                        script.toString(),
                        record.toString(),
                        proof.toString(),
                        audit.publicKey(),
                        audit.origin())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue() == 0).as(said).isEqualTo(said.startsWith("ok"));
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
