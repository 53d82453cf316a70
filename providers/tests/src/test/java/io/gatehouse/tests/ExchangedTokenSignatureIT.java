package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that names an algorithm for its access tokens in Keycloak's own settings has exchanged tokens signed with it. */
@ExtendWith(GatehouseExtension.class)
class ExchangedTokenSignatureIT {
    private static final String ALGORITHM = "access.token.signed.response.alg";
    private static final String RFC_9068 = "access.token.header.type.rfc9068";

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @ParameterizedTest
    @CsvSource({"RS256, false, JWT", "PS384, true, at+jwt", "ES256, false, JWT", "ES512, true, at+jwt"})
    void tokenIsSignedAsTheClientWantsItAndLivesAndDiesLikeAnyOther(String algorithm, String isRfc9068, String type) {
        String client = keys.client("attributes", Map.of(ALGORITHM, algorithm, RFC_9068, isRfc9068));
        Answer key = keys.key("audiences", List.of(client, "demo-api"), "scopes", List.of("orders.read"));

        String token = exchange(client, key.text("key")).expect(200).text("access_token");

        Jwt jwt = Jwt.parse(token);
        assertThat(jwt.header().path("alg").asText()).isEqualTo(algorithm);
        assertThat(jwt.header().path("typ").asText()).isEqualTo(type);
        assertThat(jwt.claims().has("typ")).isFalse();
        assertThat(published(jwt.header().path("kid").asText())).isTrue();
        assertThat(isValid(token)).isTrue();
        assertThat(introspected(token)).isTrue();
        // It is no token of Keycloak's own, however it is signed.
        gatehouse
                .http()
                .get(keys.realm().path("/protocol/openid-connect/userinfo"))
                .bearer(token)
                .send()
                .expect(401);
        keys.v1("GET", "/api-keys").bearer(token).send().expect(401);
        String changed = token.substring(0, token.length() - 8) + "AAAAAAAA";
        assertThat(isValid(changed)).isFalse();

        keys.admin("DELETE", "/api-keys/" + key.text("id")).send().expect(204);
        assertThat(isValid(token)).isFalse();
        assertThat(introspected(token)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EdDSA", "Ed25519"})
    void clientThatNamesNoOtherGetsTheRealmsOwnWay(String algorithm) {
        // What the console writes for a switch that was never touched does not change the type.
        String client = keys.client("attributes", new HashMap<>(Map.of(ALGORITHM, algorithm, RFC_9068, "false")));
        String key = keys.key("audiences", List.of(client, "demo-api")).text("key");

        Jwt token = Jwt.parse(exchange(client, key).expect(200).text("access_token"));

        assertThat(token.header().path("alg").asText()).isEqualTo("EdDSA");
        assertThat(token.header().path("typ").asText()).isEqualTo("at+jwt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS512", "none"})
    void sharedSecretSignsNothing(String algorithm) {
        String client = keys.client("attributes", Map.of(ALGORITHM, algorithm));
        String key = keys.key("audiences", List.of(client, "demo-api")).text("key");

        Answer answer = exchange(client, key).expect(400);

        assertThat(answer.text("error")).isEqualTo("unauthorized_client");
        assertThat(answer.text("error_description")).contains("must be asymmetric");
    }

    @Test
    void tokenIsRevokedLikeAnyOther() {
        String client = keys.client("attributes", Map.of(ALGORITHM, "RS256"));
        String key = keys.key("audiences", List.of(client, "demo-api")).text("key");
        String token = exchange(client, key).expect(200).text("access_token");

        gatehouse
                .outsideContract()
                .post(keys.realm().path("/gatehouse/v1/oauth/revoke"))
                .basic(client, client)
                .form("token", token)
                .send()
                .expect(200);

        assertThat(isValid(token)).isFalse();
    }

    private Answer exchange(String client, String key) {
        return keys.realm()
                .token(KeyExchanges.form(key, "audience", "demo-api"))
                .basic(client, client)
                .send();
    }

    private boolean isValid(String token) {
        return keys.v1("POST", "/tokens/verify")
                .json(body("token", token))
                .send()
                .expect(200)
                .json()
                .path("valid")
                .asBoolean();
    }

    private boolean introspected(String token) {
        return keys.introspect("demo-api", "demo-api-secret", token)
                .expect(200)
                .json()
                .path("active")
                .asBoolean();
    }

    private boolean published(String keyId) {
        for (JsonNode key : gatehouse
                .http()
                .get(keys.realm().path("/protocol/openid-connect/certs"))
                .send()
                .expect(200)
                .json()
                .path("keys")) {
            if (keyId.equals(key.path("kid").asText())) {
                return true;
            }
        }
        return false;
    }
}
