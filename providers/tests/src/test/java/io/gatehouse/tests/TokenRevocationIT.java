package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Revocation of tokens, by JSON and by RFC 7009: who may, what follows, and that nobody learns more than that it is done. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenRevocationIT {
    private RealmCalls calls;
    private Agent agent;

    @BeforeAll
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent();
    }

    @Test
    void tokenIsRevokedByItselfOnceAndTwice() {
        String token = calls.token(agent.id());

        for (int i = 0; i < 2; i++) {
            assertDone(calls.admin("POST", "/tokens/revoke").json(Map.of("token", token)));
            assertThat(calls.isValid(token)).isFalse();
        }
    }

    @Test
    void tokenIsRevokedByItsIdOnceAndTwice() {
        Answer issued = calls.issue(agent.id()).expect(201);

        for (int i = 0; i < 2; i++) {
            assertDone(calls.admin("POST", "/tokens/revoke").json(Map.of("token_id", issued.text("token_id"))));
            assertThat(calls.isValid(issued.text("token"))).isFalse();
        }
    }

    @Test
    void otherTokensOfTheAgentLiveOn() {
        String kept = calls.token(agent.id());
        String revoked = calls.token(agent.id());

        assertDone(calls.admin("POST", "/tokens/revoke").json(Map.of("token", revoked)));

        assertThat(calls.isValid(kept)).isTrue();
    }

    /** Bodies that name nothing. */
    Stream<Map<String, String>> unknown() {
        return Stream.of(
                Map.of("token", "x"),
                Map.of("token", calls.token(agent.id()) + "x"),
                Map.of("token", calls.realm().userToken("alice", "openid")),
                Map.of("token_id", "gh-01890000-0000-7000-8000-000000000000"),
                Map.of("token_id", "x"));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void unknownTokenIsDoneWithToo(Map<String, String> body) {
        assertDone(calls.admin("POST", "/tokens/revoke").json(body));
    }

    @Test
    void tokenOfAnotherRealmIsLeftAlone() {
        RealmCalls demo = new RealmCalls(calls.gatehouse(), calls.gatehouse().realm("demo"));
        Answer foreign = demo.issue(demo.agent().id()).expect(201);

        assertDone(calls.admin("POST", "/tokens/revoke").json(Map.of("token", foreign.text("token"))));
        assertDone(calls.admin("POST", "/tokens/revoke").json(Map.of("token_id", foreign.text("token_id"))));

        assertThat(demo.isValid(foreign.text("token"))).isTrue();
    }

    @Test
    void agentRevokesItsOwnTokenAndNoOther() {
        String own = calls.token(agent.id());
        String other = calls.token(calls.agent().id());

        assertDone(calls.v1("POST", "/tokens/revoke").bearer(agent.secret()).json(Map.of("token", own)));
        assertDone(calls.v1("POST", "/tokens/revoke").bearer(agent.secret()).json(Map.of("token", other)));

        assertThat(calls.isValid(own)).isFalse();
        assertThat(calls.isValid(other)).isTrue();
    }

    @Test
    void personRevokesTokensOfOwnAgentsAndNoOther() {
        TestRealm realm = calls.realm();
        Agent ofAlice = calls.agent("owner", Map.of("type", "user", "id", realm.userId("alice")));
        String own = calls.token(ofAlice.id());
        String other = calls.token(agent.id());
        String alice = realm.userToken("alice", "openid gatehouse");

        assertDone(calls.v1("POST", "/tokens/revoke").bearer(alice).json(Map.of("token", own)));
        assertDone(calls.v1("POST", "/tokens/revoke").bearer(alice).json(Map.of("token", other)));

        assertThat(calls.isValid(own)).isFalse();
        assertThat(calls.isValid(other)).isTrue();
    }

    @Test
    void keyNeedsTheScope() {
        String token = calls.token(agent.id());

        calls.v1("POST", "/tokens/revoke")
                .bearer(calls.key("tokens:issue").text())
                .json(Map.of("token", token))
                .send()
                .expect(403);
        assertThat(calls.isValid(token)).isTrue();

        assertDone(calls.v1("POST", "/tokens/revoke")
                .bearer(calls.key("tokens:revoke").text())
                .json(Map.of("token", token)));
        assertThat(calls.isValid(token)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"token\":\"x\",\"token_id\":\"y\"}", "{\"token\":\"\"}", "{\"token\":7}"})
    void bodyNamesExactlyOneToken(String body) {
        calls.admin("POST", "/tokens/revoke")
                .body("application/json", body)
                .send()
                .expect(422);
    }

    @Test
    void oauthClientThatIsTheAgentRevokesItsTokenBySecret() {
        String token = calls.token(agent.id());

        Answer done = oauth("token", token, "client_id", agent.id(), "client_secret", agent.secret())
                .send()
                .expect(200);

        assertThat(done.body()).isEmpty();
        assertThat(calls.isValid(token)).isFalse();
    }

    @Test
    void oauthClientThatIsTheAgentRevokesItsTokenByPrivateKey() {
        SigningKey key = SigningKey.ed25519();
        Map<String, Object> jwk = key.jwk();
        jwk.put("kid", "test");
        Agent withKey = calls.agent("credential", "public_key", "jwks", Map.of("keys", List.of(jwk)));
        String token = calls.token(withKey.id());

        oauth(
                        "token",
                        token,
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion",
                        key.assertion(withKey.id(), calls.realm().issuer()))
                .send()
                .expect(200);

        assertThat(calls.isValid(token)).isFalse();
    }

    @Test
    void otherOauthClientGetsTheSameAnswerAndNothingHappens() {
        String token = calls.token(agent.id());
        Agent other = calls.agent();

        Answer byStock = oauth("token", token)
                .basic("demo-api", "demo-api-secret")
                .send()
                .expect(200);
        Answer byAgent = oauth("token", token, "client_id", other.id(), "client_secret", other.secret())
                .send()
                .expect(200);

        assertThat(byStock.body()).isEmpty();
        assertThat(byAgent.body()).isEmpty();
        assertThat(calls.isValid(token)).isTrue();
    }

    @Test
    void stockTokenIsReallyRevoked() {
        String token = calls.realm().userToken("alice", "openid");
        userInfo(token).expect(200);

        oauth("token", token).basic("demo-app", "demo-app-secret").send().expect(200);

        userInfo(token).expect(401);
    }

    @Test
    void clientThatProvesNothingIsRefused() {
        String token = calls.token(agent.id());
        String stock = calls.realm().userToken("alice", "openid");

        for (String each : List.of(token, stock)) {
            for (Request bad : List.of(
                    oauth("token", each),
                    oauth("token", each).basic("demo-app", "wrong"),
                    oauth("token", each, "client_id", agent.id(), "client_secret", agent.secret() + "0"))) {
                // Keycloak calls a stock client with a wrong secret unauthorized_client.
                assertThat(bad.send().expect(401).text("error")).isIn("invalid_client", "unauthorized_client");
            }
        }
        assertThat(calls.isValid(token)).isTrue();
        userInfo(stock).expect(200);
    }

    @Test
    void discoveryNamesTheEndpoint() {
        String endpoint = calls.realm().issuer() + "/gatehouse/v1/oauth/revoke";

        for (String document : List.of("openid-configuration", "oauth-authorization-server")) {
            Answer metadata = calls.gatehouse()
                    .http()
                    .get(calls.realm().path("/.well-known/" + document))
                    .send()
                    .expect(200);
            assertThat(metadata.text("revocation_endpoint")).isEqualTo(endpoint);
        }
    }

    /** The endpoint is OAuth's, so it is not part of our contract. */
    private Request oauth(String... form) {
        return calls.gatehouse()
                .outsideContract()
                .post(calls.realm().path("/gatehouse/v1/oauth/revoke"))
                .form(form);
    }

    private Answer userInfo(String token) {
        return calls.gatehouse()
                .http()
                .get(calls.realm().path("/protocol/openid-connect/userinfo"))
                .bearer(token)
                .send();
    }

    private static void assertDone(Request request) {
        assertThat(request.send().expect(200).json()).hasToString("{\"revoked\":true}");
    }
}
