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

/** Whom a policy can match is counted by the conditions that are about them, and some are named. */
@ExtendWith(GatehouseExtension.class)
class PolicyAffectedIT {
    private RealmCalls calls;
    private Agent red;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        red = calls.agent("metadata", Map.of("team", KeyRealm.unique("red")), "name", "Red");
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void conditionsOnTheHolderCountAndOthersArePassedOver() {
        JsonNode affected =
                affected(Map.of("agent", red.id(), "scope", "nothing", "grant", "password", "cel", "ttl > 5"));

        assertThat(affected.at("/agents/count").asInt()).isEqualTo(1);
        assertThat(affected.at("/agents/looked_at").asInt()).isPositive();
        assertThat(affected.at("/agents/shortened").asBoolean(true)).isFalse();
        assertThat(affected.at("/agents/sample/0/id").asText()).isEqualTo(red.id());
        assertThat(affected.at("/agents/sample/0/name").asText()).isEqualTo("Red");
        assertThat(affected.at("/api_keys/count").asInt(1)).isZero();
        assertThat(affected.path("version").asInt()).isEqualTo(1);
    }

    @Test
    void policyWithoutConditionsOnTheHolderConcernsAll() {
        String ignored = calls.key("orders.read").id();

        JsonNode affected = affected(Map.of("scope", "orders.*"));

        for (String group : List.of("agents", "api_keys")) {
            assertThat(affected.at("/" + group + "/count").asInt())
                    .isEqualTo(affected.at("/" + group + "/looked_at").asInt())
                    .isPositive();
            assertThat(affected.at("/" + group + "/sample").size()).isBetween(1, 20);
        }
    }

    @Test
    void keysAreComparedByWhatTheySay() {
        assertThat(affected(Map.of("key_environment", "live"))
                        .at("/agents/count")
                        .asInt(1))
                .isZero();
        assertThat(affected(Map.of("owner", "user:nobody"))
                        .at("/api_keys/count")
                        .asInt(1))
                .isZero();
    }

    @Test
    void agentThatMayNotActIsNotCounted() {
        calls.admin("POST", "/agents/" + red.id() + "/pause").send().expect(200);

        assertThat(affected(Map.of("agent", red.id())).at("/agents/count").asInt(1))
                .isZero();
    }

    @Test
    void policyThatIsNotThereIsNotFound() {
        calls.admin("GET", "/policies/019f1e51-22bb-7c33-9d44-55ee66ff7711/affected")
                .send()
                .expect(404);
        calls.admin("GET", "/policies/x/affected").send().expect(404);
    }

    private JsonNode affected(Map<String, Object> when) {
        String policy = calls.admin("POST", "/policies")
                .json(body("name", "P", "is_active", false, "rules", List.of(Map.of("effect", "deny", "when", when))))
                .send()
                .expect(201)
                .text("id");
        return calls.admin("GET", "/policies/" + policy + "/affected")
                .send()
                .expect(200)
                .json();
    }
}
