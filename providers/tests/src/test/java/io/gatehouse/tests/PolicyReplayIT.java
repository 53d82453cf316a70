package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What policies were asked of past decisions is asked again with another policy, and what would change is told. Long by its cases. */
@ExtendWith(GatehouseExtension.class)
class PolicyReplayIT {
    private static final Map<String, Object> DENY_WRITE =
            Map.of("id", "w", "effect", "deny", "when", Map.of("scope", "orders.write"));
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    private Gatehouse gatehouse;
    private RealmCalls calls;
    private KeyRealm keys;
    private TestRealm realm;
    private Agent agent;
    private Instant since;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        keys = new KeyRealm(gatehouse, realm);
        agent = calls.agent();
        since = Instant.now();
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void fewDecisionsAreAskedAgainAtOnce() {
        calls.issue(agent.id()).expect(201);
        calls.issue(agent.id(), "scope", List.of("orders.write")).expect(201);
        calls.issue(agent.id(), "scope", RealmCalls.SCOPES).expect(201);

        JsonNode said = replay(draft(DENY_WRITE));

        assertThat(said.path("status").asText()).isEqualTo("done");
        assertThat(said.path("failure").isNull()).isTrue();
        assertThat(said.path("total").asInt()).isEqualTo(3);
        assertThat(said.path("done").asInt()).isEqualTo(3);
        assertThat(said.path("skipped").asInt()).isZero();
        assertThat(said.path("changed").asInt()).isEqualTo(2);
        assertThat(said.path("flips")).hasSize(1);
        assertThat(flips(said, "allow", "deny")).isEqualTo(2);
        assertThat(said.path("examples")).hasSize(2);
        JsonNode example = said.at("/examples/0");
        assertThat(example.path("agent_id").asText()).isEqualTo(agent.id());
        assertThat(example.path("before").asText()).isEqualTo("allow");
        assertThat(example.path("after").asText()).isEqualTo("deny");
        assertThat(example.path("policy_id").asText()).isEqualTo("draft");
        assertThat(example.path("rule_id").asText()).isEqualTo("w");
        assertThat(Instant.parse(example.path("at").asText())).isAfter(since.minusSeconds(1));
        assertThat(show(said)).isEqualTo(said);
    }

    @Test
    void changedDecisionIsTheOneOfTheAuditLog() {
        calls.issue(agent.id(), "scope", List.of("orders.write")).expect(201);
        JsonNode event = calls.admin("GET", "/audit/events?type=token.issued&limit=1&agent_id=" + agent.id())
                .send()
                .expect(200)
                .json()
                .path("items")
                .path(0);
        Eventually.holds(Duration.ofSeconds(10), "the event has its place", () -> replay(draft(DENY_WRITE))
                .at("/examples/0/seq")
                .isNumber());

        JsonNode example = replay(draft(DENY_WRITE)).at("/examples/0");

        JsonNode record = calls.admin(
                        "GET", "/audit/events/" + example.path("seq").asText())
                .send()
                .expect(200)
                .json();
        assertThat(record.toString()).contains(example.path("decision_id").asText(), agent.id());
        assertThat(record.toString() + event).doesNotContain("\"facts\"");
    }

    @Test
    void draftReplacesThePolicyThatItNames() {
        String policy = policy("enforce", DENY_WRITE);
        calls.issue(agent.id(), "scope", List.of("orders.write")).expect(403);
        calls.issue(agent.id()).expect(201);

        JsonNode laxer = replay(body("id", policy, "rules", List.of()));
        assertThat(laxer.path("total").asInt()).isEqualTo(2);
        assertThat(flips(laxer, "deny", "allow")).isEqualTo(1);
        assertThat(laxer.at("/examples/0/policy_id").isNull()).isTrue();
        JsonNode without = replay(body("id", policy, "is_active", false, "rules", List.of(DENY_WRITE)));
        assertThat(flips(without, "deny", "allow")).isEqualTo(1);
        JsonNode beside = replay(draft(Map.of("effect", "deny", "when", Map.of("ttl_above", 1))));
        assertThat(beside.path("changed").asInt()).isEqualTo(1);
        assertThat(flips(beside, "allow", "deny")).isEqualTo(1);
    }

    @Test
    void storedPolicyIsAskedAsIfItActed() {
        String policy = policy("shadow", DENY_WRITE);
        calls.issue(agent.id(), "scope", List.of("orders.write")).expect(201);

        JsonNode said = replayOf(policy);

        assertThat(flips(said, "allow", "deny")).isEqualTo(1);
        assertThat(said.at("/examples/0/policy_id").asText()).isEqualTo(policy);
    }

    @Test
    void requestThatWaitsForAPersonIsADecisionToo() {
        String policy =
                policy("enforce", Map.of("effect", "require_approval", "when", Map.of("scope", "orders.write")));
        calls.issue(agent.id(), "scope", List.of("orders.write")).expect(202);

        JsonNode said = replay(body("id", policy, "rules", List.of()));

        assertThat(flips(said, "require_approval", "allow")).isEqualTo(1);
    }

    @Test
    void throttleIsNotCountedAgain() {
        calls.issue(agent.id()).expect(201);
        calls.issue(agent.id()).expect(201);

        JsonNode said = replay(draft(
                Map.of("effect", "throttle", "throttle", Map.of("limit", 1, "window_seconds", 3600, "per", "agent"))));

        assertThat(said.path("changed").asInt()).isEqualTo(2);
        assertThat(flips(said, "allow", "throttle")).isEqualTo(2);
    }

    @Test
    void timeAndAddressAreThoseOfTheDecision() {
        calls.issue(agent.id()).expect(201);
        Instant now = Instant.now();
        String hours = HOUR.format(now.minusSeconds(3600)) + "-" + HOUR.format(now.plusSeconds(3600));
        Map<String, Object> when = Map.of("time", Map.of("hours", hours), "ip", "127.0.0.0/8");

        gatehouse.moveClock(Duration.ofHours(6));

        assertThat(flips(replay(draft(Map.of("effect", "deny", "when", when))), "allow", "deny"))
                .isEqualTo(1);
    }

    @Test
    void onlyDecisionsSinceThenAreAsked() {
        calls.issue(agent.id(), "scope", List.of("orders.write")).expect(201);
        since = Instant.now().plusMillis(1);

        assertThat(replay(draft(DENY_WRITE)).path("total").asInt()).isZero();
        calls.issue(agent.id(), "scope", List.of("orders.write")).expect(201);
        assertThat(replay(draft(DENY_WRITE)).path("total").asInt()).isEqualTo(1);
    }

    @Test
    void denialThatPoliciesDidNotMakeIsPassedOver() {
        calls.issue(agent.id(), "scope", List.of("not.held")).expect(403);

        JsonNode said = replay(draft(Map.of("effect", "deny")));

        assertThat(said.path("total").asInt()).isEqualTo(1);
        assertThat(said.path("skipped").asInt()).isEqualTo(1);
        assertThat(said.path("changed").asInt()).isZero();
    }

    @Test
    void exchangesOfKeysAndOnBehalfOfUsersAreAskedAgain() {
        String key = keys.key("scopes", List.of("orders.read")).text("key");
        new KeyExchanges(keys).of(key).expect(200);
        Delegates delegates = new Delegates(gatehouse, realm);
        TestAgent delegate = delegates.agent();
        delegates.app(delegate);
        delegates.grant(delegate.id(), realm.userId("alice")).expect(201);
        since = Instant.now();
        String ignored = Delegates.exchanged(delegate, delegates.userToken("alice"));

        JsonNode ofUsers =
                replay(draft(Map.of("effect", "deny", "when", Map.of("chain_depth_above", 0, "agent", delegate.id()))));
        assertThat(flips(ofUsers, "allow", "deny")).isEqualTo(1);
        since = since.minusSeconds(60);
        JsonNode ofKeys = replay(draft(Map.of("effect", "deny", "when", Map.of("key_environment", "live"))));
        assertThat(flips(ofKeys, "allow", "deny")).isEqualTo(1);
        assertThat(ofKeys.at("/examples/0/agent_id").isNull()).isTrue();
    }

    @Test
    void whatWasToldOfAPersonIsErasedWithThePerson() {
        KeyRealm.Person person = keys.person("manage-agents");
        String token = keys.token(person.username());
        since = Instant.now();
        calls.v1("POST", "/tokens")
                .bearer(token)
                .json(RealmCalls.asking(agent.id(), "intent", "for erasure"))
                .send()
                .expect(201);
        Map<String, Object> draft = draft(Map.of("effect", "deny", "when", Map.of("intent_matches", "*erasure*")));
        assertThat(flips(replay(draft), "allow", "deny")).isEqualTo(1);

        for (int status : new int[] {202, 200}) {
            calls.v1("POST", "/audit/erase")
                    .bearer(keys.token(keys.person("erase-audit").username()))
                    .json(Map.of("subject", person.id()))
                    .send()
                    .expect(status);
        }

        JsonNode said = replay(draft);
        assertThat(said.path("total").asInt()).isEqualTo(1);
        assertThat(said.path("skipped").asInt()).isEqualTo(1);
        assertThat(said.path("changed").asInt()).isZero();
    }

    @Test
    void faultsAreNamedWithTheirPlace() {
        assertThat(pointers(body("since", "yesterday"))).containsExactlyInAnyOrder("/policy", "/since");
        assertThat(pointers(body(
                        "policy",
                        body(
                                "id",
                                UUID.randomUUID().toString(),
                                "priority",
                                10_001,
                                "mode",
                                "loud",
                                "surprise",
                                1,
                                "rules",
                                List.of(Map.of("effect", "forbid"))))))
                .containsExactlyInAnyOrder(
                        "/policy/id", "/policy/priority", "/policy/mode", "/policy/surprise", "/policy/rules/0/effect");
        assertThat(pointers(body("policy", UUID.randomUUID().toString()))).containsExactly("/policy");
        assertThat(pointers(body("policy", 3))).containsExactly("/policy");
    }

    @Test
    void replayIsTheRealmsAndForgottenAfterADay() {
        JsonNode said = replay(draft(DENY_WRITE));
        try (TestRealm other = gatehouse.freshRealm()) {
            new RealmCalls(gatehouse, other)
                    .admin("GET", "/policies/replays/" + said.path("id").asText())
                    .send()
                    .expect(404);
        }

        gatehouse.moveClock(Duration.ofDays(1).plusSeconds(1));

        calls.admin("GET", "/policies/replays/" + said.path("id").asText())
                .send()
                .expect(404);
    }

    private List<String> pointers(Map<String, Object> body) {
        return calls.admin("POST", "/policies/replay")
                .json(body)
                .send()
                .expect(422)
                .json()
                .path("errors")
                .findValuesAsText("pointer");
    }

    private static Map<String, Object> draft(Map<String, Object> rule) {
        return Map.of("rules", List.of(rule));
    }

    private JsonNode replay(Map<String, Object> draft) {
        return replayOf(draft);
    }

    private JsonNode replayOf(Object policy) {
        Answer answer = calls.admin("POST", "/policies/replay")
                .json(Map.of("policy", policy, "since", since.toString()))
                .send()
                .expect(200);
        return answer.json();
    }

    private JsonNode show(JsonNode replay) {
        return calls.admin("GET", "/policies/replays/" + replay.path("id").asText())
                .send()
                .expect(200)
                .json();
    }

    static int flips(JsonNode replay, String before, String after) {
        for (JsonNode flip : replay.path("flips")) {
            if (flip.path("before").asText().equals(before)
                    && flip.path("after").asText().equals(after)) {
                return flip.path("count").asInt();
            }
        }
        return 0;
    }

    private String policy(String mode, Map<String, Object> rule) {
        return calls.admin("POST", "/policies")
                .json(body("name", "P", "mode", mode, "rules", List.of(rule)))
                .send()
                .expect(201)
                .text("id");
    }
}
