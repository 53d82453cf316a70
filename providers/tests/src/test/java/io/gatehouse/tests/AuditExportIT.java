package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.http.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The export in both forms. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditExportIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORMULA = "=HYPERLINK(\"http://evil.example\",\"x\")";

    private AuditCalls audit;

    @BeforeAll
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        audit = new AuditCalls(calls);
        audit.changes(5);
        String requestId = UUID.randomUUID().toString();
        calls.issue(calls.agent().id(), "target_service", FORMULA);
        calls.admin("POST", "/agents")
                .header("X-Request-ID", requestId)
                .header("User-Agent", FORMULA)
                .json(Map.of("name", FORMULA, "owner", "Team"))
                .send()
                .expect(201);
        JsonNode ignored = audit.event(requestId);
    }

    @Test
    void jsonIsAHeaderARecordALineAndTheCheckpoint() throws Exception {
        Answer answer = audit.get("/export");
        List<String> lines = answer.body().lines().toList();

        JsonNode header = JSON.readTree(lines.get(0));
        assertThat(answer.mediaType()).isEqualTo("application/jsonl");
        assertThat(header.path("format").asText()).isEqualTo("gatehouse-audit-export/1");
        assertThat(header.path("realm").asText()).isEqualTo(audit.realmId());
        assertThat(lines).hasSize(header.path("size").asInt() + 2);
        assertThat(lines.get(1)).isEqualTo(audit.get("/events/0").body());
        String note =
                JSON.readTree(lines.get(lines.size() - 1)).path("checkpoint").asText();
        assertThat(audit.verified(note).size()).isEqualTo(header.path("size").asLong());
    }

    @Test
    void jsonIsVerifiedOfflineWithThePublicKeyAlone(@TempDir Path folder) {
        String saved = audit.note();
        String export = audit.get("/export?format=json").body();

        Verifier.Result result = Verifier.verify(folder, export, audit.jwks(), saved);

        assertThat(result.text()).startsWith("OK " + audit.origin()).contains("1 saved");
        assertThat(result.exitCode()).isZero();
        assertThat(Verifier.verify(folder, export.replace("agent.created", "agent.creates"), audit.jwks())
                        .exitCode())
                .isEqualTo(1);
        assertThat(Verifier.verify(folder, "{}", audit.jwks()).exitCode()).isEqualTo(2);
    }

    @Test
    void csvHasALineForEachEventAndTheCheckpoint() {
        Answer answer = audit.get("/export?format=csv");
        List<String> lines = answer.body().lines().toList();

        assertThat(answer.mediaType()).isEqualTo("text/csv");
        assertThat(answer.header("Content-Disposition").orElseThrow()).contains("gatehouse-audit.csv");
        assertThat(lines.get(0)).startsWith("\"seq\",\"time\",\"type\",\"actor_type\",\"actor_id\"");
        assertThat(lines.get(1)).startsWith("\"0\",\"20");
        assertThat(answer.body()).contains("\r\n\"checkpoint\",\"" + audit.origin() + "\n");
    }

    @Test
    void noFieldOfTheCsvIsAFormula() {
        String csv = audit.get("/export?format=csv").body();

        assertThat(csv).contains("\"'=HYPERLINK(");
        assertThat(csv).doesNotContainPattern("(^|,)\"[=+@\\t-]");
    }
}
