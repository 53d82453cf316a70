package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules with an expression decide tokens, and an expression that cannot be computed denies. */
@ExtendWith(GatehouseExtension.class)
class PolicyExpressionsIT {
    private RealmCalls calls;
    private Agent agent;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent("metadata", Map.of("team", "red"));
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void expressionDecidesByTheFactsOfTheRequest() {
        Answer made = policy(
                        "deny",
                        "agent == '" + agent.id()
                                + "' && (ttl > 600 && duration('1h') > duration('1m') || scope.exists(s, s == 'orders.write'))")
                .expect(201);
        assertThat(made.json().at("/rules/0/when/cel").asText()).contains("ttl > 600");

        calls.issue(agent.id(), "ttl", 600).expect(201);
        calls.issue(agent.id(), "ttl", 601).expect(403);
        calls.issue(agent.id(), "scope", List.of("orders.write")).expect(403);
        calls.issue(calls.agent().id(), "ttl", 601).expect(201);
    }

    @Test
    void expressionThatCannotBeComputedDeniesAndSaysSo() {
        policy("deny", "metadata.team == 'blue'").expect(201);
        calls.issue(agent.id()).expect(201);

        Answer refused = calls.issue(calls.agent().id()).expect(403);
        assertThat(refused.text("code")).isEqualTo("policy_denied");
        assertThat(refused.text("detail"))
                .isEqualTo("The expression of the rule rule-1 could not be computed, so this is denied.");
    }

    @Test
    void faultNamesTheExpressionAndThePlaceInIt() {
        JsonNode errors = policy("deny", "agent == 5").expect(422).json().path("errors");

        assertThat(errors.at("/0/pointer").asText()).isEqualTo("/rules/0/when/cel");
        assertThat(errors.at("/0/code").asText()).isEqualTo("invalid_expression");
        assertThat(errors.at("/0/detail").asText()).startsWith("Line 1, column 7:");
        assertThat(policy("allow", "'orders.read' in scope")
                        .expect(422)
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("self_declared");
    }

    @Test
    void simulationShowsWhatItCameTo() {
        policy("deny", "ttl > 600").expect(201);

        JsonNode said = calls.admin("POST", "/policies/simulate")
                .json(body("request", body("agent", agent.id(), "ttl", 601)))
                .send()
                .expect(200)
                .json();

        JsonNode condition = said.at("/matched/0/conditions/0");
        assertThat(condition.toString()).contains("\"cel\"", "ttl > 600", "\"true\"");
    }

    private Answer policy(String effect, String expression) {
        return calls.admin("POST", "/policies")
                .json(body("name", "P", "rules", List.of(Map.of("effect", effect, "when", Map.of("cel", expression)))))
                .send();
    }
}
