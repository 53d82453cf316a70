package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may exchange an API key, which parameters count, and which limits of the key. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyExchangeRulesIT {
    private Gatehouse gatehouse;
    private KeyRealm keys;
    private KeyExchanges exchanges;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
        exchanges = new KeyExchanges(keys);
    }

    @Nested
    class Who {
        @Test
        void clientInTheAudiencesMayAndOthersMayNot() {
            String inside = keys.client();
            String outside = keys.client();
            String key = keys.key("audiences", List.of(inside)).text("key");

            exchanges.as(inside, inside, key).expect(200);
            assertInvalidToken(exchanges.as(outside, outside, key));
        }

        @Test
        void unknownForeignAndDeadKeysHaveOneAnswer() {
            String foreign =
                    new KeyRealm(gatehouse, gatehouse.realm("demo")).key().text("key");
            Answer revoked = keys.key();
            keys.revoke(revoked);
            Answer off = keys.key();
            keys.switchOff(off);
            String key = keys.key().text("key");
            String mistyped = key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A");

            for (String bad : List.of(foreign, revoked.text("key"), off.text("key"), mistyped, "x", "ak_live_x")) {
                assertInvalidToken(exchanges.of(bad));
            }
        }

        @Test
        void publicClientMayNot() {
            String client = keys.client("publicClient", true, "serviceAccountsEnabled", false);
            String key = keys.key("audiences", List.of(client)).text("key");

            Answer answer = keys.realm()
                    .token(KeyExchanges.form(key, "client_id", client))
                    .send()
                    .expect(400);

            assertThat(answer.text("error")).isEqualTo("unauthorized_client");
        }

        @Test
        void agentMayNot() {
            TestAgent agent = new TestAgents(gatehouse, keys.realm()).withSecret();
            String key = keys.key("audiences", List.of(agent.id())).text("key");

            Answer answer = keys.realm()
                    .token(KeyExchanges.form(key, "client_id", agent.id(), "client_secret", agent.secret()))
                    .send()
                    .expect(400);

            assertThat(answer.text("error")).isEqualTo("unauthorized_client");
        }

        @Test
        void clientWithAWrongSecretMayNot() {
            assertThat(exchanges
                            .as("demo-api", "wrong", keys.key().text("key"))
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

            assertThat(exchanges.of(key, name, "x").expect(400).text("error")).isEqualTo("invalid_request");
            assertThat(exchanges.of(key, name, "").expect(400).text("error")).isEqualTo("invalid_request");
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
            assertThat(exchanges
                            .of(keys.key().text("key"), name, value)
                            .expect(400)
                            .text("error"))
                    .isEqualTo(error);
        }

        @Test
        void parameterThatKeycloakDropsForItsLengthIsRefused() {
            String key = keys.key().text("key");

            for (String name : List.of("scope", "audience", "resource", "requested_token_type", "intent")) {
                assertThat(exchanges
                                .of(key, name, "x".repeat(4_001))
                                .expect(400)
                                .text("error"))
                        .as(name)
                        .isEqualTo("invalid_request");
            }
            assertThat(exchanges.of("x".repeat(20_001)).expect(400).text("error"))
                    .isEqualTo("invalid_request");
        }

        @Test
        void keyIsNeeded() {
            Answer answer = keys.realm()
                    .token("grant_type", KeyExchanges.GRANT_TYPE, "subject_token_type", KeyExchanges.KEY_TYPE)
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
                                    KeyExchanges.GRANT_TYPE,
                                    "subject_token",
                                    keys.key().text("key"),
                                    "subject_token_type",
                                    KeyExchanges.ACCESS_TOKEN_TYPE)
                            .basic("demo-api", "demo-api-secret")
                            .send()
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void accessTokenMayBeNamedAsTheRequestedType() {
            exchanges
                    .of(keys.key().text("key"), "requested_token_type", KeyExchanges.ACCESS_TOKEN_TYPE)
                    .expect(200);
        }
    }

    /** What refuses a key at every door, with the same headers. */
    @Nested
    class Limits {
        @Test
        void keyIsThrottledWithRetryAfterAndHeaders() {
            String key =
                    keys.key("rate_limits", List.of(LimitedKeys.limit("a", 2))).text("key");

            Answer taken = exchanges.of(key).expect(200);
            assertThat(taken.header("RateLimit").orElseThrow()).startsWith("\"a\";r=1;t=");
            assertThat(taken.header("RateLimit-Policy")).contains("\"a\";q=2;w=2592000");
            exchanges.of(key).expect(200);
            Answer refused = exchanges.of(key).expect(429);

            assertThat(refused.text("error")).isEqualTo("rate_limited");
            assertThat(Long.parseLong(refused.header("Retry-After").orElseThrow()))
                    .isBetween(1L, (long) LimitedKeys.WINDOW_SECONDS);
            assertThat(refused.header("RateLimit").orElseThrow()).startsWith("\"a\";r=0;t=");
            assertThat(refused.header("RateLimit-Policy")).contains("\"a\";q=2;w=2592000");
        }

        @Test
        void keyNeedsItsCredits() {
            String spent = keys.key("credits", body("remaining", 1)).text("key");
            String refilled = keys.key(
                            "credits", body("remaining", 0, "refill_amount", 5, "refill_interval", "monthly"))
                    .text("key");

            exchanges.of(spent).expect(200);
            Answer refused = exchanges.of(spent).expect(429);
            Answer waiting = exchanges.of(refilled).expect(429);

            assertThat(refused.text("error")).isEqualTo("usage_exceeded");
            assertThat(refused.header("Retry-After")).isEmpty();
            assertThat(Long.parseLong(waiting.header("Retry-After").orElseThrow()))
                    .isBetween(1L, 31 * 86_400L);
        }

        @Test
        void addressOfTheClientMustBeAllowed() {
            String away = keys.key("allowed_ips", List.of("203.0.113.0/24")).text("key");
            String here = keys.key("allowed_ips", List.of("127.0.0.1", "::1")).text("key");

            assertThat(exchanges.of(away).expect(403).text("error")).isEqualTo("forbidden_ip");
            exchanges.of(here).expect(200);
        }

        @Test
        void strangerIsToldNothingAndSpendsNothing() {
            String stranger = keys.client();
            String key = keys.key("credits", body("remaining", 1)).text("key");

            assertInvalidToken(exchanges.as(stranger, stranger, key));
            exchanges.of(key).expect(200);
            assertInvalidToken(exchanges.as(stranger, stranger, key));
        }
    }

    private static void assertInvalidToken(Answer answer) {
        assertThat(answer.expect(400).body())
                .isEqualTo("{\"error\":\"invalid_request\",\"error_description\":\"Invalid token\"}");
    }
}
