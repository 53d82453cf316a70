package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What policies would say of a token is told with the reasons, and is what they then say. */
@ExtendWith(GatehouseExtension.class)
class PolicySimulationIT {
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
    void withoutPoliciesTheDefaultAllows() {
        JsonNode said = simulate(request());

        assertThat(said.path("effect").asText()).isEqualTo("allow");
        for (String member : List.of("policy_id", "version", "rule_id", "message", "shadow_effect")) {
            assertThat(said.path(member).isNull()).as(member).isTrue();
        }
        for (String member : List.of("matched", "losing", "unmatched")) {
            assertThat(said.path(member)).as(member).isEmpty();
        }
        assertThat(said.path("shortened").asBoolean(true)).isFalse();
    }

    @Test
    void rulesThatMatchLoseAndDoNotMatchAreToldWithTheirValues() {
        String high = policy(200, "enforce", Map.of("effect", "allow", "when", Map.of("scope", "orders.*")));
        String low = policy(
                100, "enforce", Map.of("effect", "deny", "when", Map.of("agent", agent.id()), "message", "Not here."));
        String other = policy(50, "enforce", Map.of("effect", "deny", "when", Map.of("ttl_above", 600)));

        JsonNode said = simulate(request("ttl", 600));

        assertThat(said.path("effect").asText()).isEqualTo("allow");
        assertThat(said.path("policy_id").asText()).isEqualTo(high);
        assertThat(said.path("rule_id").asText()).isEqualTo("rule-1");
        assertThat(said.path("matched").findValuesAsText("policy_id")).containsExactly(high, low);
        assertThat(said.path("losing").findValuesAsText("policy_id")).containsExactly(low);
        assertThat(said.path("unmatched").findValuesAsText("policy_id")).containsExactly(other);
        assertThat(said.at("/matched/0/conditions/0/name").asText()).isEqualTo("scope");
        assertThat(said.at("/matched/0/conditions/0/wanted/0").asText()).isEqualTo("orders.*");
        assertThat(said.at("/matched/0/conditions/0/seen")).hasSize(2);
        assertThat(said.at("/matched/0/conditions/0/met").asBoolean()).isTrue();
        assertThat(said.at("/matched/0/priority").asInt()).isEqualTo(200);
        assertThat(said.at("/unmatched/0/conditions/0/name").asText()).isEqualTo("ttl_above");
        assertThat(said.at("/unmatched/0/conditions/0/seen/0").asText()).isEqualTo("600");
        assertThat(said.at("/unmatched/0/conditions/0/met").asBoolean(true)).isFalse();
    }

    @Test
    void whatIsSaidIsWhatHappensAndNothingElseDoes() {
        String ignored = policy(
                100, "enforce", Map.of("effect", "deny", "when", Map.of("scope", "orders.write"), "message", "No."));
        policy(
                200,
                "enforce",
                Map.of(
                        "effect",
                        "throttle",
                        "throttle",
                        Map.of("limit", 1, "window_seconds", 3600, "per", "agent"),
                        "when",
                        Map.of("scope", "orders.read")));

        JsonNode denied = simulate(request("scope", List.of("orders.write")));
        assertThat(denied.path("effect").asText()).isEqualTo("deny");
        assertThat(denied.path("message").asText()).isEqualTo("No.");
        calls.issue(agent.id(), "scope", List.of("orders.write")).expect(403);
        for (int i = 0; i < 3; i++) {
            assertThat(simulate(request("scope", List.of("orders.read")))
                            .path("effect")
                            .asText())
                    .isEqualTo("throttle");
        }
        calls.issue(agent.id()).expect(201);
        calls.issue(agent.id()).expect(429);
    }

    @Test
    void momentAddressAndWayInAreAsImagined() {
        policy(
                100,
                "enforce",
                Map.of(
                        "effect",
                        "deny",
                        "when",
                        Map.of(
                                "ip",
                                "203.0.113.0/24",
                                "auth_method",
                                "private_key_jwt",
                                "chain_depth_above",
                                1,
                                "time",
                                Map.of("hours", "22:00-06:00"))));

        assertThat(effect("2026-07-01T23:00:00Z", "203.0.113.9", 2)).isEqualTo("deny");
        assertThat(effect("2026-07-01T12:00:00Z", "203.0.113.9", 2)).isEqualTo("allow");
        assertThat(effect("2026-07-01T23:00:00Z", "198.51.100.1", 2)).isEqualTo("allow");
        assertThat(effect("2026-07-01T23:00:00Z", "203.0.113.9", 1)).isEqualTo("allow");
    }

    @Test
    void draftsAreAskedInPlaceOfThePolicies() {
        String ignored = policy(100, "enforce", Map.of("effect", "deny"));
        List<Map<String, Object>> drafts = List.of(
                Map.of("rules", List.of(Map.of("effect", "allow"))),
                Map.of("is_active", false, "rules", List.of(Map.of("effect", "deny"))),
                Map.of("mode", "shadow", "priority", 200, "rules", List.of(Map.of("effect", "deny"))));

        JsonNode said = simulate(body("request", Map.of("agent", agent.id()), "policies", drafts));

        assertThat(said.path("effect").asText()).isEqualTo("allow");
        assertThat(said.path("policy_id").asText()).isEqualTo("draft-1");
        assertThat(said.path("version").asInt(-1)).isEqualTo(0);
        assertThat(said.path("shadow_effect").asText()).isEqualTo("deny");
        assertThat(said.path("matched")).hasSize(1);
    }

    @Test
    void faultsAreNamedWithTheirPlace() {
        Map<String, Object> body = body(
                "request",
                Map.of("agent", agent.id(), "ttl", 0, "ip", "here", "at", "tomorrow", "surprise", 1),
                "policies",
                List.of(Map.of("rules", List.of()), Map.of("rules", List.of(Map.of("effect", "forbid")))));

        assertThat(calls.admin("POST", "/policies/simulate")
                        .json(body)
                        .send()
                        .expect(422)
                        .json()
                        .path("errors")
                        .findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/request/ttl",
                        "/request/ip",
                        "/request/at",
                        "/request/surprise",
                        "/policies/1/rules/0/effect");
        assertThat(calls.admin("POST", "/policies/simulate")
                        .json(body("request", Map.of("agent", "agent_000000000000")))
                        .send()
                        .status())
                .isEqualTo(404);
    }

    private String effect(String at, String ip, int chainDepth) {
        return simulate(request("at", at, "ip", ip, "chain_depth", chainDepth, "auth_method", "private_key_jwt"))
                .path("effect")
                .asText();
    }

    /** A body with a request for a token of the agent; members in turn with values. */
    private Map<String, Object> request(Object... members) {
        Map<String, Object> request = body(members);
        request.put("agent", agent.id());
        return body("request", request);
    }

    private JsonNode simulate(Map<String, Object> body) {
        return calls.admin("POST", "/policies/simulate")
                .json(body)
                .send()
                .expect(200)
                .json();
    }

    private String policy(int priority, String mode, Map<String, Object> rule) {
        return calls.admin("POST", "/policies")
                .json(body("name", "P", "priority", priority, "mode", mode, "rules", List.of(rule)))
                .send()
                .expect(201)
                .text("id");
    }
}
