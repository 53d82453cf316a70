package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens that are bound to a key (RFC 9449) at the exchange: a stolen one is no use to whoever lacks the key. */
@ExtendWith(GatehouseExtension.class)
class BoundDelegationIT {
    private static final SigningKey APP_KEY = SigningKey.p256();
    private static final SigningKey AGENT_KEY = SigningKey.ed25519();
    private static final SigningKey THIEFS_KEY = SigningKey.p256();

    private Delegates delegates;
    private TestAgent agent;
    private String address;
    private String user;

    @BeforeEach
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        delegates = new Delegates(gatehouse, realm);
        agent = delegates.agent();
        address = realm.issuer() + "/protocol/openid-connect/token";
        delegates.grant(agent.id(), realm.userId("alice")).expect(201);
        delegates.app(agent);
        user = delegates.userToken("alice");
    }

    /** No agent can prove the key of the user's app; what the app bound stays with the app, as at Keycloak's own exchange. */
    @Test
    void userTokenBoundToTheAppsKeyIsExchangedByNobodyElse() {
        String bound = boundUserToken();
        assertThat(Delegates.claims(bound).at("/cnf/jkt").asText()).isEqualTo(APP_KEY.thumbprint());

        assertRefused(Delegates.exchange(agent, bound));
        assertRefused(proved(Delegates.exchange(agent, bound), AGENT_KEY));
        assertRefused(proved(Delegates.exchange(agent, bound), APP_KEY));
        assertRefused(withActor(bound, agent.token()));
    }

    @Test
    void actorTokenBoundToAKeyNeedsItsProof() {
        String actor = proved(agent.asks(), AGENT_KEY).send().expect(200).text("access_token");

        assertRefused(withActor(user, actor));
        assertRefused(proved(withActor(user, actor), THIEFS_KEY));
        Answer granted = proved(withActor(user, actor), AGENT_KEY).send().expect(200);
        assertThat(granted.text("token_type")).isEqualTo("DPoP");
        assertThat(Delegates.claims(granted.text("access_token")).at("/cnf/jkt").asText())
                .isEqualTo(AGENT_KEY.thumbprint());
    }

    @Test
    void proofThatComesTwiceOrIsForAnotherRequestIsRefused() {
        String actor = proved(agent.asks(), AGENT_KEY).send().expect(200).text("access_token");
        String proof = AGENT_KEY.dpopProof(address);
        withActor(user, actor).header("DPoP", proof).send().expect(200);

        for (String bad : List.of(proof, AGENT_KEY.dpopProof(address + "/introspect"), "x")) {
            assertRefused(withActor(user, actor).header("DPoP", bad));
        }
    }

    /** A token on behalf of a user that A bound to its key is A's alone: it hands on what is not bound, or nothing. */
    @Test
    void delegatedTokenBoundToAnAgentsKeyIsHandedOnByNobody() {
        TestAgent next = delegates.agent();
        delegates.grant(next.id(), delegates.realm().userId("alice")).expect(201);
        String bound = proved(Delegates.exchange(agent, user, "audience", next.id()), AGENT_KEY)
                .send()
                .expect(200)
                .text("access_token");

        assertRefused(Delegates.exchange(next, bound));
        assertRefused(proved(Delegates.exchange(next, bound), THIEFS_KEY));
        assertRefused(proved(Delegates.exchange(next, bound), AGENT_KEY));
        assertRefused(Delegates.exchange(agent, bound));
        assertRefused(proved(Delegates.exchange(agent, bound), THIEFS_KEY));
    }

    @Test
    void boundDelegatedTokenIsValidWithItsProofAlone() {
        String bound = proved(Delegates.exchange(agent, user), AGENT_KEY)
                .send()
                .expect(200)
                .text("access_token");
        String url = "https://calendar.example.com/";
        String proof = AGENT_KEY.dpopProof("GET", url, bound);

        assertThat(delegates.calls().isValid(bound)).isFalse();
        assertThat(delegates
                        .calls()
                        .verify(bound, "dpop", proof, "method", "GET", "url", url)
                        .path("valid")
                        .asBoolean())
                .isTrue();
    }

    private String boundUserToken() {
        return proved(
                        delegates.asApp(
                                "grant_type", "password", "username", "alice", "password", "alice", "scope", "openid"),
                        APP_KEY)
                .send()
                .expect(200)
                .text("access_token");
    }

    private Request withActor(String subjectToken, String actorToken) {
        return Delegates.exchange(
                agent, subjectToken, "actor_token", actorToken, "actor_token_type", Delegates.ACCESS_TOKEN);
    }

    private Request proved(Request request, SigningKey key) {
        return request.header("DPoP", key.dpopProof(address));
    }

    private static void assertRefused(Request request) {
        Answer answer = request.send().expect(400);
        assertThat(answer.text("error")).startsWith("invalid_");
        assertThat(answer.json().has("access_token")).isFalse();
    }
}
