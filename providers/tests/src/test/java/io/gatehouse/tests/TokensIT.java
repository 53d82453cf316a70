package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON door to agent tokens: who gets one, what it says, and what is denied. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensIT {
    private static final String UNKNOWN_AGENT = "agent_000000000000";

    private RealmCalls calls;
    private Agent agent;

    @BeforeAll
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent();
    }

    @Test
    void administratorGetsATokenThatSaysWhatWasAskedFor() {
        Answer answer = calls.issue(
                agent.id(), "ttl", 600, "target_service", "https://orders.example/api", "intent", "Weekly report");

        JsonNode body = answer.expect(201).json();
        Jwt token = Jwt.parse(body.path("token").asText());
        assertThat(body.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(body.path("agent_id").asText()).isEqualTo(agent.id());
        assertThat(body.path("scope")).hasToString("[\"orders.read\"]");
        assertThat(body.path("target_service").asText()).isEqualTo("https://orders.example/api");
        assertThat(body.path("token_id").asText()).isEqualTo(token.claim("jti")).startsWith("gh-");
        assertThat(token.header().path("alg").asText()).isEqualTo("EdDSA");
        assertThat(token.header().path("typ").asText()).isEqualTo("at+jwt");
        assertThat(token.claim("iss")).isEqualTo(calls.realm().issuer());
        assertThat(List.of(token.claim("sub"), token.claim("client_id"), token.claim("azp")))
                .containsOnly(agent.id());
        assertThat(token.audience()).containsExactly("https://orders.example/api");
        assertThat(token.claim("scope")).isEqualTo("orders.read");
        assertThat(lifetimeSeconds(token)).isEqualTo(600);
        assertThat(Instant.parse(body.path("expires_at").asText()).getEpochSecond())
                .isEqualTo(token.claims().path("exp").asLong());
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void tokenNeverHoldsTheIntentAndNoPayloadType() {
        String token = calls.token(agent.id(), "intent", "secret plan");

        assertThat(Jwt.parse(token).claims().toString()).doesNotContain("secret plan");
        assertThat(Jwt.parse(token).claims().has("typ")).isFalse();
    }

    @Test
    void tokenLivesFiveMinutesForAnyTargetUnlessAskedOtherwise() {
        Jwt token = Jwt.parse(calls.token(agent.id()));

        assertThat(lifetimeSeconds(token)).isEqualTo(300);
        assertThat(token.claim("target_service")).isEqualTo("any");
        assertThat(token.audience()).containsExactly(calls.realm().issuer());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 86_400})
    void lifetimeIsWhatWasAskedForUpToADay(int ttl) {
        assertThat(lifetimeSeconds(Jwt.parse(calls.token(agent.id(), "ttl", ttl))))
                .isEqualTo(ttl);
    }

    @Test
    void agentsMaximumShortensTheLifetime() {
        Agent brief = calls.agent("max_token_ttl", 60);

        assertThat(lifetimeSeconds(Jwt.parse(calls.token(brief.id(), "ttl", 600))))
                .isEqualTo(60);
    }

    @Test
    void keyWithTheScopeGetsAToken() {
        String key = calls.key("tokens:issue").text();

        calls.v1("POST", "/tokens")
                .bearer(key)
                .json(RealmCalls.asking(agent.id()))
                .send()
                .expect(201);
    }

    @Test
    void keyWithoutTheScopeIsToldWhichOneItLacks() {
        String key = calls.key("agents:read").text();

        Answer refused = calls.v1("POST", "/tokens")
                .bearer(key)
                .json(RealmCalls.asking(agent.id()))
                .send()
                .expect(403);

        assertThat(refused.text("required_scope")).isEqualTo("tokens:issue");
    }

    @Test
    void agentGetsATokenWithItsOwnSecret() {
        Answer issued = calls.v1("POST", "/tokens")
                .bearer(agent.secret())
                .json(RealmCalls.asking(agent.id()))
                .send()
                .expect(201);

        assertThat(calls.isValid(issued.text("token"))).isTrue();
    }

    @Test
    void agentsTokenGetsNoFurtherToken() {
        String token = calls.token(agent.id(), "target_service", calls.realm().issuer() + "/gatehouse/v1");

        Answer refused = calls.v1("POST", "/tokens")
                .bearer(token)
                .json(RealmCalls.asking(agent.id(), "ttl", 86_400))
                .send()
                .expect(403);

        assertThat(refused.text("code")).isEqualTo("credential_not_allowed");
    }

    @Test
    void whoAsksWithoutACredentialIsUnauthorized() {
        calls.v1("POST", "/tokens").json(RealmCalls.asking(agent.id())).send().expect(401);
    }

    @ParameterizedTest
    @MethodSource
    void wrongSecretIsUnauthorized(String secret) {
        calls.v1("POST", "/tokens")
                .bearer(secret)
                .json(RealmCalls.asking(agent.id()))
                .send()
                .expect(401);
    }

    Stream<String> wrongSecretIsUnauthorized() {
        String other = calls.gatehouse().realm("demo").name();
        Agent foreign = new RealmCalls(calls.gatehouse(), calls.gatehouse().realm(other)).agent();
        String secret = agent.secret();
        char last = secret.charAt(secret.length() - 1);
        return Stream.of(
                secret.substring(0, secret.length() - 1) + (last == '0' ? '1' : '0'), secret + "0", foreign.secret());
    }

    @Test
    void agentOutOfReachLooksLikeOneThatDoesNotExist() {
        String foreign = new RealmCalls(calls.gatehouse(), calls.gatehouse().realm("demo"))
                .agent()
                .id();
        String key = calls.key("tokens:issue").text();
        JsonNode unknown = notFound(key, UNKNOWN_AGENT);

        assertThat(notFound(key, foreign)).isEqualTo(unknown);
        assertThat(notFound(key, "demo-api")).isEqualTo(unknown);
        assertThat(notFound(calls.agent().secret(), agent.id())).isEqualTo(unknown);
    }

    @Test
    void callNarrowedToAnOrganizationReachesNoAgentOutsideIt() {
        String organization = calls.realm()
                .admin("GET", "/organizations?search=acme")
                .send()
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
        Agent member = calls.agent("organization_id", organization);
        String key = calls.key("tokens:issue").text();

        narrowed(key, organization, member.id()).expect(201);
        narrowed(key, organization, agent.id()).expect(404);
    }

    /** Each line: what is denied, the agent's members, what is asked for besides, the code. */
    static Stream<Arguments> denials() {
        Object[] nothing = {};
        return Stream.of(
                Arguments.of(
                        "a scope that the agent does not hold",
                        nothing,
                        new Object[] {"scope", List.of("orders.read", "orders.delete")},
                        "invalid_scope"),
                Arguments.of(
                        "a target that the agent is not for",
                        new Object[] {"audiences", List.of("demo-api")},
                        new Object[] {"target_service", "demo-app"},
                        "invalid_target"),
                Arguments.of(
                        "no target of an agent that has several",
                        new Object[] {"audiences", List.of("demo-api", "demo-app")},
                        nothing,
                        "invalid_target"),
                Arguments.of(
                        "a token of its own of an agent that acts for users only",
                        new Object[] {"mode", "delegated"},
                        nothing,
                        "unauthorized_client"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("denials")
    void denialNamesItsDecision(String what, Object[] members, Object[] asked, String code) {
        assertDenied(calls.issue(calls.agent(members).id(), asked), code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "revoke"})
    void agentThatMayNotActIsDenied(String act) {
        Agent stopped = calls.agent();
        calls.admin("POST", "/agents/" + stopped.id() + "/" + act).send().expect(200);

        assertDenied(calls.issue(stopped.id()), "unauthorized_client");
        calls.v1("POST", "/tokens")
                .bearer(stopped.secret())
                .json(RealmCalls.asking(stopped.id()))
                .send()
                .expect(401);
    }

    @Test
    void agentThatNobodyActivatedIsDenied() {
        Answer pending = calls.v1("POST", "/agents")
                .bearer(calls.realm().userToken("bob", "openid gatehouse"))
                .json(Map.of(
                        "name",
                        "Mine",
                        "owner",
                        Map.of("type", "user", "id", calls.realm().userId("bob")),
                        "credential",
                        "none"))
                .send()
                .expect(201);

        assertDenied(calls.issue(pending.text("id")), "unauthorized_client");
    }

    @Test
    void agentOfADisabledOwnerIsDenied() {
        String user = calls.realm().createUser("leaver");
        Agent owned = calls.agent("owner", Map.of("type", "user", "id", user));
        calls.token(owned.id());

        calls.realm()
                .admin("PUT", "/users/" + user)
                .json(Map.of("username", "leaver", "enabled", false))
                .send()
                .expect(204);

        assertDenied(calls.issue(owned.id()), "unauthorized_client");
    }

    @Test
    void expiredAgentIsDenied() {
        Agent brief = calls.agent("expires_at", Instant.now().plusSeconds(3_600).toString());
        calls.token(brief.id());

        calls.gatehouse().moveClock(Duration.ofSeconds(3_601));

        assertDenied(calls.issue(brief.id()), "unauthorized_client");
    }

    @Test
    void realmThatRequiresATargetDeniesTokensForAny(Gatehouse gatehouse) {
        try (TestRealm strict = gatehouse.freshRealm()) {
            RealmCalls there = new RealmCalls(gatehouse, strict);
            Agent free = there.agent();
            there.admin("PATCH", "/settings")
                    .json(Map.of("target_required", true))
                    .send()
                    .expect(200);

            assertDenied(there.issue(free.id()), "invalid_target");
            there.issue(free.id(), "target_service", "demo-api").expect(201);
        }
    }

    /** Each line: the member at fault, the body's members. */
    static Stream<Arguments> invalidBodies() {
        return Stream.of(
                Arguments.of("/ttl", new Object[] {"ttl", 0}),
                Arguments.of("/ttl", new Object[] {"ttl", 86_401}),
                Arguments.of("/ttl", new Object[] {"ttl", "300"}),
                Arguments.of("/ttl", new Object[] {"ttl", 300.5}),
                Arguments.of("/scope", new Object[] {"scope", List.of()}),
                Arguments.of("/scope", new Object[] {"scope", null}),
                Arguments.of("/scope", new Object[] {"scope", "orders.read"}),
                Arguments.of("/scope", new Object[] {"scope", List.of("two words")}),
                Arguments.of("/agent_id", new Object[] {"agent_id", null}),
                Arguments.of("/agent_id", new Object[] {"agent_id", 7}),
                Arguments.of("/target_service", new Object[] {"target_service", "two words"}),
                Arguments.of("/target_service", new Object[] {"target_service", "ANY"}),
                Arguments.of("/intent", new Object[] {"intent", "i".repeat(501)}),
                Arguments.of("/audience", new Object[] {"audience", "demo-api"}));
    }

    @ParameterizedTest
    @MethodSource("invalidBodies")
    void memberAtFaultIsNamed(String pointer, Object[] members) {
        Answer refused = calls.issue(agent.id(), members).expect(422);

        assertThat(refused.json().path("errors").findValuesAsText("pointer")).contains(pointer);
    }

    @Test
    void longestIntentIsTaken() {
        calls.issue(agent.id(), "intent", "i".repeat(500)).expect(201);
    }

    private Answer narrowed(String key, String organization, String agentId) {
        return calls.v1("POST", "/tokens")
                .bearer(key)
                .header("X-Project-Id", organization)
                .json(RealmCalls.asking(agentId))
                .send();
    }

    /** The problem without what differs from request to request. */
    private JsonNode notFound(String credential, String agentId) {
        ObjectNode problem = (ObjectNode) calls.v1("POST", "/tokens")
                .bearer(credential)
                .json(RealmCalls.asking(agentId))
                .send()
                .expect(404)
                .json();
        return problem.without(List.of("request_id"));
    }

    private static void assertDenied(Answer answer, String code) {
        assertThat(answer.expect(403).text("code")).isEqualTo(code);
        assertThat(answer.text("decision_id")).isNotEmpty();
    }

    private static long lifetimeSeconds(Jwt token) {
        return token.claims().path("exp").asLong() - token.claims().path("iat").asLong();
    }
}
