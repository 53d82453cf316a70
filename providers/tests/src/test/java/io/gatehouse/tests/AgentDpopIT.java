package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent whose tokens are to be bound to a key gets no other ones, whichever door it or somebody else for it comes to. */
@ExtendWith(GatehouseExtension.class)
class AgentDpopIT {
    private static final String REQUIRED = "dpop_bound_access_tokens";
    private static final String REFUSED = "invalid_dpop_proof";

    private Gatehouse gatehouse;
    private KeyRealm keys;
    private Delegates delegates;
    private RealmCalls calls;
    private SigningKey key;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
        delegates = new Delegates(server, realm);
        calls = delegates.calls();
        key = SigningKey.p256();
    }

    @Test
    void noDoorGivesATokenWithoutAProof() {
        TestAgent agent = delegates.agent(REQUIRED, true);
        delegates.app(agent);
        delegates.grant(agent.id(), delegates.realm().userId("alice")).expect(201);

        Answer standard = agent.asks().send().expect(400);
        assertThat(standard.text("error")).isEqualTo(REFUSED);
        assertThat(standard.text("decision_id")).isNotBlank();
        assertThat(error(ownGrant(agent))).isEqualTo(REFUSED);
        assertThat(error(Delegates.exchange(agent, delegates.userToken("alice")).send()))
                .isEqualTo(REFUSED);
        assertThat(json(calls.admin("POST", "/tokens"), agent).text("code")).isEqualTo(REFUSED);
        assertThat(json(calls.v1("POST", "/tokens").bearer(agent.secret()), agent)
                        .text("code"))
                .isEqualTo(REFUSED);
        JsonNode denied = new AuditCalls(calls).first("?type=token.denied&agent_id=" + agent.id());
        assertThat(denied.at("/data/reason").asText()).isEqualTo(REFUSED);
    }

    @Test
    void tokensOfEveryDoorAreBoundToTheKeyOfTheProof() {
        TestAgent agent = delegates.agent(REQUIRED, true);
        delegates.app(agent);
        delegates.grant(agent.id(), delegates.realm().userId("alice")).expect(201);

        for (Request request : List.of(
                agent.asks(), ownGrantRequest(agent), Delegates.exchange(agent, delegates.userToken("alice")))) {
            Answer granted = proved(request).send().expect(200);

            assertThat(granted.text("token_type")).isEqualTo("DPoP");
            assertThat(thumbprint(granted.text("access_token"))).isEqualTo(key.thumbprint());
        }
    }

    /** Keycloak checks proofs before us, and has an error code of its own for them. */
    @Test
    void proofThatIsNoGoodGetsNothing() {
        TestAgent agent = delegates.agent(REQUIRED, true);

        for (String proof : List.of("x", key.dpopProof(delegates.realm().issuer() + "/another"))) {
            assertThat(error(agent.asks().header("DPoP", proof).send())).isEqualTo("invalid_request");
        }
    }

    @Test
    void keyThatTheAgentOwnsIsNotExchangedForAnUnboundToken() {
        TestAgent agent = delegates.agent(REQUIRED, true);
        String text = keys.key("owner", Map.of("type", "agent", "id", agent.id()), "scopes", List.of("mail.send"))
                .text("key");
        KeyExchanges exchanges = new KeyExchanges(keys);

        assertThat(error(exchanges.of(text))).isEqualTo(REFUSED);
        Request request = delegates.realm().token(KeyExchanges.form(text)).basic("demo-api", "demo-api-secret");
        assertThat(thumbprint(proved(request).send().expect(200).text("access_token")))
                .isEqualTo(key.thumbprint());
    }

    @Test
    void askedForLaterItEndsUnboundTokensForEveryUse() {
        TestAgent agent = delegates.agent();
        TestAgent next = delegates.agent();
        delegates.app(agent);
        String alice = delegates.realm().userId("alice");
        delegates.grant(agent.id(), alice).expect(201);
        delegates.grant(next.id(), alice).expect(201);
        String user = delegates.userToken("alice");
        String own = agent.token();
        String delegated = Delegates.exchanged(agent, user, "audience", next.id());
        assertThat(calls.isValid(own) && calls.isValid(delegated)).isTrue();

        require(agent, true);

        assertThat(calls.isValid(own) || calls.isValid(delegated)).isFalse();
        assertThat(agent.refusal(400)).isEqualTo(REFUSED);
        assertThat(error(Delegates.exchange(next, delegated).send())).isEqualTo("invalid_request");
        Request asActor =
                Delegates.exchange(agent, user, "actor_token", own, "actor_token_type", Delegates.ACCESS_TOKEN);
        assertThat(error(proved(asActor).send())).isEqualTo("invalid_request");
    }

    @Test
    void itIsShownAndTakenBackByAnAdministratorAlone() {
        KeyRealm.Person owner = keys.person();
        TestAgent agent = delegates.agent("owner", Map.of("type", "user", "id", owner.id()), REQUIRED, true);
        TestAgents agents = new TestAgents(gatehouse, delegates.realm());
        String person = keys.token(owner.username());
        assertThat(agents.get(agent.id()).path(REQUIRED).asBoolean()).isTrue();

        agents.person(person, "PATCH", "/" + agent.id())
                .json(Map.of(REQUIRED, false))
                .send()
                .expect(403);
        assertThat(agent.refusal(400)).isEqualTo(REFUSED);

        require(agent, false);
        assertThat(calls.isValid(agent.token())).isTrue();
        agents.person(person, "PATCH", "/" + agent.id())
                .json(Map.of(REQUIRED, true))
                .send()
                .expect(200);
        assertThat(agent.refusal(400)).isEqualTo(REFUSED);
    }

    private void require(TestAgent agent, boolean isRequired) {
        calls.admin("PATCH", "/agents/" + agent.id())
                .json(Map.of(REQUIRED, isRequired))
                .send()
                .expect(200);
    }

    private static Answer json(Request request, TestAgent agent) {
        return request.json(RealmCalls.asking(agent.id(), "scope", List.of("mail.send")))
                .send()
                .expect(403);
    }

    private static Answer ownGrant(TestAgent agent) {
        return ownGrantRequest(agent).send();
    }

    private static Request ownGrantRequest(TestAgent agent) {
        return agent.realm()
                .token("grant_type", "urn:gatehouse:params:oauth:grant-type:agent")
                .basic(agent.id(), agent.secret());
    }

    private Request proved(Request request) {
        return request.header("DPoP", key.dpopProof(delegates.realm().issuer() + "/protocol/openid-connect/token"));
    }

    private static String thumbprint(String token) {
        return Jwt.parse(token).claims().at("/cnf/jkt").asText();
    }

    private static String error(Answer answer) {
        return TestAgent.error(answer, 400);
    }
}
