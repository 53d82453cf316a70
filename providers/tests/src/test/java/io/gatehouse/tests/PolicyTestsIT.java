package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests are kept beside a policy, and no change is saved that they do not pass. Long by the ways to save. */
@ExtendWith(GatehouseExtension.class)
class PolicyTestsIT {
    private static final Map<String, Object> NIGHT = Map.of("hours", "22:00-06:00");
    private static final Map<String, Object> AT_NIGHT =
            Map.of("scope", List.of("pay:invoice"), "at", "2026-07-01T23:00:00Z");

    private RealmCalls calls;
    private String policy;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        policy = policy(Map.of("id", "night", "effect", "deny", "when", Map.of("scope", "pay:*", "time", NIGHT)));
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void testIsKeptAsItCame() {
        Answer made =
                add("At night", AT_NIGHT, "expect", "deny", "rule_id", "night").expect(201);

        assertThat(made.header("Location").orElseThrow()).endsWith("/tests/" + made.text("id"));
        JsonNode listed = tests();
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0)).isEqualTo(made.json());
        assertThat(made.json().at("/request/at").asText()).isEqualTo("2026-07-01T23:00:00Z");
        assertThat(made.text("expect")).isEqualTo("deny");
        assertThat(made.text("rule_id")).isEqualTo("night");
    }

    @Test
    void testThatThePolicyDoesNotPassIsRefusedWithWhatItSays() {
        Answer refused = add("At night", AT_NIGHT, "expect", "allow").expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/expect");
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("policy_test_failed");
        assertThat(refused.json().at("/errors/0/detail").asText())
                .isEqualTo("The policy says deny by the rule night, not allow.");
        assertThat(tests()).isEmpty();
    }

    @Test
    void requestThatSaysNoTimeIsAtNoonAndWhatNoRuleMatchesIsNone() {
        add("By day", Map.of("scope", List.of("pay:invoice")), "expect", "none").expect(201);
        add("Another scope", Map.of("scope", List.of("read"), "at", "2026-07-01T23:00:00Z"), "expect", "none")
                .expect(201);
    }

    @Test
    void everyConditionCanBeTried() {
        String strict = policy(Map.of(
                "effect",
                "deny",
                "when",
                body(
                        "agent", "agent_0123456789ab",
                        "owner", "user:u1",
                        "organization", "o1",
                        "framework", "langchain",
                        "model_provider", "acme",
                        "mode", "both",
                        "target", "https://pay.example",
                        "ttl_above", 600,
                        "intent_matches", "*refund*",
                        "ip", "203.0.113.0/24",
                        "chain_depth_above", 1,
                        "auth_method", "private_key_jwt",
                        "grant", "token_exchange",
                        "key_environment", "live",
                        "metadata.team", "red")));
        Map<String, Object> request = body(
                "agent", "agent_0123456789ab",
                "owner", "user:u1",
                "organization", "o1",
                "framework", "langchain",
                "model_provider", "acme",
                "mode", "both",
                "scope", List.of("pay"),
                "target", List.of("https://pay.example"),
                "ttl", 601,
                "intent", "a refund",
                "ip", "203.0.113.7",
                "chain_depth", 2,
                "auth_method", "private_key_jwt",
                "grant", "token_exchange",
                "key_environment", "live",
                "metadata", Map.of("team", "red"));

        addTo(strict, "All", request, "expect", "deny").expect(201);
        for (String member : request.keySet()) {
            Map<String, Object> less = new HashMap<>(request);
            less.remove(member);
            if (!member.equals("scope")) {
                addTo(strict, "Without " + member, less, "expect", "none").expect(201);
            }
        }
    }

    @Test
    void changeThatATestDoesNotPassIsRefusedAndChangesNothing() {
        add("At night", AT_NIGHT, "expect", "deny").expect(201);
        JsonNode before = get();
        Map<String, Object> laxer = Map.of(
                "rules", List.of(Map.of("effect", "deny", "when", Map.of("scope", "pay:transfer", "time", NIGHT))));

        Answer refused = patch(laxer).expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/rules");
        assertThat(refused.json().at("/errors/0/detail").asText())
                .isEqualTo("Test \"At night\": The policy says none, not deny.");
        assertThat(get()).isEqualTo(before);
        patch(Map.of("description", "Nothing else", "is_active", false)).expect(200);
    }

    @Test
    void rollbackIsAChangeToo() {
        patch(Map.of("rules", List.of(Map.of("effect", "deny")))).expect(200);
        add("By day, too", Map.of("scope", List.of("read")), "expect", "deny").expect(201);

        assertThat(rollback(1).expect(422).json().at("/errors/0/detail").asText())
                .contains("By day, too");
        assertThat(get().path("version").asInt()).isEqualTo(2);
    }

    @Test
    void removedTestIsNotRunAnyMore() {
        String test = add("At night", AT_NIGHT, "expect", "deny").expect(201).text("id");

        calls.admin("DELETE", path() + "/" + test).send().expect(204);

        assertThat(tests()).isEmpty();
        patch(Map.of("rules", List.of(Map.of("effect", "allow")))).expect(200);
        calls.admin("DELETE", path() + "/" + test).send().expect(404);
    }

    @Test
    void policyHasAtMostFiftyTestsAndTheyGoWithIt() {
        for (int i = 0; i < 50; i++) {
            add("Test " + i, AT_NIGHT, "expect", "deny").expect(201);
        }
        assertThat(add("One more", AT_NIGHT, "expect", "deny").expect(409).text("code"))
                .isEqualTo("too_many_policy_tests");

        calls.admin("DELETE", "/policies/" + policy).send().expect(204);
        calls.admin("GET", path()).send().expect(404);
    }

    @Test
    void testsOfAnotherPolicyAreNotFound() {
        String test = add("At night", AT_NIGHT, "expect", "deny").expect(201).text("id");
        String other = policy(Map.of("effect", "deny"));

        calls.admin("DELETE", "/policies/" + other + "/tests/" + test).send().expect(404);
        calls.admin("GET", "/policies/" + UUID.randomUUID() + "/tests").send().expect(404);
        addTo(UUID.randomUUID().toString(), "Nobody's", AT_NIGHT, "expect", "deny")
                .expect(404);
        assertThat(tests()).hasSize(1);
    }

    @Test
    void faultsAreNamedWithTheirPlace() {
        Answer refused = add(
                        "",
                        Map.of("scope", "read", "ttl", 0, "ip", "here", "at", "now", "surprise", 1),
                        "expect",
                        "perhaps")
                .expect(422);

        assertThat(refused.json().path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/name",
                        "/request/scope",
                        "/request/ttl",
                        "/request/ip",
                        "/request/at",
                        "/request/surprise",
                        "/expect");
    }

    @Test
    void additionAndRemovalAreInTheAuditLog() {
        String test = add("At night", AT_NIGHT, "expect", "deny").expect(201).text("id");
        calls.admin("DELETE", path() + "/" + test).send().expect(204);

        for (String type : List.of("policy.test_added", "policy.test_removed")) {
            Eventually.holds(
                    Duration.ofSeconds(5),
                    type,
                    () -> calls.admin("GET", "/audit/events?type=" + type + "&target=" + policy)
                                    .send()
                                    .expect(200)
                                    .json()
                                    .path("items")
                                    .size()
                            == 1);
        }
    }

    private String policy(Map<String, Object> rule) {
        return calls.admin("POST", "/policies")
                .json(Map.of("name", "P", "rules", List.of(rule)))
                .send()
                .expect(201)
                .text("id");
    }

    private String path() {
        return "/policies/" + policy + "/tests";
    }

    private JsonNode get() {
        return calls.admin("GET", "/policies/" + policy).send().expect(200).json();
    }

    private JsonNode tests() {
        return calls.admin("GET", path()).send().expect(200).json().path("items");
    }

    private Answer patch(Map<String, Object> change) {
        return calls.admin("PATCH", "/policies/" + policy).json(change).send();
    }

    private Answer rollback(int version) {
        return calls.admin("POST", "/policies/" + policy + "/rollback")
                .json(Map.of("version", version))
                .send();
    }

    private Answer add(String name, Map<String, Object> request, Object... members) {
        return addTo(policy, name, request, members);
    }

    private Answer addTo(String id, String name, Map<String, Object> request, Object... members) {
        Map<String, Object> test = body(members);
        test.put("name", name);
        test.put("request", request);
        return calls.admin("POST", "/policies/" + id + "/tests").json(test).send();
    }
}
