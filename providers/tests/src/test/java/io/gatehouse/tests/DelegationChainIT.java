package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A user's token is handed on from agent to agent: it narrows at each hop, and dies with whatever it rests on. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DelegationChainIT {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private Gatehouse gatehouse;
    private TestRealm realm;
    private Delegates delegates;

    @BeforeEach
    void prepare(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        realm = testRealm;
        delegates = new Delegates(server, testRealm);
    }

    /** A user, three agents that may act for it, and the tokens that they got one from the other. */
    private record Chain(
            String username,
            String userId,
            JsonNode login,
            TestAgent a,
            TestAgent b,
            TestAgent c,
            String grantOfB,
            String tokenOfA,
            String tokenOfB,
            String tokenOfC) {
        String userToken() {
            return login.path("access_token").asText();
        }
    }

    private Chain chain() {
        String username = "user-" + UUID.randomUUID();
        String userId = realm.createUser(username);
        TestAgent a = delegates.agent();
        TestAgent b = delegates.agent();
        TestAgent c = delegates.agent();
        delegates.app(a);
        String grantOfB = "";
        for (TestAgent agent : List.of(a, b, c)) {
            String id = delegates.grant(agent.id(), userId).expect(201).text("id");
            grantOfB = agent.equals(b) ? id : grantOfB;
        }
        JsonNode login = delegates.login(username);
        String tokenOfA = Delegates.exchanged(a, login.path("access_token").asText(), "audience", b.id());
        String tokenOfB = Delegates.exchanged(b, tokenOfA, "audience", c.id(), "scope", "mail.send orders.read");
        String tokenOfC = Delegates.exchanged(c, tokenOfB, "scope", "mail.send");
        return new Chain(username, userId, login, a, b, c, grantOfB, tokenOfA, tokenOfB, tokenOfC);
    }

    @Test
    void chainVerifiesAndNarrowsAtEachHop() {
        Chain chain = chain();

        JsonNode claims = Delegates.claims(chain.tokenOfC());

        assertThat(claims.path("sub").asText()).isEqualTo(chain.userId());
        assertThat(claims.path("client_id").asText()).isEqualTo(chain.c().id());
        assertThat(claims.at("/act/sub").asText()).isEqualTo(chain.c().id());
        assertThat(claims.at("/act/act/sub").asText()).isEqualTo(chain.b().id());
        assertThat(claims.at("/act/act/act/sub").asText()).isEqualTo(chain.a().id());
        assertThat(claims.at("/act/act/act").has("act")).isFalse();
        assertThat(claims.at("/act/act/act/iss").asText()).isEqualTo(realm.issuer());
        assertThat(claims.path("scope").asText()).isEqualTo("mail.send");
        assertThat(claims.path("txn").asText())
                .isEqualTo(Delegates.claims(chain.tokenOfA()).path("txn").asText());
        assertThat(claims.path("exp").asLong())
                .isLessThanOrEqualTo(
                        Delegates.claims(chain.tokenOfB()).path("exp").asLong());
        assertThat(delegates
                        .calls()
                        .verify(chain.tokenOfC())
                        .at("/act/act/act/sub")
                        .asText())
                .isEqualTo(chain.a().id());
        // What a hop dropped does not come back.
        assertThat(error(Delegates.exchange(chain.c(), chain.tokenOfB(), "scope", "calendar.read")
                        .send()))
                .isEqualTo("invalid_scope");
    }

    @Test
    void agentThatTheTokenIsNotForCannotTakeItUp() {
        Chain chain = chain();

        assertThat(error(Delegates.exchange(chain.c(), chain.tokenOfA()).send()))
                .isEqualTo("actor_unauthorized");
    }

    @Test
    void agentInTheMiddleNeedsTheUsersConsentToo() {
        Chain chain = chain();
        TestAgent stranger = delegates.agent();
        String token = Delegates.exchanged(chain.a(), chain.userToken(), "audience", stranger.id());

        assertThat(error(Delegates.exchange(stranger, token).send())).isEqualTo("consent_required");
    }

    @Test
    void fourAgentsActOneForTheOtherAndAFifthIsRefused() {
        Chain chain = chain();
        List<TestAgent> more = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            TestAgent agent = delegates.agent();
            delegates.grant(agent.id(), chain.userId()).expect(201);
            more.add(agent);
        }
        String third = Delegates.exchanged(
                chain.c(), chain.tokenOfB(), "audience", more.get(0).id());
        String fourth =
                Delegates.exchanged(more.get(0), third, "audience", more.get(1).id());

        assertThat(Delegates.claims(fourth).at("/act/act/act/act/sub").asText())
                .isEqualTo(chain.a().id());
        assertThat(delegates.calls().isValid(fourth)).isTrue();
        assertThat(error(Delegates.exchange(more.get(1), fourth).send())).isEqualTo("invalid_request");
    }

    /** What ends the whole chain. */
    Stream<Arguments> ends() {
        return Stream.of(
                end("first agent revoked", chain -> agent(chain.a(), "/revoke")),
                end("first agent paused", chain -> agent(chain.a(), "/pause")),
                end("agent in the middle paused", chain -> agent(chain.b(), "/pause")),
                end("scope taken from the first agent", chain -> delegates
                        .calls()
                        .admin("PATCH", "/agents/" + chain.a().id())
                        .json(Map.of("scopes", List.of("calendar.read")))
                        .send()
                        .expect(200)),
                end("user disabled", chain -> realm.admin("PUT", "/users/" + chain.userId())
                        .json(Map.of("enabled", false))
                        .send()
                        .expect(204)),
                end("user deleted", chain -> realm.admin("DELETE", "/users/" + chain.userId())
                        .send()
                        .expect(204)),
                end("user logged out by the app", chain -> delegates.logout(chain.login())),
                end("user logged out by an administrator", chain -> realm.admin(
                                "POST", "/users/" + chain.userId() + "/logout")
                        .send()
                        .expect(204)),
                end("session deleted by an administrator", chain -> realm.admin(
                                "DELETE",
                                "/sessions/"
                                        + Delegates.claims(chain.userToken())
                                                .path("sid")
                                                .asText())
                        .send()
                        .expect(204)),
                end("user's token revoked at the stock endpoint", chain -> gatehouse
                        .http()
                        .post(realm.path("/protocol/openid-connect/revoke"))
                        .basic("people-app", "people-app")
                        .form("token", chain.userToken())
                        .send()
                        .expect(200)),
                end("first token revoked", chain -> delegates
                        .calls()
                        .admin("POST", "/tokens/revoke")
                        .json(Map.of("token", chain.tokenOfA()))
                        .send()
                        .expect(200)),
                end("grant of the agent in the middle withdrawn", chain -> delegates
                        .calls()
                        .admin("DELETE", "/agents/" + chain.b().id() + "/delegations/" + chain.grantOfB())
                        .send()
                        .expect(204)));
    }

    private static Arguments end(String what, Consumer<Chain> act) {
        return Arguments.of(what, act);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void chainDiesWithinASecond(String what, Consumer<Chain> act) {
        Chain chain = chain();
        assertThat(delegates.calls().isValid(chain.tokenOfC())).isTrue();
        assertThat(introspected(chain.tokenOfC()).path("active").asBoolean()).isTrue();
        assertThat(admitted(chain.tokenOfC())).isTrue();

        act.accept(chain);

        Eventually.holds(
                LIMIT, "the last token is dead", () -> !delegates.calls().isValid(chain.tokenOfC()));
        assertThat(introspected(chain.tokenOfC()).toString()).isEqualTo("{\"active\":false}");
        assertThat(admitted(chain.tokenOfC())).isFalse();
        assertThat(Delegates.exchange(chain.c(), chain.tokenOfB()).send().status())
                .isEqualTo(400);
    }

    @Test
    void tokensStayDeadWhenTheUserIsEnabledAgain() {
        Chain chain = chain();
        for (boolean isEnabled : List.of(false, true)) {
            realm.admin("PUT", "/users/" + chain.userId())
                    .json(Map.of("enabled", isEnabled))
                    .send()
                    .expect(204);
        }

        assertThat(delegates.calls().isValid(chain.tokenOfA())).isFalse();
        assertThat(delegates.calls().isValid(chain.tokenOfC())).isFalse();
        assertThat(delegates.calls().isValid(Delegates.exchanged(chain.a(), delegates.userToken(chain.username()))))
                .isTrue();
    }

    @Test
    void consentWithdrawnInTheAccountConsoleEndsGrantsAndTokensOfThatAgent() {
        Chain chain = chain();
        String scope = delegates.clientScope("consented-" + UUID.randomUUID());
        String account = realm.userToken(chain.username(), "openid");
        delegates.consent(account, chain.b().id(), scope);

        delegates.account("DELETE", account, chain.b().id()).send().expect(204);

        assertThat(delegates.calls().isValid(chain.tokenOfB())).isFalse();
        assertThat(delegates.calls().isValid(chain.tokenOfC())).isFalse();
        assertThat(delegates.calls().isValid(chain.tokenOfA())).isTrue();
        assertThat(error(Delegates.exchange(chain.b(), chain.tokenOfA()).send()))
                .isEqualTo("consent_required");
    }

    @Test
    void consentWithdrawnByAnAdministratorEndsTheTokens() {
        Chain chain = chain();
        String scope = delegates.clientScope("consented-" + UUID.randomUUID());
        delegates.consent(realm.userToken(chain.username(), "openid"), chain.b().id(), scope);

        realm.admin(
                        "DELETE",
                        "/users/" + chain.userId() + "/consents/" + chain.b().id())
                .send()
                .expect(204);

        assertThat(delegates.calls().isValid(chain.tokenOfC())).isFalse();
        assertThat(error(Delegates.exchange(chain.b(), chain.tokenOfA()).send()))
                .isEqualTo("consent_required");
    }

    @Test
    void anotherUsersTokensGoOn() {
        Chain chain = chain();
        String other = "user-" + UUID.randomUUID();
        String otherId = realm.createUser(other);
        delegates.grant(chain.a().id(), otherId).expect(201);
        String token = Delegates.exchanged(chain.a(), delegates.userToken(other));

        realm.admin("PUT", "/users/" + chain.userId())
                .json(Map.of("enabled", false))
                .send()
                .expect(204);

        assertThat(delegates.calls().isValid(token)).isTrue();
    }

    private Answer agent(TestAgent agent, String act) {
        return delegates
                .calls()
                .admin("POST", "/agents/" + agent.id() + act)
                .send()
                .expect(200);
    }

    private JsonNode introspected(String token) {
        return gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/token/introspect"))
                .basic("demo-api", "demo-api-secret")
                .form("token", token)
                .send()
                .expect(200)
                .json();
    }

    private boolean admitted(String token) {
        return delegates
                        .calls()
                        .v1("GET", "/api-keys/forward-auth?scope=mail.send")
                        .bearer(token)
                        .send()
                        .status()
                == 200;
    }

    private static String error(Answer answer) {
        return answer.expect(400).text("error");
    }
}
