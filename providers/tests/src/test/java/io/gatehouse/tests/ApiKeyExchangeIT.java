package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** API keys are exchanged for tokens at the realm's token endpoint (RFC 8693): what is in the answer and in the token. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyExchangeIT {
    private KeyRealm keys;
    private KeyExchanges exchanges;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        keys = new KeyRealm(server, realm);
        exchanges = new KeyExchanges(keys);
    }

    @Test
    void answerIsThatOfRfc8693AndTheTokenIsNoUserToken() {
        JsonNode key =
                keys.key("scopes", List.of("orders.read", "orders.write")).json();

        JsonNode answer = exchanges
                .of(key.path("key").asText(), "scope", "orders.read", "audience", "demo-api")
                .expect(200)
                .json();

        assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.path("issued_token_type").asText()).isEqualTo(KeyExchanges.ACCESS_TOKEN_TYPE);
        assertThat(answer.path("expires_in").asInt()).isEqualTo(300);
        assertThat(answer.path("scope").asText()).isEqualTo("orders.read");
        assertThat(answer.has("refresh_token")).isFalse();
        Jwt token = Jwt.parse(answer.path("access_token").asText());
        assertThat(token.header().path("alg").asText()).isEqualTo("EdDSA");
        assertThat(token.header().path("typ").asText()).isEqualTo("at+jwt");
        assertThat(exchanges.isValid(answer.path("access_token").asText())).isTrue();
        JsonNode claims = token.claims();
        assertThat(claims.path("sub")).isEqualTo(key.at("/owner/id"));
        assertThat(claims.path("client_id").asText()).isEqualTo("demo-api");
        assertThat(claims.path("azp").asText()).isEqualTo("demo-api");
        assertThat(claims.path("aud").asText()).isEqualTo("demo-api");
        assertThat(claims.path("scope").asText()).isEqualTo("orders.read");
        assertThat(claims.path("key_id")).isEqualTo(key.path("id"));
        assertThat(claims.path("jti").asText()).startsWith("gh-");
        assertThat(claims.has("typ")).isFalse();
        assertThat(claims.has("sid")).isFalse();
        assertThat(claims.has("sub_profile")).isFalse();
    }

    @Test
    void tokenCarriesTheKeysScopesThatCountNowUnlessLessIsAskedFor() {
        Person person = keys.person();
        String key = keys.key(
                        "owner", Map.of("type", "user", "id", person.id()), "scopes", List.of("orders.read", "reader"))
                .text("key");

        // The person does not hold the realm's role "reader".
        assertThat(exchanges.of(key).expect(200).text("scope")).isEqualTo("orders.read");
        Answer refused = exchanges.of(key, "scope", "orders.read reader").expect(400);
        assertThat(refused.text("error")).isEqualTo("invalid_scope");
        assertThat(refused.text("decision_id")).isNotEmpty();
    }

    @Test
    void subjectIsTheOwner() {
        Person person = keys.person();
        String key =
                keys.key("owner", Map.of("type", "user", "id", person.id())).text("key");

        assertThat(Jwt.parse(exchanges.token(key)).claims().path("sub").asText())
                .isEqualTo(person.id());
    }

    @Test
    void withoutATargetTheTokenIsForAnyOrForTheKeysOnlyAudience() {
        JsonNode any = Jwt.parse(exchanges.token(keys.key().text("key"))).claims();
        assertThat(any.path("aud").asText()).isEqualTo(keys.realm().issuer());
        assertThat(any.path("target_service").asText()).isEqualTo("any");

        String bound = keys.key("audiences", List.of("demo-api")).text("key");
        assertThat(Jwt.parse(exchanges.token(bound)).claims().path("aud").asText())
                .isEqualTo("demo-api");
    }

    @Test
    void targetOutsideTheKeysAudiencesIsRefused() {
        String key = keys.key("audiences", List.of("demo-api", "other")).text("key");

        assertThat(exchanges.of(key).expect(400).text("error")).isEqualTo("invalid_target");
        assertThat(exchanges.of(key, "audience", "elsewhere").expect(400).text("error"))
                .isEqualTo("invalid_target");
        exchanges.of(key, "audience", "demo-api", "audience", "other").expect(200);
    }

    @Test
    void resourceIsATargetToo() {
        String token = exchanges
                .of(keys.key().text("key"), "resource", "https://orders.example/api")
                .expect(200)
                .text("access_token");

        assertThat(Jwt.parse(token).claims().path("aud").asText()).isEqualTo("https://orders.example/api");
    }

    @Test
    void tokenLivesNoLongerThanTheKeyAndTheRealmAllow() {
        String short1 = keys.key(
                        "expires_at",
                        Instant.ofEpochSecond(Instant.now().getEpochSecond() + 100)
                                .toString())
                .text("key");
        assertThat(exchanges
                        .of(short1, "ttl", "86400")
                        .expect(200)
                        .json()
                        .path("expires_in")
                        .asInt())
                .isBetween(80, 100);
        String key = keys.key().text("key");
        assertThat(exchanges
                        .of(key, "ttl", "3600")
                        .expect(200)
                        .json()
                        .path("expires_in")
                        .asInt())
                .isEqualTo(3_600);

        keys.admin("PATCH", "/settings")
                .json(body("token_max_ttl_seconds", 60))
                .send()
                .expect(200);
        try {
            assertThat(exchanges
                            .of(key, "ttl", "3600")
                            .expect(200)
                            .json()
                            .path("expires_in")
                            .asInt())
                    .isEqualTo(60);
        } finally {
            keys.admin("PATCH", "/settings")
                    .json(body("token_max_ttl_seconds", 86_400))
                    .send()
                    .expect(200);
        }
    }

    @Test
    void exchangeCountsAsAUseOfTheKey() {
        Answer key = keys.key();
        exchanges.of(key.text("key")).expect(200);
        exchanges.of(key.text("key"), "scope", "a\"b").expect(400);
        exchanges.of(key.text("key"), "scope", "other").expect(400);

        Eventually.holds(
                Duration.ofSeconds(20),
                "one use is written down",
                () -> keys.shown(key.text("id")).path("use_count").asInt() == 1);
    }

    @Test
    void exchangeAndDenialAreEvents() {
        Person person = keys.person();
        Answer key = keys.key("owner", Map.of("type", "user", "id", person.id()), "scopes", List.of("orders.read"));
        String jti = claims(exchanges
                        .of(key.text("key"), "intent", "nightly report")
                        .text("access_token"))
                .path("jti")
                .asText();
        exchanges.of(key.text("key"), "scope", "orders.write").expect(400);

        JsonNode exchanged = event("token.exchanged", key.text("id"));
        assertThat(exchanged.at("/target/id").asText()).isEqualTo(jti);
        assertThat(exchanged.at("/actor/type").asText()).isEqualTo("api_key");
        assertThat(exchanged.at("/data/client_id").asText()).isEqualTo("demo-api");
        assertThat(exchanged.path("decision").asText()).isEqualTo("allow");
        JsonNode denied = event("token.denied", key.text("id"));
        assertThat(denied.at("/data/reason").asText()).isEqualTo("invalid_scope");
        assertThat(denied.path("decision").asText()).isEqualTo("deny");
    }

    private JsonNode event(String type, String keyId) {
        List<JsonNode> found = new ArrayList<>();
        Eventually.holds(Duration.ofSeconds(10), type + " is in the audit log", () -> {
            found.clear();
            keys.admin("GET", "/audit/events?type=" + type + "&key_id=" + keyId)
                    .send()
                    .expect(200)
                    .json()
                    .path("items")
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    private static JsonNode claims(String token) {
        return Jwt.parse(token).claims();
    }
}
