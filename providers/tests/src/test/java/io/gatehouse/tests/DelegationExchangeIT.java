package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent exchanges a user's token for one to act on the user's behalf: who may, for what, and what it says.
 * Long because each rule of the exchange has a test.
 */
@ExtendWith(GatehouseExtension.class)
class DelegationExchangeIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private Delegates delegates;
    private TestAgent agent;
    private String alice;

    @BeforeEach
    void prepare(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        realm = testRealm;
        delegates = new Delegates(server, testRealm);
        agent = delegates.agent();
        alice = testRealm.userId("alice");
        delegates.app(agent);
    }

    @Test
    void consentInTheAccountConsoleLetsTheAgentAct() {
        String name = "calendar.read." + UUID.randomUUID();
        TestAgent asker = delegates.agent("scopes", List.of(name, "mail.send"));
        delegates.app(asker);
        String user = delegates.userToken("alice");
        delegates.consent(user, asker.id(), delegates.clientScope(name));

        Answer answer = Delegates.exchange(asker, user).send().expect(200);

        assertThat(answer.text("issued_token_type")).isEqualTo(Delegates.ACCESS_TOKEN);
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.text("scope")).isEqualTo(name);
        assertThat(answer.json().has("refresh_token")).isFalse();
        JsonNode claims = Delegates.claims(answer.text("access_token"));
        assertThat(claims.path("sub").asText()).isEqualTo(alice);
        assertThat(claims.path("client_id").asText()).isEqualTo(asker.id());
        assertThat(claims.path("azp").asText()).isEqualTo(asker.id());
        assertThat(claims.path("act")).isEqualTo(actor(asker.id()));
        assertThat(claims.path("par").path(0).asText())
                .isEqualTo(Delegates.claims(user).path("jti").asText());
        assertThat(claims.has("typ")).isFalse();
        assertThat(claims.has("sid")).isFalse();
    }

    @Test
    void tokenHasWhatAgentAndGrantHaveInCommon() {
        delegates
                .grant(agent.id(), alice, "scopes", List.of("mail.send", "orders.read", "orders.delete"))
                .expect(201);
        String user = delegates.userToken("alice");

        assertThat(scope(Delegates.exchanged(agent, user))).isEqualTo("mail.send orders.read");
        assertThat(scope(Delegates.exchanged(agent, user, "scope", "mail.send")))
                .isEqualTo("mail.send");
        assertThat(refusal(user, "scope", "orders.delete")).isEqualTo("invalid_scope");
        assertThat(refusal(user, "scope", "calendar.read")).isEqualTo("invalid_scope");
    }

    @Test
    void nobodysConsentIsADenialOnRecord() {
        String user = delegates.userToken("alice");

        Answer answer =
                Delegates.exchange(agent, user, "intent", "Book a room").send().expect(400);

        assertThat(answer.text("error")).isEqualTo("consent_required");
        assertThat(answer.text("decision_id")).isNotBlank();
        JsonNode event = event("token.denied");
        assertThat(event.path("agent").asText()).isEqualTo(agent.id());
        assertThat(event.path("subject").asText()).isEqualTo(alice);
        assertThat(event.path("decision_id").asText()).isEqualTo(answer.text("decision_id"));
    }

    @Test
    void exchangeIsOnRecordWithAgentAndUser() {
        delegates.grant(agent.id(), alice).expect(201);

        String token = Delegates.exchanged(agent, delegates.userToken("alice"));

        JsonNode event = event("token.exchanged");
        assertThat(event.path("agent").asText()).isEqualTo(agent.id());
        assertThat(event.path("subject").asText()).isEqualTo(alice);
        assertThat(event.at("/target/id").asText())
                .isEqualTo(Delegates.claims(token).path("jti").asText());
        assertThat(event.at("/data/actors/0").asText()).isEqualTo(agent.id());
    }

    /** Keycloak issue 53029: introspection of its own delegated tokens leaves out {@code act}. */
    @Test
    void introspectionAndVerificationTellWhoActs() {
        delegates.grant(agent.id(), alice).expect(201);
        String token = Delegates.exchanged(agent, delegates.userToken("alice"));

        JsonNode introspected = gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/token/introspect"))
                .basic("demo-api", "demo-api-secret")
                .form("token", token)
                .send()
                .expect(200)
                .json();
        JsonNode verified = delegates.calls().verify(token);

        assertThat(introspected.path("active").asBoolean()).isTrue();
        assertThat(introspected.path("sub").asText()).isEqualTo(alice);
        assertThat(introspected.path("act")).isEqualTo(actor(agent.id()));
        assertThat(verified.path("valid").asBoolean()).isTrue();
        assertThat(verified.path("sub").asText()).isEqualTo(alice);
        assertThat(verified.path("act")).isEqualTo(actor(agent.id()));
    }

    @Test
    void tokenOfAUserThatDoesNotNameTheAgentIsNoUse() {
        TestAgent stranger = delegates.agent();
        delegates.grant(stranger.id(), alice).expect(201);

        assertThat(error(Delegates.exchange(stranger, delegates.userToken("alice"))
                        .send()))
                .isEqualTo("actor_unauthorized");
    }

    @Test
    void whereMayActIsSaidItAloneCounts() {
        TestAgent other = delegates.agent();
        delegates.grant(agent.id(), alice).expect(201);
        delegates.grant(other.id(), alice).expect(201);
        String onlyOther = "{\"iss\":\"" + realm.issuer() + "\",\"sub\":\"" + other.id() + "\"}";
        delegates.app(List.of(agent.id()), Map.of("may_act", onlyOther));
        String user = delegates.userToken("alice");

        assertThat(refusal(user)).isEqualTo("actor_unauthorized");
        assertThat(Delegates.claims(Delegates.exchanged(other, user)).path("act"))
                .isEqualTo(actor(other.id()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"agent\"",
                "[]",
                "{}",
                "{\"sub\":[\"agent\"]}",
                "{\"iss\":\"https://elsewhere.example\",\"sub\":\"agent\"}"
            })
    void mayActOfAnotherShapeOrIssuerNamesNobody(String mayAct) {
        delegates.grant(agent.id(), alice).expect(201);
        delegates.app(List.of(agent.id()), Map.of("may_act", mayAct.replace("agent", agent.id())));

        assertThat(refusal(delegates.userToken("alice"))).isEqualTo("actor_unauthorized");
    }

    @Test
    void actorTokenMustBeTheAgentsOwnAndAlive() {
        delegates.grant(agent.id(), alice).expect(201);
        String user = delegates.userToken("alice");
        String own = agent.token();
        String another = delegates.agent().token();
        String revoked = agent.token();
        delegates
                .calls()
                .admin("POST", "/tokens/revoke")
                .json(Map.of("token", revoked))
                .send()
                .expect(200);

        assertThat(Delegates.claims(withActor(user, own).expect(200).text("access_token"))
                        .path("act"))
                .isEqualTo(actor(agent.id()));
        assertThat(error(withActor(user, another))).isEqualTo("actor_unauthorized");
        assertThat(error(withActor(user, revoked))).isEqualTo("invalid_request");
        assertThat(error(withActor(user, user))).isEqualTo("invalid_request");
        assertThat(error(withActor(user, own.substring(0, own.length() - 4) + "AAAA")))
                .isEqualTo("invalid_request");
        assertThat(error(withActor(user, "x"))).isEqualTo("invalid_request");
        assertThat(error(withActor(user, Delegates.exchanged(agent, user)))).isEqualTo("invalid_request");
        assertThat(refusal(user, "actor_token", own)).isEqualTo("invalid_request");
        assertThat(refusal(user, "actor_token", own, "actor_token_type", "urn:x"))
                .isEqualTo("invalid_request");
        assertThat(refusal(user, "actor_token_type", Delegates.ACCESS_TOKEN)).isEqualTo("invalid_request");
        assertThat(refusal(user, "actor_token", "", "actor_token_type", Delegates.ACCESS_TOKEN))
                .isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "requested_subject, alice",
        "requested_issuer, any",
        "subject_issuer, any",
        "authorization_details, []",
        "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token",
        "ttl, 0",
        "ttl, 86401",
        "actor_token, ''"
    })
    void parameterThatCannotBeHonouredIsRefused(String name, String value) {
        delegates.grant(agent.id(), alice).expect(201);

        assertThat(refusal(delegates.userToken("alice"), name, value)).isEqualTo("invalid_request");
    }

    @Test
    void onlyALivingPersonsTokenIsASubject() {
        delegates.grant(agent.id(), alice).expect(201);
        String user = delegates.userToken("alice");

        assertThat(refusal(agent.token())).isEqualTo("invalid_request");
        assertThat(refusal("x")).isEqualTo("invalid_request");
        assertThat(refusal(user.substring(0, user.length() - 4) + "AAAA")).isEqualTo("invalid_request");
        assertThat(refusal(realm.serviceAccountToken("openid"))).isEqualTo("invalid_request");
        assertThat(refusal(delegates.login("alice").path("refresh_token").asText()))
                .isEqualTo("invalid_request");
    }

    @Test
    void lockedUserIsNotActedFor() {
        realm.admin("PUT", "")
                .json(Map.of("bruteForceProtected", true, "failureFactor", 3))
                .send()
                .expect(204);
        String username = "locked-" + UUID.randomUUID();
        delegates.grant(agent.id(), realm.createUser(username)).expect(201);
        String user = delegates.userToken(username);
        String token = Delegates.exchanged(agent, user);
        realm.lockOut(username);

        Eventually.holds(
                Duration.ofSeconds(2),
                "the exchange is refused",
                () -> Delegates.exchange(agent, user).send().status() == 400);
        assertThat(refusal(user)).isEqualTo("invalid_request");
        assertThat(delegates.calls().isValid(token)).isFalse();
    }

    @Test
    void agentThatMayNotActForPeopleIsToldSo() {
        TestAgent autonomous = delegates.agent("mode", "autonomous");
        delegates.app(agent, autonomous);
        delegates.grant(agent.id(), alice).expect(201);
        String user = delegates.userToken("alice");
        delegates
                .calls()
                .admin("POST", "/agents/" + agent.id() + "/pause")
                .send()
                .expect(200);

        assertThat(error(Delegates.exchange(autonomous, user).send())).isEqualTo("unauthorized_client");
        assertThat(refusal(user)).isEqualTo("unauthorized_client");
    }

    @Test
    void delegatedAgentGetsNoTokenOfItsOwn() {
        TestAgent delegated = delegates.agent("mode", "delegated");
        delegates.app(delegated);
        delegates.grant(delegated.id(), alice).expect(201);

        assertThat(delegated.refusal(400)).isEqualTo("unauthorized_client");
        assertThat(scope(Delegates.exchanged(delegated, delegates.userToken("alice"))))
                .contains("mail.send");
    }

    @Test
    void targetIsOneThatTheAgentMayCall() {
        TestAgent bound = delegates.agent("audiences", List.of("calendar-api", "https://mail.example.com/"));
        delegates.app(bound);
        delegates.grant(bound.id(), alice).expect(201);
        String user = delegates.userToken("alice");

        String token = Delegates.exchanged(bound, user, "resource", "https://mail.example.com/");

        assertThat(Delegates.claims(token).path("aud").asText()).isEqualTo("https://mail.example.com/");
        assertThat(Delegates.claims(token).path("target_service").asText()).isEqualTo("https://mail.example.com/");
        assertThat(error(
                        Delegates.exchange(bound, user, "audience", "other-api").send()))
                .isEqualTo("invalid_target");
        assertThat(error(Delegates.exchange(bound, user).send())).isEqualTo("invalid_target");
    }

    @Test
    void tokenEndsWithTheSubjectTokenAtTheLatest() {
        delegates.grant(agent.id(), alice).expect(201);
        String user = delegates.userToken("alice");

        JsonNode claims = Delegates.claims(Delegates.exchanged(agent, user, "ttl", "86400"));

        assertThat(claims.path("exp").asLong())
                .isEqualTo(Delegates.claims(user).path("exp").asLong());
    }

    @Test
    void administrativeScopeIsNeverDelegatedNorARoleThatTheUserLacks() {
        realm.admin("POST", "/roles").json(Map.of("name", "boss")).send().expect(201, 409);
        TestAgent bold = delegates.agent("scopes", List.of("agents:read", "boss", "mail.send"));
        delegates.app(bold);
        delegates
                .grant(bold.id(), alice, "scopes", List.of("boss", "mail.send"))
                .expect(201);
        delegates.consent(delegates.userToken("alice"), bold.id(), delegates.clientScope("agents:read"));

        String user = delegates.userToken("alice");

        assertThat(scope(Delegates.exchanged(bold, user))).isEqualTo("mail.send");
        assertThat(error(Delegates.exchange(bold, user, "scope", "agents:read").send()))
                .isEqualTo("invalid_scope");
    }

    /** Keycloak issue 50690: its own exchange ignores actor_token and may_act, and its result has no act. */
    @Test
    void stockClientThatSendsAnActorTokenIsRefused() {
        String user = delegates.userToken("alice");

        for (String actor : List.of(agent.token(), user, "x", "")) {
            Answer answer = delegates
                    .asApp(
                            "grant_type",
                            Delegates.EXCHANGE,
                            "subject_token",
                            user,
                            "subject_token_type",
                            Delegates.ACCESS_TOKEN,
                            "actor_token",
                            actor,
                            "actor_token_type",
                            Delegates.ACCESS_TOKEN)
                    .send();
            assertThat(error(answer)).isEqualTo("actor_unauthorized");
            assertThat(answer.json().has("access_token")).isFalse();
        }
    }

    /** Keycloak issue 52691: without an actor token its own exchange turns such a token into a clean one. */
    @ParameterizedTest
    @ValueSource(strings = {"may_act", "act"})
    void stockClientCannotWashATokenThatNamesActors(String claim) {
        delegates.app(List.of(agent.id()), Map.of(claim, "{\"sub\":\"" + agent.id() + "\"}"));

        Answer answer = stockExchange(delegates.userToken("alice"));

        assertThat(error(answer)).isEqualTo("invalid_request");
        assertThat(answer.json().has("access_token")).isFalse();
    }

    @Test
    void stockClientCannotWashATokenOfOurs() {
        delegates.grant(agent.id(), alice).expect(201);
        String token = Delegates.exchanged(agent, delegates.userToken("alice"), "audience", "people-app");

        Answer answer = stockExchange(token);

        assertThat(error(answer)).isEqualTo("invalid_request");
        assertThat(answer.json().has("access_token")).isFalse();
    }

    @Test
    void stockExchangeThatNamesNoActorIsAsEver() {
        assertThat(stockExchange(delegates.userToken("alice")).expect(200).text("access_token"))
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/{realm}/protocol/openid-connect/userinfo",
                "/realms/{realm}/account/",
                "/realms/{realm}/account/applications",
                "/realms/{realm}/account/sessions",
                "/realms/{realm}/account/credentials",
                "/admin/realms/{realm}",
                "/admin/realms/{realm}/users",
                "/admin/realms/{realm}/gatehouse/agents",
                "/admin/realms",
                "/admin/serverinfo",
                "/realms/{realm}/gatehouse/v1/agents",
                "/realms/{realm}/gatehouse/v1/me/delegations"
            })
    void tokenOnBehalfOfAnAdministratorOpensNothingOfTheUsers(String path) {
        delegates.grant(agent.id(), realm.userId("carol")).expect(201);
        String user = delegates.userToken("carol");

        for (String token : List.of(
                Delegates.exchanged(agent, user),
                Delegates.exchanged(agent, user, "resource", realm.issuer() + "/gatehouse/v1"))) {
            Answer answer = gatehouse
                    .http()
                    .get(path.replace("{realm}", realm.name()))
                    .header("Accept", "application/json")
                    .bearer(token)
                    .send();
            assertThat(answer.status()).as(answer.body()).isIn(401, 403);
        }
    }

    private Answer stockExchange(String token) {
        return delegates
                .asApp(
                        "grant_type",
                        Delegates.EXCHANGE,
                        "subject_token",
                        token,
                        "subject_token_type",
                        Delegates.ACCESS_TOKEN)
                .send();
    }

    private Answer withActor(String user, String actorToken) {
        return Delegates.exchange(agent, user, "actor_token", actorToken, "actor_token_type", Delegates.ACCESS_TOKEN)
                .send();
    }

    private String refusal(String subjectToken, String... parameters) {
        return error(Delegates.exchange(agent, subjectToken, parameters).send());
    }

    private static String error(Answer answer) {
        return answer.expect(400).text("error");
    }

    private static String scope(String token) {
        return Delegates.claims(token).path("scope").asText();
    }

    private JsonNode actor(String agentId) {
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .valueToTree(Map.of("iss", realm.issuer(), "sub", agentId, "sub_profile", "ai_agent"));
    }

    private JsonNode event(String type) {
        String path = "/audit/events?type=" + type + "&agent_id=" + agent.id();
        Eventually.holds(Duration.ofSeconds(5), type + " has its place", () -> !delegates
                .calls()
                .admin("GET", path)
                .send()
                .expect(200)
                .json()
                .path("items")
                .isEmpty());
        return delegates.calls().admin("GET", path).send().expect(200).json().at("/items/0");
    }
}
