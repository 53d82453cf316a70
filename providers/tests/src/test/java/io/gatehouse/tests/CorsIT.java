package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers reach the realm's root as the web origins of the client allow that their user's token is from. */
@ExtendWith(GatehouseExtension.class)
class CorsIT {
    private static final String ORIGIN = "https://app.example";
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    private Gatehouse gatehouse;
    private KeyRealm keys;
    private String token;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
        String client = keys.client("webOrigins", List.of(ORIGIN));
        token = keys.logIn(client, client, keys.person().username()).text("access_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api-keys",
                "/api-keys/verify",
                "/api-keys/x",
                "/tokens",
                "/settings",
                "/oauth/revoke",
                "/domains",
                "/plans",
                "/usage"
            })
    void preflightIsAnsweredWithMethodsAndHeaders(String path) {
        Answer answer = gatehouse
                .outsideContract()
                .request("OPTIONS", keys.realm().path("/gatehouse/v1" + path))
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .send()
                .expect(200);

        assertThat(answer.header(ALLOWED)).hasValue(ORIGIN);
        assertThat(answer.header("Access-Control-Allow-Methods"))
                .hasValueSatisfying(methods -> assertThat(methods).contains("POST"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "content-type",
                "x-api-key",
                "x-project-id",
                "x-request-id",
                "idempotency-key",
                "prefer"
            })
    void preflightAllowsTheHeadersOfTheApi(String header) {
        Answer answer = gatehouse
                .outsideContract()
                .request("OPTIONS", keys.realm().path("/gatehouse/v1/api-keys"))
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", header)
                .send()
                .expect(200);

        assertThat(answer.header("Access-Control-Allow-Headers").orElseThrow().toLowerCase(Locale.ROOT))
                .contains(header);
    }

    @Test
    void originOfTheClientMayReadTheAnswerAndItsHeaders() {
        Answer answer = keys.v1("GET", "/api-keys")
                .bearer(token)
                .header("Origin", ORIGIN)
                .send()
                .expect(200);

        assertThat(answer.header(ALLOWED)).hasValue(ORIGIN);
        assertThat(answer.header("Access-Control-Expose-Headers").orElseThrow())
                .contains("Location", "Link", "X-Request-ID");
    }

    @Test
    void refusalsCanBeReadToo() {
        Answer notFound = keys.v1("GET", "/api-keys/x")
                .bearer(token)
                .header("Origin", ORIGIN)
                .send()
                .expect(404);
        Answer invalid = keys.v1("POST", "/api-keys")
                .bearer(token)
                .header("Origin", ORIGIN)
                .json(body())
                .send()
                .expect(422);
        Answer expired = keys.v1("GET", "/api-keys")
                .bearer("garbage")
                .header("Origin", ORIGIN)
                .send()
                .expect(401);

        Answer forbidden = keys.v1("POST", "/domains")
                .bearer(token)
                .header("Origin", ORIGIN)
                .json(body("domain", "acme.example"))
                .send()
                .expect(403);

        for (Answer refused : List.of(notFound, invalid, expired, forbidden)) {
            assertThat(refused.header(ALLOWED)).as(refused.request()).hasValue(ORIGIN);
        }
    }

    @Test
    void anotherOriginGetsNothingAndChangesNothing() {
        long before = keys.keys();

        Answer answer = keys.v1("POST", "/api-keys")
                .bearer(token)
                .header("Origin", "https://evil.example")
                .json(body("name", "k"))
                .send()
                .expect(403);

        assertThat(answer.header(ALLOWED)).isEmpty();
        assertThat(keys.keys()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "https://app.example.evil.example", "http://app.example", "https://app.example:444"})
    void similarOriginsAreOthers(String origin) {
        keys.v1("GET", "/api-keys")
                .bearer(token)
                .header("Origin", origin)
                .send()
                .expect(403);
    }

    @Test
    void openCallsMayBeReadFromEverywhere() {
        Answer answer = keys.v1("POST", "/tokens/verify")
                .header("Origin", ORIGIN)
                .json(body("token", "x"))
                .send()
                .expect(200);

        assertThat(answer.header(ALLOWED)).hasValue(ORIGIN);
    }

    @Test
    void keysAreNoCredentialsForBrowsers() {
        String key = keys.key("scopes", List.of("gatehouse:read")).text("key");

        Answer answer = keys.v1("GET", "/api-keys")
                .bearer(key)
                .header("Origin", ORIGIN)
                .send()
                .expect(200);

        assertThat(answer.header(ALLOWED)).isEmpty();
    }
}
