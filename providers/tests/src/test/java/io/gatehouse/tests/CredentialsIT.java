package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers carry a credential, and what happens to those that do not. */
@ExtendWith(GatehouseExtension.class)
class CredentialsIT {
    private static final String KEY_HEADER = "X-API-Key";

    private KeyRealm keys;
    private String key;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
        key = keys.key("scopes", List.of("gatehouse:*")).text("key");
    }

    @Test
    void keyIsTakenFromEitherHeaderOrBoth() {
        keys.v1("GET", "/api-keys").bearer(key).send().expect(200);
        keys.v1("GET", "/api-keys")
                .header("authorization", "bearer " + key)
                .send()
                .expect(200);
        keys.v1("GET", "/api-keys").header(KEY_HEADER, key).send().expect(200);
        keys.v1("GET", "/api-keys").header(KEY_HEADER, key).bearer(key).send().expect(200);
    }

    @Test
    void twoDifferentCredentialsAreRefused() {
        String other = keys.key("scopes", List.of("gatehouse:*")).text("key");
        String user = keys.token(keys.person().username());

        for (String second : List.of(other, user, "garbage")) {
            assertThat(keys.v1("GET", "/api-keys")
                            .bearer(key)
                            .header(KEY_HEADER, second)
                            .send()
                            .expect(400)
                            .text("code"))
                    .isEqualTo("two_credentials");
        }
        keys.v1("GET", "/api-keys").bearer(key).bearer(other).send().expect(400);
        keys.v1("GET", "/api-keys")
                .header(KEY_HEADER, key)
                .header(KEY_HEADER, other)
                .send()
                .expect(400);
    }

    @Test
    void administratorsTokenAndAKeyAreTwoCredentialsToo() {
        assertThat(keys.admin("GET", "/api-keys")
                        .header(KEY_HEADER, key)
                        .send()
                        .expect(400)
                        .text("code"))
                .isEqualTo("two_credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer  ", "Token x", "Bearer garbage", "Bearer a.b.c", "DPoP x"})
    void credentialThatIsNotValidIsNotTakenForNone(String authorization) {
        Answer refused = keys.v1("POST", "/tokens/verify")
                .header("Authorization", authorization)
                .json(body("token", "x"))
                .send()
                .expect(401);

        assertThat(refused.header("WWW-Authenticate")).isPresent();
    }

    @Test
    void withoutACredentialOnlyOpenCallsAreAnswered() {
        keys.v1("GET", "/api-keys").send().expect(401);
        keys.v1("POST", "/api-keys/verify").json(body("key", key)).send().expect(401);
        keys.v1("POST", "/api-keys/verify").body("text/plain", "{").send().expect(401);
        keys.v1("POST", "/api-keys").json(body("name", "k")).send().expect(401);
        keys.v1("GET", "/settings").send().expect(401);
        keys.v1("POST", "/tokens/verify").json(body("token", "x")).send().expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "api_key", "access_token", "X-API-Key", "authorization"})
    void keyInTheQueryIsNoCredential(String parameter) {
        keys.v1("GET", "/api-keys?" + parameter + "=" + key).send().expect(401);
        keys.v1("POST", "/api-keys/verify?" + parameter + "=" + key)
                .json(body("key", key))
                .send()
                .expect(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "api_key", "access_token"})
    void keyInTheQueryIsRefusedNextToACredential(String parameter) {
        keys.v1("GET", "/api-keys?" + parameter + "=" + key).bearer(key).send().expect(400);
        keys.v1("POST", "/api-keys/verify?" + parameter + "=" + key)
                .bearer(key)
                .json(body("key", key))
                .send()
                .expect(400);
    }

    @Test
    void keyIsNoCredentialOfTheAdministratorsRoot() {
        Answer answer = new Http("")
                .get(keys.realm().issuer().replace("/realms/", "/admin/realms/") + "/gatehouse/api-keys")
                .bearer(key)
                .send();

        assertThat(answer.status()).isEqualTo(401);
    }
}
