package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the token is good for that an agent gets when a person logs in there: to be exchanged by that very agent. */
@ExtendWith(GatehouseExtension.class)
class AgentLoginTokenIT {
    private static final SigningKey KEY = SigningKey.p256();

    private Gatehouse gatehouse;
    private TestRealm realm;
    private Delegates delegates;
    private LoginPages pages;
    private String scope;
    private TestAgent agent;

    @BeforeEach
    void agent(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        realm = testRealm;
        delegates = new Delegates(server, testRealm);
        pages = new LoginPages(server, testRealm);
        scope = "calendar." + UUID.randomUUID();
        String ignored = delegates.clientScope(scope);
        agent = delegates.agent("scopes", List.of(scope));
        allow(agent);
    }

    /** The token that Keycloak gives is the person's, and opens nothing of the person's but who it is. */
    @Test
    void tokenOfTheLoginOpensNothingOfTheUsers() {
        TestAgent greedy = delegates.agent("scopes", List.of("roles", "gatehouse", "offline_access"));
        allow(greedy);
        String greed = pages.codeFlow(greedy, "openid gatehouse", "carol")
                .path("access_token")
                .asText();
        String token = pages.codeFlow(agent, "openid " + scope, "carol")
                .path("access_token")
                .asText();

        for (String path : List.of(
                "/realms/{realm}/account/",
                "/realms/{realm}/account/applications",
                "/realms/{realm}/account/credentials",
                "/admin/realms/{realm}",
                "/admin/realms/{realm}/users",
                "/realms/{realm}/gatehouse/v1/agents",
                "/realms/{realm}/gatehouse/v1/me/delegations")) {
            for (String presented : List.of(token, greed)) {
                Answer answer = gatehouse
                        .http()
                        .get(path.replace("{realm}", realm.name()))
                        .header("Accept", "application/json")
                        .bearer(presented)
                        .send();
                assertThat(answer.status()).as(path + " " + answer.body()).isIn(401, 403);
            }
        }
    }

    /** A stolen one is no use: who exchanges it has to prove the key that the agent bound it to. */
    @Test
    void tokenOfTheLoginThatIsBoundIsExchangedWithItsProofAlone() {
        String address = realm.issuer() + "/protocol/openid-connect/token";
        Browser browser = pages.browser();
        Answer page = pages.loggedIn(browser, agent, "openid " + scope, "bob");
        String bound = pages.redeem(agent, LoginPages.press(browser, page, "accept"))
                .header("DPoP", KEY.dpopProof(address))
                .send()
                .expect(200)
                .text("access_token");

        Delegates.exchange(agent, bound).send().expect(400);
        Delegates.exchange(agent, bound)
                .header("DPoP", SigningKey.p256().dpopProof(address))
                .send()
                .expect(400);
        Answer granted = Delegates.exchange(agent, bound)
                .header("DPoP", KEY.dpopProof(address))
                .send()
                .expect(200);
        assertThat(Delegates.claims(granted.text("access_token")).at("/cnf/jkt").asText())
                .isEqualTo(KEY.thumbprint());
    }

    /** The token that a person gave one agent is no other agent's to exchange. */
    @Test
    void tokenOfTheLoginIsOfNoUseToAnotherAgent() {
        JsonNode tokens = pages.codeFlow(agent, "openid " + scope, "alice");
        TestAgent other = delegates.agent("scopes", List.of(scope));
        delegates
                .grant(other.id(), realm.userId("alice"), "scopes", List.of(scope))
                .expect(201);

        Answer answer = Delegates.exchange(other, tokens.path("access_token").asText())
                .send()
                .expect(400);

        assertThat(answer.text("error")).isEqualTo("actor_unauthorized");
    }

    private void allow(TestAgent whose) {
        Answer ignored = delegates
                .calls()
                .admin("PUT", "/agents/" + whose.id() + "/login")
                .json(Map.of("redirect_uris", List.of(LoginPages.REDIRECT)))
                .send()
                .expect(200);
    }
}
