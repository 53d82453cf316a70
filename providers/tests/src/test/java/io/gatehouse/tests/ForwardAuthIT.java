package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy is told of the credentials that it forwards. */
@ExtendWith(GatehouseExtension.class)
class ForwardAuthIT {
    private static final List<String> HEADERS =
            List.of("X-Gatehouse-Subject", "X-Gatehouse-Scopes", "X-Gatehouse-Key-Id", "X-Gatehouse-Organization");

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Test
    void keyPassesAndEveryHeaderIsSet() {
        JsonNode key =
                keys.key("scopes", List.of("orders.read", "orders.write")).json();

        Answer answer =
                ask("scope=orders.read").bearer(key.path("key").asText()).send().expect(200);

        assertThat(answer.header("X-Gatehouse-Subject"))
                .hasValue(key.at("/owner/id").asText());
        assertThat(answer.header("X-Gatehouse-Scopes")).hasValue("orders.read orders.write");
        assertThat(answer.header("X-Gatehouse-Key-Id")).hasValue(key.path("id").asText());
        assertThat(answer.header("X-Gatehouse-Organization")).hasValue("");
        assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void keyPassesInEitherHeader() {
        String key = keys.key().text("key");

        ask("").header("X-API-Key", key).send().expect(200);
        ask("").bearer(key).header("X-API-Key", key).send().expect(200);
    }

    @Test
    void keyOfAnOrganizationNamesIt() {
        String organization = keys.organization();
        Person person = keys.person();
        keys.join(organization, person.id());
        String key = keys.key("owner", Map.of("type", "user", "id", person.id()), "organization_id", organization)
                .text("key");

        Answer answer = ask("").bearer(key).send().expect(200);

        assertThat(answer.header("X-Gatehouse-Organization")).hasValue(organization);
        assertThat(answer.header("X-Gatehouse-Subject")).hasValue(person.id());
    }

    /** With the headers that Traefik's ForwardAuth sends along, and those that a client might forge. */
    @Test
    void headersOfProxyAndClientChangeNothing() {
        JsonNode key = keys.key("scopes", List.of("orders.read")).json();

        Answer answer = ask("scope=orders.read")
                .bearer(key.path("key").asText())
                .header("X-Forwarded-Method", "DELETE")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "orders.example")
                .header("X-Forwarded-Uri", "/orders?scope=admin&access_token=x")
                .header("X-Forwarded-For", "203.0.113.7")
                .header("X-Gatehouse-Subject", "root")
                .header("X-Gatehouse-Scopes", "admin")
                .header("X-Gatehouse-Organization", "acme")
                .header("X-Project-Id", "acme")
                .header("Origin", "https://elsewhere.example")
                .header("Cookie", "KEYCLOAK_IDENTITY=x")
                .send()
                .expect(200);

        assertThat(answer.header("X-Gatehouse-Subject"))
                .hasValue(key.at("/owner/id").asText());
        assertThat(answer.header("X-Gatehouse-Scopes")).hasValue("orders.read");
        assertThat(answer.header("X-Gatehouse-Organization")).hasValue("");
        assertEveryHeaderOnce(answer);
    }

    @Test
    void scopeThatIsMissingIsForbiddenAndNamed() {
        Answer answer = ask("scope=orders.read+orders.write")
                .bearer(keys.key("scopes", List.of("orders.read")).text("key"))
                .header("X-Gatehouse-Scopes", "orders.write")
                .send()
                .expect(403);

        assertThat(answer.header("WWW-Authenticate"))
                .hasValue("Bearer error=\"insufficient_scope\", scope=\"orders.read orders.write\"");
        assertThat(answer.text("code")).isEqualTo("insufficient_scope");
        assertRefusalSaysNothing(answer);
    }

    @Test
    void nobodyIsAskedForACredential() {
        Answer answer = ask("scope=orders.read").send().expect(401);

        assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
        assertRefusalSaysNothing(answer);
    }

    @Test
    void whatIsNoGoodLooksTheSame() {
        Answer revoked = keys.key();
        keys.admin("DELETE", "/api-keys/" + revoked.text("id")).send().expect(204);
        Answer off = keys.key();
        keys.admin("PATCH", "/api-keys/" + off.text("id"))
                .json(body("is_active", false))
                .send()
                .expect(200);
        String key = keys.key().text("key");
        String mistyped = key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A");
        String foreign = new KeyRealm(gatehouse, gatehouse.realm("demo")).key().text("key");
        String user = keys.realm().userToken("alice", "openid gatehouse");
        TestAgent agent = new TestAgents(gatehouse, keys.realm()).withSecret();

        for (String bad : List.of(
                revoked.text("key"),
                off.text("key"),
                mistyped,
                foreign,
                user,
                agent.secret(),
                "x",
                "eyJ.eyJ.x",
                gatehouse.adminToken())) {
            Answer answer = ask("scope=orders.read").bearer(bad).send().expect(401);
            assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
            assertThat(answer.text("code")).isEqualTo("unauthorized");
            assertRefusalSaysNothing(answer);
        }
    }

    @Test
    void keyPassesOnlyForAnAudienceThatItNames() {
        String key = keys.key("audiences", List.of("orders")).text("key");

        ask("audience=orders").bearer(key).send().expect(200);
        ask("").bearer(key).send().expect(200);
        ask("audience=invoices").bearer(key).send().expect(401);
        ask("audience=orders").bearer(keys.key().text("key")).send().expect(401);
    }

    @Test
    void agentTokenPassesForItsAudience() {
        TestAgent agent = new TestAgents(gatehouse, keys.realm()).withSecret("scopes", List.of("orders.read"));
        String token = agent.token("audience", "orders");

        Answer answer =
                ask("scope=orders.read&audience=orders").bearer(token).send().expect(200);

        assertThat(answer.header("X-Gatehouse-Subject")).hasValue(agent.id());
        assertThat(answer.header("X-Gatehouse-Scopes")).hasValue("orders.read");
        assertThat(answer.header("X-Gatehouse-Key-Id")).hasValue("");
        ask("audience=invoices").bearer(token).send().expect(401);
        ask("audience=orders").bearer(agent.token()).send().expect(401);
        ask("").bearer(agent.token()).send().expect(200);
        ask("scope=orders.write").bearer(token).send().expect(403);
        keys.admin("POST", "/agents/" + agent.id() + "/pause").send().expect(200);
        ask("audience=orders").bearer(token).send().expect(401);
    }

    @Test
    void tokenOfAKeyPassesAndDiesWithTheKey() {
        Answer key = keys.key("scopes", List.of("orders.read"));
        String token = keys.realm()
                .token(
                        "grant_type",
                        KeyExchanges.GRANT_TYPE,
                        "subject_token",
                        key.text("key"),
                        "subject_token_type",
                        KeyExchanges.KEY_TYPE,
                        "audience",
                        "orders")
                .basic("demo-api", "demo-api-secret")
                .send()
                .expect(200)
                .text("access_token");

        Answer answer =
                ask("scope=orders.read&audience=orders").bearer(token).send().expect(200);
        assertThat(answer.header("X-Gatehouse-Key-Id")).hasValue(key.text("id"));

        keys.admin("DELETE", "/api-keys/" + key.text("id")).send().expect(204);
        ask("audience=orders").bearer(token).send().expect(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_token=x",
                "api_key=ak_live_x",
                "key=x",
                "scope=a&scope=b",
                "scope=a%22b",
                "scope=%20a",
                "scope=a&surprise=1",
                "audience=any",
                "audience=",
                "audience=a%20b"
            })
    void queryThatNoProxyShouldHaveIsRefused(String query) {
        Answer answer = ask(query).bearer(keys.key().text("key")).send().expect(400);

        assertRefusalSaysNothing(answer);
    }

    @Test
    void twoCredentialsAreRefused() {
        ask("").bearer(keys.key().text("key"))
                .header("X-API-Key", keys.key().text("key"))
                .send()
                .expect(400);
        ask("").header("X-API-Key", keys.key().text("key"))
                .header("X-API-Key", keys.key().text("key"))
                .send()
                .expect(400);
    }

    /** A proxy takes any 2xx for an admission: there must be none for somebody without a credential. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "MERGE"})
    void everyMethodNeedsACredential(String method) {
        for (String path : List.of("", "/", "/orders", "?scope=a", "/orders?scope=a")) {
            Answer answer = gatehouse
                    .outsideContract()
                    .request(method, keys.realm().path("/gatehouse/v1/api-keys/forward-auth" + path))
                    .header("Origin", "https://orders.example")
                    .header("Access-Control-Request-Method", "GET")
                    .send();
            assertThat(answer.status()).as(answer.request()).isBetween(400, 499);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void keyPassesWithAnyMethodAndBody(String method) {
        Request request = gatehouse
                .outsideContract()
                .request(method, keys.realm().path("/gatehouse/v1/api-keys/forward-auth?scope=orders.read"))
                .bearer(keys.key("scopes", List.of("orders.read")).text("key"));
        if (method.startsWith("P")) {
            request.body("application/x-www-form-urlencoded", "access_token=x&scope=admin");
        }

        assertEveryHeaderOnce(request.send().expect(200));
    }

    @Test
    void onlyWhoPassesIsCounted() {
        Answer key = keys.key("scopes", List.of("orders.read"));
        ask("scope=orders.read").bearer(key.text("key")).send().expect(200);
        ask("scope=orders.write").bearer(key.text("key")).send().expect(403);
        ask("audience=orders").bearer(key.text("key")).send().expect(401);

        Eventually.holds(
                Duration.ofSeconds(20),
                "one use is written down",
                () -> keys.shown(key.text("id")).path("use_count").asInt() == 1);
    }

    @Test
    void tokenBoundToAKeyDoesNotPassWithoutItsProof() {
        TestAgent agent = new TestAgents(gatehouse, keys.realm()).withSecret("scopes", List.of("orders.read"));
        String token = agent.asks()
                .header("DPoP", SigningKey.p256().dpopProof(keys.realm().issuer() + "/protocol/openid-connect/token"))
                .send()
                .expect(200)
                .text("access_token");

        ask("").header("Authorization", "DPoP " + token).send().expect(401);
        ask("").bearer(token).send().expect(401);
    }

    private Request ask(String query) {
        return keys.v1("GET", "/api-keys/forward-auth" + (query.isEmpty() ? "" : "?" + query));
    }

    private static void assertRefusalSaysNothing(Answer answer) {
        for (String header : HEADERS) {
            assertThat(answer.header(header)).as(header).hasValue("");
        }
    }

    private static void assertEveryHeaderOnce(Answer answer) {
        for (String header : HEADERS) {
            assertThat(answer.headers().allValues(header)).as(header).hasSize(1);
        }
    }
}
