package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** API keys are exchanged for tokens at the realm's token endpoint (RFC 8693), and the tokens die with them. */
@ExtendWith(GatehouseExtension.class)
@Isolated("it moves the clock")
class ApiKeyExchangeIT {
    static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String KEY_TYPE = "urn:gatehouse:params:oauth:token-type:api-key";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String INACTIVE = "{\"active\":false}";

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Nested
    class What {
        @Test
        void answerIsThatOfRfc8693AndTheTokenIsNoUserToken() {
            JsonNode key =
                    keys.key("scopes", List.of("orders.read", "orders.write")).json();

            JsonNode answer = exchange(key.path("key").asText(), "scope", "orders.read", "audience", "demo-api")
                    .expect(200)
                    .json();

            assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
            assertThat(answer.path("issued_token_type").asText()).isEqualTo(ACCESS_TOKEN);
            assertThat(answer.path("expires_in").asInt()).isEqualTo(300);
            assertThat(answer.path("scope").asText()).isEqualTo("orders.read");
            assertThat(answer.has("refresh_token")).isFalse();
            Jwt token = Jwt.parse(answer.path("access_token").asText());
            assertThat(token.header().path("alg").asText()).isEqualTo("EdDSA");
            assertThat(token.header().path("typ").asText()).isEqualTo("at+jwt");
            assertThat(isValid(answer.path("access_token").asText())).isTrue();
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
                            "owner",
                            Map.of("type", "user", "id", person.id()),
                            "scopes",
                            List.of("orders.read", "reader"))
                    .text("key");

            // The person does not hold the realm's role "reader".
            assertThat(exchange(key).expect(200).text("scope")).isEqualTo("orders.read");
            Answer refused = exchange(key, "scope", "orders.read reader").expect(400);
            assertThat(refused.text("error")).isEqualTo("invalid_scope");
            assertThat(refused.text("decision_id")).isNotEmpty();
        }

        @Test
        void subjectIsTheOwner() {
            Person person = keys.person();
            String key =
                    keys.key("owner", Map.of("type", "user", "id", person.id())).text("key");

            assertThat(Jwt.parse(token(key)).claims().path("sub").asText()).isEqualTo(person.id());
        }

        @Test
        void withoutATargetTheTokenIsForAnyOrForTheKeysOnlyAudience() {
            JsonNode any = Jwt.parse(token(keys.key().text("key"))).claims();
            assertThat(any.path("aud").asText()).isEqualTo(keys.realm().issuer());
            assertThat(any.path("target_service").asText()).isEqualTo("any");

            String bound = keys.key("audiences", List.of("demo-api")).text("key");
            assertThat(Jwt.parse(token(bound)).claims().path("aud").asText()).isEqualTo("demo-api");
        }

        @Test
        void targetOutsideTheKeysAudiencesIsRefused() {
            String key = keys.key("audiences", List.of("demo-api", "other")).text("key");

            assertThat(exchange(key).expect(400).text("error")).isEqualTo("invalid_target");
            assertThat(exchange(key, "audience", "elsewhere").expect(400).text("error"))
                    .isEqualTo("invalid_target");
            exchange(key, "audience", "demo-api", "audience", "other").expect(200);
        }

        @Test
        void resourceIsATargetToo() {
            String token = exchange(keys.key().text("key"), "resource", "https://orders.example/api")
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
            assertThat(exchange(short1, "ttl", "86400")
                            .expect(200)
                            .json()
                            .path("expires_in")
                            .asInt())
                    .isBetween(80, 100);
            String key = keys.key().text("key");
            assertThat(exchange(key, "ttl", "3600")
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
                assertThat(exchange(key, "ttl", "3600")
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
            exchange(key.text("key")).expect(200);
            exchange(key.text("key"), "scope", "a\"b").expect(400);
            exchange(key.text("key"), "scope", "other").expect(400);

            Eventually.holds(
                    Duration.ofSeconds(20),
                    "one use is written down",
                    () -> keys.shown(key.text("id")).path("use_count").asInt() == 1);
        }

        @Test
        void exchangeAndDenialAreEvents() {
            Person person = keys.person();
            Answer key = keys.key("owner", Map.of("type", "user", "id", person.id()), "scopes", List.of("orders.read"));
            String jti = claims(exchange(key.text("key"), "intent", "nightly report")
                            .text("access_token"))
                    .path("jti")
                    .asText();
            exchange(key.text("key"), "scope", "orders.write").expect(400);

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
    }

    @Nested
    class Who {
        @Test
        void clientInTheAudiencesMayAndOthersMayNot() {
            String inside = keys.client();
            String outside = keys.client();
            String key = keys.key("audiences", List.of(inside)).text("key");

            exchangeAs(inside, inside, key).expect(200);
            assertInvalidToken(exchangeAs(outside, outside, key));
        }

        @Test
        void unknownForeignAndDeadKeysHaveOneAnswer() {
            String foreign =
                    new KeyRealm(gatehouse, gatehouse.realm("demo")).key().text("key");
            Answer revoked = keys.key();
            revoke(revoked);
            Answer off = keys.key();
            switchOff(off);
            String key = keys.key().text("key");
            String mistyped = key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A");

            for (String bad : List.of(foreign, revoked.text("key"), off.text("key"), mistyped, "x", "ak_live_x")) {
                assertInvalidToken(exchange(bad));
            }
        }

        @Test
        void publicClientMayNot() {
            String client = keys.client("publicClient", true, "serviceAccountsEnabled", false);
            String key = keys.key("audiences", List.of(client)).text("key");

            Answer answer = keys.realm()
                    .token(
                            "grant_type",
                            EXCHANGE,
                            "client_id",
                            client,
                            "subject_token",
                            key,
                            "subject_token_type",
                            KEY_TYPE)
                    .send()
                    .expect(400);

            assertThat(answer.text("error")).isEqualTo("unauthorized_client");
        }

        @Test
        void agentMayNot() {
            TestAgent agent = new TestAgents(gatehouse, keys.realm()).withSecret();
            String key = keys.key("audiences", List.of(agent.id())).text("key");

            Answer answer = keys.realm()
                    .token(
                            "grant_type",
                            EXCHANGE,
                            "client_id",
                            agent.id(),
                            "client_secret",
                            agent.secret(),
                            "subject_token",
                            key,
                            "subject_token_type",
                            KEY_TYPE)
                    .send()
                    .expect(400);

            assertThat(answer.text("error")).isEqualTo("unauthorized_client");
        }

        @Test
        void clientWithAWrongSecretMayNot() {
            assertThat(exchangeAs("demo-api", "wrong", keys.key().text("key"))
                            .expect(401)
                            .text("error"))
                    .isIn("invalid_client", "unauthorized_client");
        }
    }

    @Nested
    class Parameters {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "actor_token",
                    "actor_token_type",
                    "requested_subject",
                    "requested_issuer",
                    "subject_issuer",
                    "authorization_details"
                })
        void parameterThatAKeyCannotHonourIsRefused(String name) {
            String key = keys.key().text("key");

            assertThat(exchange(key, name, "x").expect(400).text("error")).isEqualTo("invalid_request");
            assertThat(exchange(key, name, "").expect(400).text("error")).isEqualTo("invalid_request");
        }

        @ParameterizedTest
        @CsvSource({
            "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token, invalid_request",
            "requested_token_type, urn:ietf:params:oauth:token-type:id_token, invalid_request",
            "scope, a\"b, invalid_scope",
            "scope, openid, invalid_scope",
            "ttl, 0, invalid_request",
            "ttl, 86401, invalid_request",
            "ttl, x, invalid_request",
            "audience, any, invalid_target",
            "resource, /relative, invalid_target",
            "resource, https://a.example/#f, invalid_target"
        })
        void badParameterIsNeverDropped(String name, String value, String error) {
            assertThat(exchange(keys.key().text("key"), name, value).expect(400).text("error"))
                    .isEqualTo(error);
        }

        @Test
        void parameterThatKeycloakDropsForItsLengthIsRefused() {
            String key = keys.key().text("key");

            for (String name : List.of("scope", "audience", "resource", "requested_token_type", "intent")) {
                assertThat(exchange(key, name, "x".repeat(4_001)).expect(400).text("error"))
                        .as(name)
                        .isEqualTo("invalid_request");
            }
            assertThat(exchange("x".repeat(20_001)).expect(400).text("error")).isEqualTo("invalid_request");
        }

        @Test
        void keyIsNeeded() {
            Answer answer = keys.realm()
                    .token("grant_type", EXCHANGE, "subject_token_type", KEY_TYPE)
                    .basic("demo-api", "demo-api-secret")
                    .send()
                    .expect(400);

            assertThat(answer.text("error")).isEqualTo("invalid_request");
        }

        @Test
        void keyUnderAnotherTypeGoesToKeycloakWhichRefusesIt() {
            assertThat(keys.realm()
                            .token(
                                    "grant_type",
                                    EXCHANGE,
                                    "subject_token",
                                    keys.key().text("key"),
                                    "subject_token_type",
                                    ACCESS_TOKEN)
                            .basic("demo-api", "demo-api-secret")
                            .send()
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void accessTokenMayBeNamedAsTheRequestedType() {
            exchange(keys.key().text("key"), "requested_token_type", ACCESS_TOKEN)
                    .expect(200);
        }
    }

    @Nested
    class Death {
        @Test
        void revokedKeyKillsItsTokens() {
            Answer key = keys.key("scopes", List.of("orders.read"));
            String token = token(key.text("key"));
            assertAlive(token);

            revoke(key);

            assertDead(token);
        }

        @Test
        void keyThatIsSwitchedOffAndOnTakesItsTokensAlong() {
            Answer key = keys.key("scopes", List.of("orders.read"));
            String token = token(key.text("key"));
            assertAlive(token);

            switchOff(key);
            assertDead(token);

            keys.admin("PATCH", "/api-keys/" + key.text("id"))
                    .json(body("is_active", true))
                    .send()
                    .expect(200);
            assertAlive(token);
        }

        @Test
        void keyThatLosesAScopeKillsTheTokensThatCarryIt() {
            Answer key = keys.key("scopes", List.of("orders.read", "orders.write"));
            String reading = exchange(key.text("key"), "scope", "orders.read").text("access_token");
            String both = token(key.text("key"));
            assertAlive(both);

            keys.admin("PATCH", "/api-keys/" + key.text("id"))
                    .json(body("scopes", List.of("orders.read")))
                    .send()
                    .expect(200);

            assertAlive(reading);
            assertDead(both);
        }

        @Test
        void disabledOwnerKillsTheTokens() {
            Person person = keys.person();
            String token = token(
                    keys.key("owner", Map.of("type", "user", "id", person.id())).text("key"));
            assertAlive(token);

            keys.changeUser(person.id(), "enabled", false);

            assertDead(token);
        }

        @Test
        void disabledClientKillsItsTokens() {
            String client = keys.client();
            String token = exchangeAs(
                            client,
                            client,
                            keys.key("audiences", List.of(client)).text("key"))
                    .text("access_token");
            assertThat(isValid(token)).isTrue();

            keys.realm()
                    .admin("PUT", "/clients/" + keys.clientUuid(client))
                    .json(body("clientId", client, "enabled", false))
                    .send()
                    .expect(204);

            assertThat(isValid(token)).isFalse();
        }

        @Test
        void expiredTokenIsDead() {
            String token = token(keys.key().text("key"));

            gatehouse.moveClock(Duration.ofSeconds(301));

            assertDead(token);
        }

        @Test
        void tokenIsRevokedAloneByAnAdministratorAndByItsClient() {
            Answer key = keys.key();
            String first = token(key.text("key"));
            String second = token(key.text("key"));
            String third = token(key.text("key"));

            keys.admin("POST", "/tokens/revoke")
                    .json(body("token_id", claims(first).path("jti").asText()))
                    .send()
                    .expect(200);
            revokeAsClient("demo-api", "demo-api-secret", second).expect(200);
            revokeAsClient("demo-app", "demo-app-secret", third).expect(200);

            assertDead(first);
            assertDead(second);
            assertAlive(third);
        }

        @Test
        void personRevokesTheTokensOfItsOwnKeysOnly() {
            Person owner = keys.person();
            Person other = keys.person();
            String token = token(
                    keys.key("owner", Map.of("type", "user", "id", owner.id())).text("key"));

            revokeAs(other, token);
            assertAlive(token);
            revokeAs(owner, token);
            assertDead(token);
        }

        private void revokeAs(Person person, String token) {
            keys.v1("POST", "/tokens/revoke")
                    .bearer(keys.token(person.username()))
                    .json(body("token", token))
                    .send()
                    .expect(200);
        }

        private Answer revokeAsClient(String id, String secret, String token) {
            return gatehouse
                    .outsideContract()
                    .post(keys.realm().path("/gatehouse/v1/oauth/revoke"))
                    .basic(id, secret)
                    .form("token", token)
                    .send();
        }
    }

    @Nested
    class Elsewhere {
        @Test
        void verifierIsToldTheKeyAndNoAgent() {
            Answer key = keys.key("scopes", List.of("orders.read"));
            JsonNode answer =
                    verify(exchange(key.text("key"), "audience", "demo-api").text("access_token"));

            assertThat(answer.path("valid").asBoolean()).isTrue();
            assertThat(answer.path("key_id").asText()).isEqualTo(key.text("id"));
            assertThat(answer.has("agent_id")).isFalse();
            assertThat(answer.path("target_service").asText()).isEqualTo("demo-api");
        }

        @Test
        void introspectionNamesTheKey() {
            Answer key = keys.key();
            JsonNode answer = keys.introspect("demo-api", "demo-api-secret", token(key.text("key")))
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

            assertThat(keys.introspect("demo-api", "demo-api-secret", token(key))
                            .text("organization_id"))
                    .isEqualTo(organization);
        }

        @Test
        void tokenIsNoCredentialOfGatehouse() {
            String token = token(keys.key("scopes", List.of("gatehouse:*")).text("key"));
            String forUs = exchange(
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
            String token = exchangeAs(client, client, key).text("access_token");

            for (String below : List.of(
                    "/protocol/openid-connect/userinfo",
                    "/account/",
                    "/account/applications",
                    "/account/credentials")) {
                assertRefused(get(keys.realm().path(below), token));
            }
            for (String below : List.of("", "/users", "/gatehouse/agents")) {
                assertRefused(get(keys.realm().adminPath(below), token));
            }
            assertRefused(keys.realm()
                    .token("grant_type", EXCHANGE, "subject_token", token, "subject_token_type", ACCESS_TOKEN)
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
            return gatehouse
                    .http()
                    .get(path)
                    .header("Accept", "application/json")
                    .bearer(token);
        }

        private void assertRefused(Request request) {
            Answer answer = request.send();
            assertThat(answer.status())
                    .as(answer.request() + " " + answer.body())
                    .isBetween(400, 499);
        }
    }

    private Answer exchange(String key, String... more) {
        return exchangeAs("demo-api", "demo-api-secret", key, more);
    }

    private Answer exchangeAs(String client, String secret, String key, String... more) {
        return keys.realm().token(form(key, more)).basic(client, secret).send();
    }

    /** The form of an exchange: names and values in turn. */
    static String[] form(String key, String... more) {
        List<String> form =
                new ArrayList<>(List.of("grant_type", EXCHANGE, "subject_token", key, "subject_token_type", KEY_TYPE));
        form.addAll(List.of(more));
        return form.toArray(String[]::new);
    }

    private String token(String key) {
        return exchange(key).expect(200).text("access_token");
    }

    private static JsonNode claims(String token) {
        return Jwt.parse(token).claims();
    }

    private void revoke(Answer key) {
        keys.admin("DELETE", "/api-keys/" + key.text("id")).send().expect(204);
    }

    private void switchOff(Answer key) {
        keys.admin("PATCH", "/api-keys/" + key.text("id"))
                .json(body("is_active", false))
                .send()
                .expect(200);
    }

    private JsonNode verify(String token) {
        return keys.v1("POST", "/tokens/verify")
                .json(body("token", token))
                .send()
                .expect(200)
                .json();
    }

    private boolean isValid(String token) {
        return verify(token).path("valid").asBoolean();
    }

    private void assertAlive(String token) {
        assertThat(isValid(token)).isTrue();
        assertThat(keys.introspect("demo-api", "demo-api-secret", token)
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();
    }

    private void assertDead(String token) {
        assertThat(isValid(token)).isFalse();
        assertThat(keys.introspect("demo-api", "demo-api-secret", token).body()).isEqualTo(INACTIVE);
    }

    private static void assertInvalidToken(Answer answer) {
        assertThat(answer.expect(400).body())
                .isEqualTo("{\"error\":\"invalid_request\",\"error_description\":\"Invalid token\"}");
    }
}
