package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent is no user: Keycloak's own endpoints refuse its tokens, and refuse the agent what clients of users may have.
 * Refused means a 4xx: a token that stock misunderstands so far that it fails has come too far.
 */
@ExtendWith(GatehouseExtension.class)
class AgentTokenAtStockEndpointsIT {
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String UMA = "urn:ietf:params:oauth:grant-type:uma-ticket";

    private Gatehouse gatehouse;
    private TestRealm realm;
    private TestAgent agent;
    private String token;

    @BeforeEach
    void issue(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        this.agent = new TestAgents(gatehouse, realm).withSecret("scopes", List.of("openid", "profile", "email"));
        this.token = agent.token();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/protocol/openid-connect/userinfo",
                "/account/",
                "/account/applications",
                "/account/sessions",
                "/account/sessions/devices",
                "/account/credentials",
                "/account/linked-accounts",
                "/account/groups",
                "/account/organizations",
                "/account/resources",
                "/authz/protection/resource_set",
                "/clients-registrations/default/demo-app",
                "/clients-registrations/openid-connect/demo-app",
                "/broker/any/token"
            })
    void tokenOpensNothingOfTheRealm(String below) {
        assertRefused(gatehouse
                .http()
                .get(realm.path(below))
                .header("Accept", "application/json")
                .bearer(token)
                .send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/users", "/clients", "/roles", "/events", "/gatehouse/agents", "/gatehouse/settings"})
    void tokenOpensNothingOfTheRealmsAdministration(String below) {
        assertRefused(gatehouse.http().get(realm.adminPath(below)).bearer(token).send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/realms", "/admin/realms/master", "/admin/serverinfo"})
    void tokenOpensNothingOfTheServersAdministration(String path) {
        assertRefused(gatehouse.http().get(path).bearer(token).send());
    }

    @Test
    void tokenInTheFormIsRefusedByUserinfo() {
        assertRefused(gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/userinfo"))
                .form("access_token", token)
                .send());
    }

    @Test
    void tokenCreatesNoClient() {
        for (String door : List.of("default", "openid-connect")) {
            assertRefused(gatehouse
                    .http()
                    .post(realm.path("/clients-registrations/" + door))
                    .bearer(token)
                    .json(Map.of())
                    .send());
        }
    }

    @Test
    void stockClientThatMayExchangeTokensCannotExchangeIt() {
        String client = client("attributes", Map.of("standard.token.exchange.enabled", "true"));

        assertRefused(realm.token("grant_type", EXCHANGE, "subject_token", token, "subject_token_type", ACCESS_TOKEN)
                .basic(client, client)
                .send());
    }

    @Test
    void stockClientCannotExchangeATokenThatIsMeantForIt() {
        String client = client("attributes", Map.of("standard.token.exchange.enabled", "true"));
        String meantForIt = agent.token("audience", client);

        assertRefused(
                realm.token("grant_type", EXCHANGE, "subject_token", meantForIt, "subject_token_type", ACCESS_TOKEN)
                        .basic(client, client)
                        .send());
    }

    @Test
    void tokenIsNoRefreshToken() {
        assertRefused(asAgent("/token", "grant_type", "refresh_token", "refresh_token", token)
                .send());
        assertRefused(realm.token("grant_type", "refresh_token", "refresh_token", token)
                .basic("demo-app", "demo-app-secret")
                .send());
    }

    @Test
    void tokenEndsNoSession() {
        assertRefused(asAgent("/logout", "refresh_token", token).send());
        assertRefused(gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/logout"))
                .basic("demo-app", "demo-app-secret")
                .form("refresh_token", token)
                .send());
        assertRefused(gatehouse
                .http()
                .get(realm.path("/protocol/openid-connect/logout?id_token_hint=" + token))
                .send());
    }

    @Test
    void tokenIsNoAuthorizationForUma() {
        String server = client("serviceAccountsEnabled", true, "authorizationServicesEnabled", true);

        assertRefused(
                realm.token("grant_type", UMA, "audience", server).bearer(token).send());
        assertRefused(realm.token("grant_type", UMA, "audience", server, "subject_token", token)
                .basic(server, server)
                .send());
        assertRefused(realm.token("grant_type", UMA, "audience", server, "rpt", token)
                .basic(server, server)
                .send());
    }

    @Test
    void agentTakesNoPartInUma() {
        String server = client("serviceAccountsEnabled", true, "authorizationServicesEnabled", true);

        assertRefused(asAgent("/token", "grant_type", UMA, "audience", server).send());
        assertRefused(asAgent("/token", "grant_type", UMA, "audience", server, "scope", "beyond")
                .send());
    }

    @Test
    void agentGetsNoTokenOfAUser() {
        String user = realm.userToken("alice", "openid");
        String[][] grants = {
            {"grant_type", "password", "username", "alice", "password", "alice"},
            {"grant_type", "authorization_code", "code", "any", "redirect_uri", "http://127.0.0.1:9/"},
            {"grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code", "any"},
            {"grant_type", "urn:openid:params:grant-type:ciba", "auth_req_id", "any"},
            {"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", token},
            {"grant_type", EXCHANGE, "subject_token", user, "subject_token_type", ACCESS_TOKEN},
            {"grant_type", EXCHANGE, "subject_token", token, "subject_token_type", ACCESS_TOKEN},
        };

        for (String[] grant : grants) {
            assertRefused(asAgent("/token", grant).send());
        }
    }

    @Test
    void agentStartsNoLoginOfAUser() {
        assertRefused(asAgent("/auth/device", "scope", "openid").send());
        assertRefused(asAgent("/ext/ciba/auth", "scope", "openid", "login_hint", "alice")
                .send());
        assertRefused(asAgent(
                        "/ext/par/request",
                        "response_type",
                        "code",
                        "redirect_uri",
                        "http://127.0.0.1:9/",
                        "scope",
                        "openid")
                .send());
        assertRefused(gatehouse
                .http()
                .get(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid&client_id=" + agent.id()
                        + "&redirect_uri=http://127.0.0.1:9/"))
                .send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh_token", "requesting_party_token"})
    void introspectionAsAnotherKindOfTokenFindsNothing(String hint) {
        Answer answer = asAgent("/token/introspect", "token", token, "token_type_hint", hint)
                .send();

        assertThat(answer.expect(200).json().toString()).isEqualTo("{\"active\":false}");
    }

    @Test
    void stockRevocationDoesNotTouchTheToken() {
        Answer answer = gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/revoke"))
                .basic("demo-app", "demo-app-secret")
                .form("token", token)
                .send();

        assertRefused(answer);
        assertThat(new TestAgents(gatehouse, realm).isValid(token)).isTrue();
    }

    private Request asAgent(String below, String... form) {
        return gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect" + below))
                .basic(agent.id(), agent.secret())
                .form(form);
    }

    /** A confidential client whose secret is its id. */
    private String client(Object... members) {
        String name = "client-" + UUID.randomUUID();
        Map<String, Object> body = new HashMap<>(Map.of("clientId", name, "secret", name));
        for (int i = 0; i < members.length; i += 2) {
            body.put(members[i].toString(), members[i + 1]);
        }
        realm.admin("POST", "/clients").json(body).send().expect(201);
        return name;
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.request() + ": " + answer.body()).isBetween(400, 499);
        if (answer.mediaType().equals("application/json")) {
            JsonNode body = answer.json();
            assertThat(body.has("access_token") || body.has("id_token")).isFalse();
        }
    }
}
