package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.tests.RealmCalls.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a policy in shadow mode would have done is told by what was recorded. */
@ExtendWith(GatehouseExtension.class)
class PolicyShadowReportIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private RealmCalls calls;
    private Agent agent;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent();
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void whatAPolicyWouldHaveChangedIsCountedByKindAndNamed() {
        String policy = shadow(Map.of("id", "w", "effect", "deny", "when", Map.of("scope", "orders.write")));
        String other = shadow(Map.of("effect", "deny", "when", Map.of("ttl_above", 3_000)));
        calls.issue(agent.id()).expect(201);
        calls.issue(agent.id(), "scope", List.of("orders.write")).expect(201);
        calls.issue(agent.id(), "scope", RealmCalls.SCOPES).expect(201);
        calls.issue(agent.id(), "ttl", 3_001).expect(201);

        JsonNode report = reported(policy, 2);

        assertThat(report.path("policy_id").asText()).isEqualTo(policy);
        assertThat(report.path("cut").asBoolean(true)).isFalse();
        assertThat(report.path("flips")).hasSize(1);
        assertThat(PolicyReplayIT.flips(report, "allow", "deny")).isEqualTo(2);
        assertThat(report.path("examples")).hasSize(2);
        JsonNode example = report.at("/examples/0");
        assertThat(example.path("agent_id").asText()).isEqualTo(agent.id());
        assertThat(example.path("rule_id").asText()).isEqualTo("w");
        assertThat(example.path("policy_id").asText()).isEqualTo(policy);
        assertThat(example.path("seq").asLong())
                .isGreaterThan(report.at("/examples/1/seq").asLong());
        assertThat(reported(other, 1).at("/examples/0/before").asText()).isEqualTo("allow");
    }

    @Test
    void policyThatWouldAllowIsReportedToo() {
        String ignored = policy("enforce", 100, Map.of("effect", "deny", "when", Map.of("agent", agent.id())));
        String laxer = policy("shadow", 200, Map.of("effect", "allow", "when", Map.of("agent", agent.id())));
        calls.issue(agent.id()).expect(403);

        assertThat(PolicyReplayIT.flips(reported(laxer, 1), "deny", "allow")).isEqualTo(1);
    }

    @Test
    void onlyWhatHappenedSinceThenIsReported() {
        String policy = shadow(Map.of("effect", "deny", "when", Map.of("agent", agent.id())));
        calls.issue(agent.id()).expect(201);
        JsonNode ignored = reported(policy, 1);

        JsonNode none = report(policy + "/shadow-report?since=" + Instant.now().plusSeconds(1));

        assertThat(none.path("changed").asInt(-1)).isZero();
        assertThat(none.path("flips")).isEmpty();
        assertThat(none.path("examples")).isEmpty();
    }

    @Test
    void unknownPolicyAndBadTimeAreRefused() {
        String policy = shadow(Map.of("effect", "deny"));
        calls.admin("GET", "/policies/" + UUID.randomUUID() + "/shadow-report")
                .send()
                .expect(404);
        calls.admin("GET", "/policies/" + policy + "/shadow-report?since=yesterday")
                .send()
                .expect(400);
    }

    private JsonNode reported(String policy, int changed) {
        Eventually.holds(
                LIMIT,
                "the decisions have their place",
                () -> report(policy + "/shadow-report").path("changed").asInt() >= changed);
        JsonNode report = report(policy + "/shadow-report");
        assertThat(report.path("changed").asInt()).isEqualTo(changed);
        return report;
    }

    private JsonNode report(String below) {
        return calls.admin("GET", "/policies/" + below).send().expect(200).json();
    }

    private String shadow(Map<String, Object> rule) {
        return policy("shadow", 100, rule);
    }

    private String policy(String mode, int priority, Map<String, Object> rule) {
        return calls.admin("POST", "/policies")
                .json(body("name", "P", "mode", mode, "priority", priority, "rules", List.of(rule)))
                .send()
                .expect(201)
                .text("id");
    }
}
