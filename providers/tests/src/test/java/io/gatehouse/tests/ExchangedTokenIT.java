package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.KeyRealm.Person;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What verifiers are told of a token of an API key, and that it is worth nothing to Keycloak and to Gatehouse themselves. */
@ExtendWith(GatehouseExtension.class)
class ExchangedTokenIT {
    private Gatehouse gatehouse;
    private KeyRealm keys;
    private KeyExchanges exchanges;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
        exchanges = new KeyExchanges(keys);
    }

    @Test
    void verifierIsToldTheKeyAndNoAgent() {
        Answer key = keys.key("scopes", List.of("orders.read"));
        JsonNode answer = exchanges.verify(
                exchanges.of(key.text("key"), "audience", "demo-api").text("access_token"));

        assertThat(answer.path("valid").asBoolean()).isTrue();
        assertThat(answer.path("key_id").asText()).isEqualTo(key.text("id"));
        assertThat(answer.has("agent_id")).isFalse();
        assertThat(answer.path("target_service").asText()).isEqualTo("demo-api");
    }

    @Test
    void introspectionNamesTheKey() {
        Answer key = keys.key();
        JsonNode answer = keys.introspect("demo-api", "demo-api-secret", exchanges.token(key.text("key")))
                .expect(200)
                .json();

        assertThat(answer.path("active").asBoolean()).isTrue();
        assertThat(answer.path("key_id").asText()).isEqualTo(key.text("id"));
        assertThat(answer.path("client_id").asText()).isEqualTo("demo-api");
    }

    @Test
    void introspectionNamesTheOrganizationOfTheKey() {
        String organization = keys.organization();
        Person person = keys.person();
        keys.join(organization, person.id());
        String key = keys.key("owner", Map.of("type", "user", "id", person.id()), "organization_id", organization)
                .text("key");

        assertThat(keys.introspect("demo-api", "demo-api-secret", exchanges.token(key))
                        .text("organization_id"))
                .isEqualTo(organization);
    }

    @Test
    void tokenIsNoCredentialOfGatehouse() {
        String token =
                exchanges.token(keys.key("scopes", List.of("gatehouse:*")).text("key"));
        String forUs = exchanges
                .of(
                        keys.key("scopes", List.of("gatehouse:*")).text("key"),
                        "resource",
                        keys.realm().issuer() + "/gatehouse/v1")
                .text("access_token");

        for (String path : List.of("/api-keys", "/agents", "/settings")) {
            keys.v1("GET", path).bearer(token).send().expect(401);
            keys.v1("GET", path).bearer(forUs).send().expect(401);
        }
    }

    /** Of a person who may do everything, so that nothing but the token is in the way. */
    @Test
    void stockEndpointsRefuseIt() {
        Person person = keys.person("realm-admin");
        String client = keys.client("attributes", Map.of("standard.token.exchange.enabled", "true"));
        String key = keys.key(
                        "owner",
                        Map.of("type", "user", "id", person.id()),
                        "audiences",
                        List.of(client),
                        "scopes",
                        List.of("openid", "profile"))
                .text("key");
        String token = exchanges.as(client, client, key).text("access_token");

        for (String below : List.of(
                "/protocol/openid-connect/userinfo", "/account/", "/account/applications", "/account/credentials")) {
            assertRefused(get(keys.realm().path(below), token));
        }
        for (String below : List.of("", "/users", "/gatehouse/agents")) {
            assertRefused(get(keys.realm().adminPath(below), token));
        }
        assertRefused(keys.realm()
                .token(
                        "grant_type",
                        KeyExchanges.GRANT_TYPE,
                        "subject_token",
                        token,
                        "subject_token_type",
                        KeyExchanges.ACCESS_TOKEN_TYPE)
                .basic(client, client));
        assertRefused(keys.realm()
                .token("grant_type", "refresh_token", "refresh_token", token)
                .basic(client, client));
        // Stock takes any JWT without a type for a refresh token, looks for the session that it does not name, and
        // fails.
        assertThat(gatehouse
                        .http()
                        .post(keys.realm().path("/protocol/openid-connect/logout"))
                        .basic(client, client)
                        .form("refresh_token", token)
                        .send()
                        .status())
                .isGreaterThanOrEqualTo(400);
    }

    private Request get(String path, String token) {
        return gatehouse.http().get(path).header("Accept", "application/json").bearer(token);
    }

    private void assertRefused(Request request) {
        Answer answer = request.send();
        assertThat(answer.status()).as(answer.request() + " " + answer.body()).isBetween(400, 499);
    }
}
