package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What policies say is what happens, at every door to tokens. Long because it goes through doors and effects. */
@ExtendWith(GatehouseExtension.class)
class PolicyDecisionsIT {
    private static final Map<String, Object> THROTTLE = Map.of("limit", 2, "window_seconds", 3600, "per", "agent");

    private Gatehouse gatehouse;
    private RealmCalls calls;
    private TestRealm realm;
    private KeyRealm keys;
    private Agent agent;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        keys = new KeyRealm(gatehouse, realm);
        agent = calls.agent();
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void deniedTokenIsRefusedAtBothDoorsWithTheRulesMessage() {
        deny(Map.of("scope", "orders.write"));

        Answer json = calls.issue(agent.id(), "scope", List.of("orders.read", "orders.write"))
                .expect(403);
        assertThat(json.text("code")).isEqualTo("policy_denied");
        assertThat(json.text("detail")).isEqualTo("Not here.");
        assertThat(json.text("decision_id")).isNotEmpty();
        Answer grant = grant("orders.write").expect(400);
        assertThat(grant.text("error")).isEqualTo("access_denied");
        assertThat(grant.text("error_description")).isEqualTo("Not here.");
        assertThat(grant.text("decision_id")).isNotEmpty();
        calls.issue(agent.id()).expect(201);
        grant("orders.read").expect(200);
    }

    @Test
    void tokenOfAllScopesIsDecidedByWhatItWouldSay() {
        deny(Map.of("scope", "orders.write"));

        assertThat(grant(null).expect(400).text("error")).isEqualTo("access_denied");
    }

    @Test
    void denialIsRecordedWithTheRule() {
        String policy = deny(Map.of("agent", agent.id(), "ttl_above", 600));

        calls.issue(agent.id(), "ttl", 600).expect(201);
        String decision = calls.issue(agent.id(), "ttl", 601).expect(403).text("decision_id");

        JsonNode event = event(decision);
        assertThat(event.path("type").asText()).isEqualTo("token.denied");
        assertThat(event.at("/data/policy/policy_id").asText()).isEqualTo(policy);
        assertThat(event.at("/data/policy/rule_id").asText()).isEqualTo("rule-1");
        assertThat(event.at("/data/policy/version").asInt()).isEqualTo(1);
    }

    @Test
    void policyActsFromItsChangeOnAndNotAfterItsEnd() {
        String policy = deny(Map.of("agent", agent.id()));
        calls.issue(agent.id()).expect(403);

        change(policy, "is_active", false);
        calls.issue(agent.id()).expect(201);
        change(policy, "is_active", true);
        calls.issue(agent.id()).expect(403);
        change(policy, "rules", List.of());
        calls.issue(agent.id()).expect(201);
        calls.admin("POST", "/policies/" + policy + "/rollback")
                .json(body("version", 1))
                .send()
                .expect(200);
        calls.issue(agent.id()).expect(403);
        calls.admin("DELETE", "/policies/" + policy).send().expect(204);
        calls.issue(agent.id()).expect(201);
    }

    @Test
    void higherPriorityDecides() {
        String ignored = deny(Map.of("agent", agent.id()));
        policy(200, "enforce", Map.of("effect", "allow", "when", Map.of("scope", "orders.read")));

        calls.issue(agent.id()).expect(201);
        calls.issue(agent.id(), "scope", List.of("orders.read", "orders.write")).expect(403);
    }

    @Test
    void realmThatDeniesByDefaultGivesWhatAPolicyAllows() {
        String ignored = policy(100, "enforce", Map.of("effect", "allow", "when", Map.of("scope", "orders.read")));
        calls.admin("PATCH", "/settings")
                .json(body("default_effect", "deny"))
                .send()
                .expect(200);
        try {
            calls.issue(agent.id()).expect(201);
            Answer refused =
                    calls.issue(agent.id(), "scope", List.of("orders.write")).expect(403);
            assertThat(refused.text("code")).isEqualTo("policy_denied");
            assertThat(refused.text("detail")).isEqualTo("No policy of the realm allows this.");
            JsonNode said = event(refused.text("decision_id")).at("/data/policy");
            assertThat(said.path("effect").asText()).isEqualTo("deny");
            assertThat(said.has("policy_id")).isFalse();
        } finally {
            calls.admin("PATCH", "/settings")
                    .json(body("default_effect", "allow"))
                    .send()
                    .expect(200);
        }
    }

    @Test
    void shadowPolicyIsRecordedAndChangesNothing() {
        String policy = policy(100, "shadow", Map.of("effect", "deny", "when", Map.of("agent", agent.id())));

        String token = calls.issue(agent.id()).expect(201).text("token_id");

        JsonNode event =
                Eventually.value(Duration.ofSeconds(10), "the event has its place", () -> events("type=token.issued")
                        .filter(one -> one.at("/target/id").asText().equals(token)));
        assertThat(event.at("/data/shadow_policy/effect").asText()).isEqualTo("deny");
        assertThat(event.at("/data/shadow_policy/policy_id").asText()).isEqualTo(policy);
        assertThat(event.at("/data/policy").isMissingNode()).isTrue();
    }

    @Test
    void throttleCountsEachAgentAndSaysWhenToComeBack() {
        String ignored = policy(100, "enforce", Map.of("effect", "throttle", "throttle", THROTTLE));

        calls.issue(agent.id()).expect(201);
        grant("orders.read").expect(200);

        Answer json = calls.issue(agent.id()).expect(429);
        assertThat(json.text("code")).isEqualTo("throttled");
        assertThat(json.header("Retry-After")).hasValueSatisfying(seconds -> assertThat(Integer.parseInt(seconds))
                .isBetween(1, 3600));
        Answer grant = grant("orders.read").expect(429);
        assertThat(grant.text("error")).isEqualTo("throttled");
        assertThat(grant.header("Retry-After")).isPresent();
        calls.issue(calls.agent().id()).expect(201);
    }

    @Test
    void agentThatAsksWithItsSecretIsDecidedToo() {
        deny(Map.of("scope", "orders.write"));

        Answer refused = calls.v1("POST", "/tokens")
                .bearer(agent.secret())
                .json(RealmCalls.asking(agent.id(), "scope", List.of("orders.write")))
                .send()
                .expect(403);
        assertThat(refused.text("code")).isEqualTo("policy_denied");
        calls.v1("POST", "/tokens")
                .bearer(agent.secret())
                .json(RealmCalls.asking(agent.id()))
                .send()
                .expect(201);
    }

    @Test
    void tokenOnBehalfOfAUserIsDecidedToo() {
        Delegates delegates = new Delegates(gatehouse, realm);
        TestAgent first = delegates.agent();
        TestAgent second = delegates.agent();
        delegates.app(first);
        for (TestAgent one : List.of(first, second)) {
            delegates.grant(one.id(), realm.userId("alice")).expect(201);
        }
        deny(Map.of("grant", "token_exchange", "chain_depth_above", 1));

        String token = Delegates.exchanged(first, delegates.userToken("alice"), "audience", second.id());
        Answer refused = Delegates.exchange(second, token).send().expect(400);

        assertThat(refused.text("error")).isEqualTo("access_denied");
        assertThat(event(refused.text("decision_id")).at("/data/policy/rule_id").asText())
                .isEqualTo("rule-1");
    }

    @Test
    void exchangeOfAKeyIsDecidedToo() {
        deny(Map.of("grant", "token_exchange", "key_environment", "live", "scope", "orders.write"));
        KeyExchanges exchanges = new KeyExchanges(keys);
        String key = keys.key("scopes", List.of("orders.read", "orders.write")).text("key");

        exchanges.of(key, "scope", "orders.read").expect(200);
        Answer refused = exchanges.of(key, "scope", "orders.write").expect(400);
        assertThat(refused.text("error")).isEqualTo("access_denied");
        assertThat(refused.text("decision_id")).isNotEmpty();
    }

    private Answer grant(@Nullable String scope) {
        return scope == null
                ? realm.token(
                                "grant_type", "client_credentials",
                                "client_id", agent.id(),
                                "client_secret", agent.secret())
                        .send()
                : realm.token(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                agent.id(),
                                "client_secret",
                                agent.secret(),
                                "scope",
                                scope)
                        .send();
    }

    private String deny(Map<String, Object> when) {
        return policy(100, "enforce", Map.of("effect", "deny", "when", when, "message", "Not here."));
    }

    private String policy(int priority, String mode, Map<String, Object> rule) {
        return calls.admin("POST", "/policies")
                .json(body("name", "P", "priority", priority, "mode", mode, "rules", List.of(rule)))
                .send()
                .expect(201)
                .text("id");
    }

    private void change(String id, Object... members) {
        calls.admin("PATCH", "/policies/" + id).json(body(members)).send().expect(200);
    }

    private JsonNode event(String decision) {
        return Eventually.value(Duration.ofSeconds(10), "the event has its place", () -> events("type=token.denied")
                .filter(one -> one.path("decision_id").asText().equals(decision)));
    }

    private Optional<JsonNode> events(String query) {
        JsonNode items = calls.admin("GET", "/audit/events?" + query)
                .send()
                .expect(200)
                .json()
                .path("items");
        return items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
    }
}
