package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.key.ImportedHash;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.RealmCalls.ApiKey;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verification makes no database query: PostgreSQL's own log tells of every statement. Only there, because H2 in memory has no
 * such log that could be read from outside.
 * Long because every kind of verification is a row.
 */
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoQueryIT {
    private static final int CALLS = 200;
    private static final int ROUNDS = 3;

    /** Caches of Keycloak and of ours fill within a few calls. */
    private static final int WARM_UP_CALLS = 20;

    /** What runs by the clock, whoever calls: the poll, the sequencer, the webhooks, the purges, the counted use of keys, their limits and ends. */
    private static final Pattern BACKGROUND = Pattern.compile(
            "(select .* from|update|delete from|insert into) GATEHOUSE_(WEBHOOK|DELIVERY)\\w* .*"
                    + "|select .* from GATEHOUSE_REVOCATION .*"
                    + "|select .* from GATEHOUSE_(LEASE|EVENT|EVENT_SEQUENCE) .*"
                    + "|update GATEHOUSE_LEASE .*"
                    + "|delete from GATEHOUSE_(REVOCATION|TOKEN|IDEMPOTENCY) .*"
                    + "|select .* from GATEHOUSE_TOKEN .*EXPIRES_AT_MS<.*"
                    + "|update GATEHOUSE_API_KEY .*USE_COUNT.*"
                    + "|(select .* from|delete from) GATEHOUSE_STATUS_LIST .*"
                    + "|select .* from REALM .* exists .*GATEHOUSE_(API_KEY|AGENT|AGENT_BLUEPRINT|APPROVAL|LOGIN_MAIL|GUEST|DOMAIN) .*"
                    + "|select .* from GATEHOUSE_AGENT where JWKS_FETCH_AT_MS.*"
                    + "|(select .* from|update|insert into|delete from) GATEHOUSE_RATE_USE .*"
                    + "|(select .* from|update) GATEHOUSE_KEY_CREDIT .*"
                    + "|select .* from GATEHOUSE_POLICY where IS_ACTIVE.*"
                    + "|(select .* from|update|delete from) GATEHOUSE_POLICY_REPLAY .*"
                    + "|(select .* from|update|insert into|delete from) GATEHOUSE_LOGIN_MAIL .*"
                    + "|(select .* from|update|insert into|delete from) GATEHOUSE_(USAGE|BILLING_EVENT|PLAN_HOLDER|PLAN_COUNT) .*"
                    + "|BEGIN|COMMIT|ROLLBACK",
            Pattern.CASE_INSENSITIVE);

    /** What a verification would read that does not know it from memory; the sender and the sequencer look far oftener. */
    private static final Pattern OF_A_CALL = Pattern.compile(
            "(select .* from|update|insert into) GATEHOUSE_(REVOCATION|TOKEN|API_KEY|AGENT|RATE_USE|KEY_CREDIT|POLICY) .*",
            Pattern.CASE_INSENSITIVE);

    private RealmCalls calls;
    private PostgresServer postgres;

    @BeforeAll
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        postgres = gatehouse.postgres().orElseThrow();
    }

    @Test
    void tokenIsVerifiedWithoutAQuery() {
        String token = calls.token(calls.agent().id(), "ttl", 3_600);

        assertNoQuery(() -> calls.v1("POST", "/tokens/verify")
                .json(Map.of("token", token, "required_scope", List.of("orders.read"))));
    }

    @Test
    void batchIsVerifiedWithoutAQuery() {
        String token = calls.token(calls.agent().id(), "ttl", 3_600);

        assertNoQuery(() -> calls.v1("POST", "/tokens/verify-batch").json(Map.of("tokens", List.of(token, token))));
    }

    @Test
    void tokenOnBehalfOfAUserIsVerifiedWithoutAQuery() {
        Delegates delegates = new Delegates(calls.gatehouse(), calls.realm());
        TestAgent first = delegates.agent();
        TestAgent second = delegates.agent();
        delegates.app(first);
        for (TestAgent agent : List.of(first, second)) {
            delegates.grant(agent.id(), calls.realm().userId("alice")).expect(201);
        }
        String token = Delegates.exchanged(
                second, Delegates.exchanged(first, delegates.userToken("alice"), "audience", second.id()));

        assertNoQuery(() -> calls.v1("POST", "/tokens/verify").json(Map.of("token", token)));
    }

    @Test
    void keyOfTheRealmIsVerifiedForAKeyWithoutAQuery() {
        String verifier = calls.key("api-keys:verify").text();
        String key = calls.key("orders.read").text();

        assertNoQuery(() -> verification(key).header("X-API-Key", verifier));
    }

    @Test
    void policiesAreAskedOfAKeyWithoutAQuery() {
        String verifier = calls.key("api-keys:verify").text();
        String key = calls.key("orders.read").text();
        calls.admin("POST", "/policies")
                .json(Map.of(
                        "name",
                        "P",
                        "rules",
                        List.of(Map.of("effect", "deny", "when", Map.of("scope", "orders.write")))))
                .send()
                .expect(201);
        try {
            assertNoQuery(() -> verification(key).header("X-API-Key", verifier));
        } finally {
            calls.deletePolicies();
        }
    }

    @Test
    void tokenOfAKeyIsVerifiedWithoutAQuery() {
        String key = keyOf("alice", "scopes", List.of("orders.read", "reader")).text();
        String token = calls.realm()
                .token(
                        "grant_type",
                        KeyExchanges.GRANT_TYPE,
                        "subject_token",
                        key,
                        "subject_token_type",
                        KeyExchanges.KEY_TYPE,
                        "ttl",
                        "3600")
                .basic("demo-api", "demo-api-secret")
                .send()
                .expect(200)
                .text("access_token");

        assertNoQuery(() -> calls.v1("POST", "/tokens/verify").json(Map.of("token", token)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    void keyOfAUserIsVerifiedWithoutAQuery(String owner) {
        ApiKey key = keyOf(owner, "scopes", List.of("orders.read", "reader", "calendar.read", "agents:read"));
        String verifier = calls.key("api-keys:verify").text();

        assertNoQuery(() -> verification(key.text()).bearer(verifier));
    }

    /** What nodes tell each other is written by the clock, and credits are taken out a thousand at a time. */
    @Test
    void keyWithLimitsIsVerifiedWithoutAQuery() {
        var made = calls.admin("POST", "/api-keys")
                .json(Map.of(
                        "name",
                        "Key",
                        "rate_limits",
                        List.of(Map.of("name", "a", "limit", 1_000_000, "window_seconds", 60)),
                        "credits",
                        Map.of("remaining", 1_000_000),
                        "allowed_ips",
                        List.of("192.0.2.0/24")))
                .send()
                .expect(201);
        String verifier = calls.key("api-keys:verify").text();

        assertNoQuery(() -> calls.v1("POST", "/api-keys/verify")
                .json(Map.of("key", made.text("key"), "ip", "192.0.2.1"))
                .header("X-API-Key", verifier));
    }

    @Test
    void keyOfAnAgentIsVerifiedWithoutAQuery() {
        String agent = calls.agent().id();
        String key = calls.admin("POST", "/api-keys")
                .json(Map.of(
                        "name", "Key", "owner", Map.of("type", "agent", "id", agent), "scopes", List.of("orders.read")))
                .send()
                .expect(201)
                .text("key");
        String verifier = calls.key("api-keys:verify").text();

        assertNoQuery(() -> verification(key).bearer(verifier));
    }

    @Test
    void keyOfAnOrganizationIsVerifiedWithoutAQuery() {
        String organization = calls.realm()
                .admin("GET", "/organizations?search=acme")
                .send()
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
        ApiKey key = keyOf("bob", "organization_id", organization);
        String verifier = calls.key("api-keys:verify").text();

        assertNoQuery(() -> verification(key.text()).bearer(verifier));
    }

    /** Keycloak itself asks for the session of an access token's client, though this one has none. */
    @Test
    void keyIsVerifiedForAServiceAccountWithoutAQueryOfOurs() {
        String key = calls.key("orders.read").text();
        String account = calls.realm().serviceAccountToken("openid gatehouse");

        assertNoStatementBut(
                Pattern.compile(BACKGROUND + "|select .* from OFFLINE_CLIENT_SESSION .*", Pattern.CASE_INSENSITIVE),
                () -> verification(key).bearer(account));
    }

    @Test
    void importedKeyIsVerifiedWithoutAQuery() {
        String key = "imported-" + UUID.randomUUID();
        calls.admin("POST", "/api-keys/import")
                .json(Map.of(
                        "keys",
                        List.of(Map.of(
                                "name", "k", "hash", ImportedHash.sha256(key).value()))))
                .send()
                .expect(200);
        String verifier = calls.key("api-keys:verify").text();

        assertNoQuery(() -> verification(key).bearer(verifier));
    }

    /** Most realms never imported a key: to them a text of any other form is no key, and nobody is asked. */
    @Test
    void textThatIsNoKeyIsRefusedWithoutAQueryWhereNothingWasImported(Gatehouse gatehouse) {
        try (TestRealm other = gatehouse.freshRealm()) {
            RealmCalls there = new RealmCalls(gatehouse, other);
            String verifier = there.key("api-keys:verify").text();

            assertNoStatementBut(
                    BACKGROUND,
                    () -> there.v1("POST", "/api-keys/verify")
                            .json(Map.of("key", "unknown-" + UUID.randomUUID()))
                            .bearer(verifier),
                    answer -> assertThat(answer.expect(200).text("code")).isEqualTo("INVALID"));
        }
    }

    private ApiKey keyOf(String owner, String member, Object value) {
        var made = calls.admin("POST", "/api-keys")
                .json(Map.of(
                        "name",
                        "Key",
                        "owner",
                        Map.of("type", "user", "id", calls.realm().userId(owner)),
                        member,
                        value))
                .send()
                .expect(201);
        return new ApiKey(made.text("id"), made.text("key"));
    }

    private Request verification(String key) {
        return calls.v1("POST", "/api-keys/verify").json(Map.of("key", key));
    }

    private void assertNoQuery(Supplier<Request> call) {
        assertNoStatementBut(BACKGROUND, call);
    }

    /**
     * The quietest round counts: each repeats the same calls, so a query of theirs is in every one, whereas what Keycloak
     * does every 15 minutes (expired sessions and events of each realm) falls into one at most.
     */
    private void assertNoStatementBut(Pattern expected, Supplier<Request> call) {
        assertNoStatementBut(expected, call, NoQueryIT::assertValid);
    }

    private void assertNoStatementBut(Pattern expected, Supplier<Request> call, Consumer<Answer> check) {
        List<String> unexpected = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            List<String> statements = statementsOfCalls(call, check);
            // Were it the verification that reads, there would be one a call.
            assertThat(statements.stream().filter(OF_A_CALL.asMatchPredicate())).hasSizeLessThan(CALLS / 2);
            unexpected = statements.stream()
                    .filter(statement -> !expected.matcher(statement).matches())
                    .toList();
            if (unexpected.isEmpty()) {
                return;
            }
        }
        assertThat(unexpected)
                .as("in each of %d rounds of %d calls", ROUNDS, CALLS)
                .isEmpty();
    }

    private List<String> statementsOfCalls(Supplier<Request> call, Consumer<Answer> check) {
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            check.accept(call.get().send());
        }
        long mark = postgres.mark();
        for (int i = 0; i < CALLS; i++) {
            check.accept(call.get().send());
        }
        return postgres.statementsSince(mark).stream()
                .filter(line -> line.startsWith("keycloak:LOG:"))
                .map(line -> line.replaceFirst("^keycloak:LOG: +(execute [^:]*|statement): ", ""))
                .toList();
    }

    private static void assertValid(Answer answer) {
        assertThat(answer.expect(200).body()).contains("\"valid\":true").doesNotContain("\"valid\":false");
    }
}
