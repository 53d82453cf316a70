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
    private static final String UMA = "urn:ietf:params:oauth:grant-type:uma-ticket";
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

    /** Audiences, roles and claims of the realm's client scopes are for tokens to act with, and this is none. */
    @Test
    void tokenOfTheLoginHasNothingOfTheScopesButWhoThePersonIs() {
        String loaded = "loaded." + UUID.randomUUID();
        realm.admin("POST", "/client-scopes")
                .json(Map.of(
                        "name",
                        loaded,
                        "protocol",
                        "openid-connect",
                        "attributes",
                        Map.of("include.in.token.scope", "true", "display.on.consent.screen", "true"),
                        "protocolMappers",
                        List.of(
                                mapper("oidc-audience-mapper", "included.custom.audience", "orders-server"),
                                mapper("oidc-hardcoded-role-mapper", "role", "offline_access"),
                                mapper("oidc-usermodel-property-mapper", "user.attribute", "username"))))
                .send()
                .expect(201);
        TestAgent other = delegates.agent("scopes", List.of(loaded, "profile"));
        allow(other);

        JsonNode tokens = pages.codeFlow(other, "openid profile " + loaded, "alice");
        Answer refreshed = realm.token(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        tokens.path("refresh_token").asText())
                .basic(other.id(), other.secret())
                .send()
                .expect(200);

        for (JsonNode given : List.of(tokens, refreshed.json())) {
            JsonNode claims = Delegates.claims(given.path("access_token").asText());
            assertThat(claims.path("sub").asText()).isEqualTo(realm.userId("alice"));
            assertThat(claims.path("scope").asText().split(" ")).containsExactlyInAnyOrder("openid", "profile");
            for (String absent : List.of("aud", "realm_access", "resource_access", "mapped", "preferred_username")) {
                assertThat(claims.has(absent)).as(absent).isFalse();
            }
            JsonNode person = Delegates.claims(given.path("id_token").asText());
            assertThat(person.path("preferred_username").asText()).isEqualTo("alice");
        }
        Answer exchanged = Delegates.exchange(
                        other, refreshed.json().path("access_token").asText())
                .send()
                .expect(200);
        assertThat(exchanged.text("scope").split(" ")).contains(loaded);
    }

    /** Keycloak's own permissions (UMA) would be given for it, and nobody was asked. */
    @Test
    void tokenOfTheLoginGetsNoPermissionsOfAResourceServer() {
        realm.admin("POST", "/clients")
                .json(Map.of(
                        "clientId",
                        "orders-server",
                        "secret",
                        "orders-server",
                        "serviceAccountsEnabled",
                        true,
                        "authorizationServicesEnabled",
                        true))
                .send()
                .expect(201);
        JsonNode tokens = pages.codeFlow(agent, "openid " + scope, "bob");

        Answer own = permissions(realm.userToken("bob", "openid"));
        Answer ofTheLogin = permissions(tokens.path("access_token").asText());
        Answer byIdToken = realm.token(
                        "grant_type",
                        UMA,
                        "audience",
                        "orders-server",
                        "claim_token_format",
                        "http://openid.net/specs/openid-connect-core-1_0.html#IDToken",
                        "claim_token",
                        tokens.path("id_token").asText())
                .basic(agent.id(), agent.secret())
                .send();

        assertThat(own.body()).doesNotContain("Invalid bearer token");
        assertThat(ofTheLogin.expect(400).text("error_description")).isEqualTo("Invalid bearer token");
        assertThat(byIdToken.status()).isIn(400, 401);
        assertThat(byIdToken.text("error")).isIn("invalid_client", "unauthorized_client");
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

    private Answer permissions(String bearer) {
        return realm.token("grant_type", UMA, "audience", "orders-server")
                .bearer(bearer)
                .send();
    }

    private static Map<String, Object> mapper(String type, String name, String value) {
        return Map.of(
                "name",
                type,
                "protocol",
                "openid-connect",
                "protocolMapper",
                type,
                "config",
                Map.of(name, value, "claim.name", "mapped", "access.token.claim", "true", "id.token.claim", "true"));
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
