package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak's own introspection endpoint (RFC 7662) for API keys, agent tokens and tokens of users. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyIntrospectionIT {
    private static final String INACTIVE = "{\"active\":false}";

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Nested
    class OfKeys {
        @Test
        void clientThatMayVerifyKeysSeesWhatAKeyIs() {
            JsonNode made = keys.key("scopes", List.of("a", "b")).json();

            JsonNode answer = demoApi(made.path("key").asText()).expect(200).json();

            assertThat(answer.path("active").asBoolean()).isTrue();
            assertThat(answer.path("token_type").asText()).isEqualTo("api_key");
            assertThat(answer.path("sub")).isEqualTo(made.at("/owner/id"));
            assertThat(answer.path("client_id")).isEqualTo(made.path("id"));
            assertThat(answer.path("scope").asText()).isEqualTo("a b");
            assertThat(answer.path("exp").asLong())
                    .isEqualTo(Instant.parse(made.path("expires_at").asText()).getEpochSecond());
            assertThat(answer.toString()).doesNotContain(made.path("key").asText());
        }

        @Test
        void clientInTheAudiencesSeesTheKeyAndOthersDoNot() {
            String inside = keys.client();
            String outside = keys.client();
            String key = keys.key("audiences", List.of(inside)).text("key");

            assertThat(keys.introspect(inside, inside, key)
                            .json()
                            .path("active")
                            .asBoolean())
                    .isTrue();
            assertThat(keys.introspect(outside, outside, key).expect(200).body())
                    .isEqualTo(INACTIVE);
        }

        @Test
        void clientThatLosesItsRoleSeesNothingAtOnce() {
            String client = keys.client();
            String key = keys.key().text("key");
            keys.realm().grant(keys.serviceAccount(client), "verify-api-keys");
            assertThat(keys.introspect(client, client, key)
                            .json()
                            .path("active")
                            .asBoolean())
                    .isTrue();

            keys.takeRole(keys.serviceAccount(client), "verify-api-keys");

            assertThat(keys.introspect(client, client, key).body()).isEqualTo(INACTIVE);
        }

        @Test
        void keyThatIsNoGoodIsExactlyInactive() {
            Answer revoked = keys.key();
            keys.admin("DELETE", "/api-keys/" + revoked.text("id")).send().expect(204);
            Answer off = keys.key();
            keys.admin("PATCH", "/api-keys/" + off.text("id"))
                    .json(body("is_active", false))
                    .send()
                    .expect(200);
            String key = keys.key().text("key");
            char last = key.charAt(key.length() - 1);
            String mistyped = key.substring(0, key.length() - 1) + (last == 'A' ? 'B' : 'A');

            for (String bad : List.of(revoked.text("key"), off.text("key"), mistyped, "ak_live_x")) {
                assertThat(demoApi(bad).expect(200).body()).isEqualTo(INACTIVE);
            }
        }

        @Test
        void expiredKeyIsExactlyInactive() {
            String key = keys.key("expires_in_days", 1).text("key");

            gatehouse.moveClock(Duration.ofHours(25));

            assertThat(demoApi(key).expect(200).body()).isEqualTo(INACTIVE);
        }

        @Test
        void keyOfAnotherRealmIsExactlyInactive() {
            String key = new KeyRealm(gatehouse, gatehouse.realm("demo")).key().text("key");

            assertThat(demoApi(key).expect(200).body()).isEqualTo(INACTIVE);
        }

        @Test
        void introspectionNeedsAClient() {
            String key = keys.key().text("key");

            keys.introspect("demo-api", "wrong", key).expect(401);
            gatehouse
                    .http()
                    .post(keys.realm().path("/protocol/openid-connect/token/introspect"))
                    .form("token", key)
                    .send()
                    .expect(401);
        }
    }

    @Nested
    class OfAgentTokens {
        @Test
        void tokenForAnyoneIsSeenByEveryConfidentialClient() {
            String client = keys.client();
            String agent = agent();

            JsonNode answer = keys.introspect(client, client, token(agent, null))
                    .expect(200)
                    .json();

            assertThat(answer.path("active").asBoolean()).isTrue();
            assertThat(answer.path("aud").asText()).isEqualTo(keys.realm().issuer());
            assertThat(answer.path("sub").asText()).isEqualTo(agent);
            assertThat(answer.path("client_id").asText()).isEqualTo(agent);
            assertThat(answer.path("scope").asText()).isEqualTo("orders.read");
            assertThat(answer.path("target_service").asText()).isEqualTo("any");
        }

        @Test
        void tokenForOneClientIsSeenByThatClientAlone() {
            String inside = keys.client();
            String outside = keys.client();
            String token = token(agent(), inside);

            assertThat(keys.introspect(inside, inside, token).json().path("aud").asText())
                    .isEqualTo(inside);
            assertThat(keys.introspect(outside, outside, token).expect(200).body())
                    .isEqualTo(INACTIVE);
            assertThat(demoApi(token).expect(200).body()).isEqualTo(INACTIVE);
        }

        @Test
        void revokedTokenIsExactlyInactive() {
            String token = token(agent(), null);
            keys.admin("POST", "/tokens/revoke")
                    .json(body("token", token))
                    .send()
                    .expect(200);

            assertThat(demoApi(token).expect(200).body()).isEqualTo(INACTIVE);
        }

        @Test
        void tokensOfAPausedAgentAreExactlyInactive() {
            String agent = agent();
            String token = token(agent, null);
            keys.admin("POST", "/agents/" + agent + "/pause").send().expect(200);

            assertThat(demoApi(token).expect(200).body()).isEqualTo(INACTIVE);
        }

        @Test
        void expiredTokenIsExactlyInactive() {
            String token = token(agent(), null);

            gatehouse.moveClock(Duration.ofSeconds(400));

            assertThat(demoApi(token).expect(200).body()).isEqualTo(INACTIVE);
        }

        @Test
        void tokenOfAnotherRealmIsExactlyInactive() {
            KeyRealm demo = new KeyRealm(gatehouse, gatehouse.realm("demo"));
            String agent = agent(demo);
            String token = token(demo, agent, null);
            demo.admin("DELETE", "/agents/" + agent).send().expect(204);

            assertThat(demoApi(token).expect(200).body()).isEqualTo(INACTIVE);
        }

        @Test
        void tokenWithAChangedSignatureIsExactlyInactive() {
            String token = token(agent(), null);
            int at = token.lastIndexOf('.') + 10;
            char other = token.charAt(at) == 'A' ? 'B' : 'A';

            assertThat(demoApi(token.substring(0, at) + other + token.substring(at + 1))
                            .expect(200)
                            .body())
                    .isEqualTo(INACTIVE);
        }

        private String agent() {
            return agent(keys);
        }

        private static String agent(KeyRealm realm) {
            return realm.admin("POST", "/agents")
                    .json(body("name", "reader", "owner", "team", "scopes", List.of("orders.read")))
                    .send()
                    .expect(201)
                    .text("id");
        }

        private String token(String agent, @Nullable String target) {
            return token(keys, agent, target);
        }

        private static String token(KeyRealm realm, String agent, @Nullable String target) {
            return realm.admin("POST", "/tokens")
                    .json(body("agent_id", agent, "scope", List.of("orders.read"), "target_service", target))
                    .send()
                    .expect(201)
                    .text("token");
        }
    }

    @Nested
    class OfStockTokens {
        @Test
        void tokenOfAUserIsIntrospectedAsEver() {
            String token = keys.realm().userToken("alice", "openid calendar.read");

            JsonNode answer = demoApi(token).expect(200).json();

            assertThat(answer.path("active").asBoolean()).isTrue();
            assertThat(answer.path("username").asText()).isEqualTo("alice");
            assertThat(answer.path("client_id").asText()).isEqualTo("demo-app");
            assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
        }

        @Test
        void tokenOfAUserAfterLogoutAndGarbageAreInactiveAsEver() {
            Answer tokens = keys.logIn("demo-app", "demo-app-secret", "alice");
            gatehouse
                    .http()
                    .post(keys.realm().path("/protocol/openid-connect/logout"))
                    .basic("demo-app", "demo-app-secret")
                    .form("refresh_token", tokens.text("refresh_token"))
                    .send()
                    .expect(204);

            assertThat(demoApi(tokens.text("access_token")).expect(200).body()).isEqualTo(INACTIVE);
            assertThat(demoApi("garbage").expect(200).body()).isEqualTo(INACTIVE);
        }
    }

    private Answer demoApi(String token) {
        return keys.introspect("demo-api", "demo-api-secret", token);
    }
}
