package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A decision that was recorded is explained by its id, about what policies were told then. */
@ExtendWith(GatehouseExtension.class)
class PolicyPastDecisionIT {
    private Gatehouse gatehouse;
    private RealmCalls calls;
    private KeyRealm keys;
    private Agent agent;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        calls = new RealmCalls(gatehouse, realm);
        keys = new KeyRealm(gatehouse, realm);
        agent = calls.agent();
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void deniedRequestIsExplainedAtOnceWithWhatWasDecided() {
        String policy = policy(Map.of(
                "id", "w", "effect", "deny", "when", Map.of("scope", "orders.write", "intent_matches", "*refund*")));
        String decision = denied("scope", List.of("orders.write"), "intent", "a refund", "ttl", 600);

        JsonNode said = again(body("decision_id", decision));

        assertThat(said.path("effect").asText()).isEqualTo("deny");
        assertThat(said.path("policy_id").asText()).isEqualTo(policy);
        assertThat(said.at("/matched/0/conditions").findValuesAsText("name"))
                .containsExactlyInAnyOrder("scope", "intent_matches");
        assertThat(said.toString()).doesNotContain("a refund");
        JsonNode decided = said.path("decided");
        assertThat(decided.path("decision_id").asText()).isEqualTo(decision);
        assertThat(decided.path("effect").asText()).isEqualTo("deny");
        assertThat(decided.path("agent_id").asText()).isEqualTo(agent.id());
        assertThat(decided.path("policy_id").asText()).isEqualTo(policy);
        assertThat(decided.path("version").asInt()).isEqualTo(1);
        assertThat(decided.path("rule_id").asText()).isEqualTo("w");
    }

    @Test
    void policiesOfNowAndDraftsAreAskedAboutWhatWasToldThen() {
        String policy = policy(Map.of("effect", "deny", "when", Map.of("agent", agent.id())));
        String decision = denied();
        calls.admin("DELETE", "/policies/" + policy).send().expect(204);

        JsonNode now = again(body("decision_id", decision));
        JsonNode draft = again(body(
                "decision_id",
                decision,
                "policies",
                List.of(Map.of("rules", List.of(Map.of("effect", "deny", "when", Map.of("agent", agent.id())))))));

        assertThat(now.path("effect").asText()).isEqualTo("allow");
        assertThat(now.at("/decided/effect").asText()).isEqualTo("deny");
        assertThat(now.at("/decided/policy_id").asText()).isEqualTo(policy);
        assertThat(draft.path("policy_id").asText()).isEqualTo("draft-1");
    }

    @Test
    void imaginedRequestHasNoDecisionOfThen() {
        assertThat(again(body("request", Map.of("agent", agent.id())))
                        .path("decided")
                        .isNull())
                .isTrue();
    }

    @Test
    void decisionThatPoliciesDidNotMakeCannotBeAskedAgain() {
        String decision = calls.issue(agent.id(), "scope", List.of("not.held")).text("decision_id");

        Answer refused = simulate(body("decision_id", decision)).expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/decision_id");
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("not_recorded");
    }

    @Test
    void unknownAndForeignDecisionsAreNotThere() {
        policy(Map.of("effect", "deny", "when", Map.of("agent", agent.id())));
        String decision = denied();
        simulate(body("decision_id", UUID.randomUUID().toString())).expect(404);
        simulate(body("decision_id", "x")).expect(404);
        try (TestRealm other = gatehouse.freshRealm()) {
            new RealmCalls(gatehouse, other)
                    .admin("POST", "/policies/simulate")
                    .json(body("decision_id", decision))
                    .send()
                    .expect(404);
        }
    }

    @Test
    void eitherARequestOrADecisionIsNamed() {
        for (Map<String, Object> bad : List.of(
                body(),
                body("decision_id", "x", "request", Map.of("agent", agent.id())),
                body("decision_id", 3),
                body("decision_id", "x".repeat(37)))) {
            simulate(bad).expect(422);
        }
    }

    @Test
    void pastDecisionsNeedTheAuditLogToo() {
        policy(Map.of("effect", "deny", "when", Map.of("agent", agent.id())));
        String decision = denied();
        String viewer = keys.token(keys.person("view-gatehouse").username());
        String auditor = keys.token(keys.person("view-gatehouse", "view-audit").username());

        assertThat(ask(viewer, decision).expect(403).text("required_scope")).isEqualTo("audit:read");
        ask(auditor, decision).expect(200);
        calls.v1("POST", "/policies/simulate")
                .bearer(viewer)
                .json(body("request", Map.of("agent", agent.id())))
                .send()
                .expect(200);
    }

    private Answer ask(String token, String decision) {
        return calls.v1("POST", "/policies/simulate")
                .bearer(token)
                .json(body("decision_id", decision))
                .send();
    }

    private String denied(Object... members) {
        return calls.issue(agent.id(), members).expect(403).text("decision_id");
    }

    private JsonNode again(Map<String, Object> body) {
        return simulate(body).expect(200).json();
    }

    private Answer simulate(Map<String, Object> body) {
        return calls.admin("POST", "/policies/simulate").json(body).send();
    }

    private String policy(Map<String, Object> rule) {
        return calls.admin("POST", "/policies")
                .json(body("name", "P", "rules", List.of(rule)))
                .send()
                .expect(201)
                .text("id");
    }
}
