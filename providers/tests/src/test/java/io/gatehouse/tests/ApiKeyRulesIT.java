package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on the rules of who may grant what, as far as they are about API keys. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyRulesIT {
    private static final String[] ADMINISTRATIVE = {
        "gatehouse:*",
        "gatehouse:read",
        "api-keys:write",
        "api-keys:read",
        "api-keys:verify",
        "agents:write",
        "tokens:issue",
        "tokens:revoke",
        "audit:read",
        "policies:write",
        "webhooks:write",
        "domains:write",
        "plans:write"
    };

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
        keys.allowSelfService("orders.read", "calendar.read", "reader");
    }

    /** Rule 1: who may grant which scopes. */
    @Nested
    class Rule1 {
        static String[] administrative() {
            return ADMINISTRATIVE;
        }

        @ParameterizedTest
        @MethodSource("administrative")
        void personGrantsNoAdministrativeScope(String scope) {
            Person person = keys.person();
            String token = keys.token(person.username());
            String id = keys.create(token, "name", "k").expect(201).text("id");

            Answer created =
                    keys.create(token, "name", "k2", "scopes", List.of(scope)).expect(403);
            Answer patched = keys.patchAs(token, id, "scopes", List.of(scope)).expect(403);

            assertThat(created.json().path("required_scope").isTextual()).isTrue();
            assertThat(patched.json().path("required_scope").isTextual()).isTrue();
            assertThat(keys.shown(id).path("scopes")).isEmpty();
            assertThat(keys.keysOf(person)).hasSize(1);
        }

        @Test
        void personGrantsTheRealmsSelfServiceScopes() {
            String token = keys.token(keys.person().username());

            JsonNode key = keys.create(token, "name", "k", "scopes", List.of("orders.read", "calendar.read"))
                    .expect(201)
                    .json();

            assertThat(key.path("scopes")).hasSize(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"orders.write", "calendar.write", "reader", "offline_access", "gatehouse"})
        void personGrantsNoOtherScope(String scope) {
            String token = keys.token(keys.person().username());
            String id = keys.create(token, "name", "k").expect(201).text("id");

            assertThat(keys.create(token, "name", "k", "scopes", List.of("orders.read", scope))
                            .expect(422)
                            .json()
                            .at("/errors/0/code")
                            .asText())
                    .isEqualTo("scope_not_allowed");
            keys.patchAs(token, id, "scopes", List.of(scope)).expect(422);
            assertThat(keys.shown(id).path("scopes")).isEmpty();
        }

        @Test
        void roleAsScopeIsForThoseWhoHoldIt() {
            assertThat(keys.create(keys.token("alice"), "name", "k", "scopes", List.of("reader"))
                            .expect(201)
                            .json()
                            .at("/scopes/0")
                            .asText())
                    .isEqualTo("reader");
        }

        @ParameterizedTest
        @CsvSource({
            "manage-api-keys, api-keys:write, 201",
            "manage-api-keys, api-keys:verify, 201",
            "manage-api-keys, orders.anything, 201",
            "manage-api-keys, gatehouse:*, 403",
            "manage-api-keys, gatehouse:read, 403",
            "manage-api-keys, tokens:issue, 403",
            "manage-api-keys, audit:read, 403",
            "manage-gatehouse, gatehouse:*, 201",
            "manage-gatehouse, audit:read, 201",
            "manage-gatehouse, gatehouse:unheard-of, 422",
            "manage-gatehouse, tokens:unheard-of, 422",
            "view-gatehouse, api-keys:read, 201",
            "view-gatehouse, gatehouse:read, 201",
            "view-gatehouse, api-keys:write, 403",
            "verify-api-keys, api-keys:verify, 201",
            "verify-api-keys, api-keys:write, 403",
            "manage-agents, tokens:issue, 201",
            "manage-agents, api-keys:write, 403"
        })
        void administratorGrantsWhatItHoldsItself(String role, String scope, int status) {
            String token = keys.token(keys.person(role).username());

            keys.create(token, "name", "k", "scopes", List.of(scope)).expect(status);
        }

        @Test
        void everyScopeOfAListIsAskedAbout() {
            String token = keys.token(keys.person("manage-api-keys").username());

            keys.create(token, "name", "k", "scopes", List.of("orders.read", "api-keys:read", "tokens:issue"))
                    .expect(403);
        }

        @Test
        void managersOwnOrganizationConfersNoScope() {
            String organization = keys.organization();
            Person manager = keys.person();
            keys.makeManager(organization, manager.id());
            Map<String, String> owner = Map.of("type", "organization", "id", organization);

            keys.create(keys.token(manager.username()), "name", "k", "owner", owner, "scopes", List.of("api-keys:read"))
                    .expect(403);
        }

        @Test
        void keyOfAnOrganizationHasNoAdministrativeScopeAtWork() {
            String organization = keys.organization();
            Answer made = keys.key(
                    "owner", Map.of("type", "organization", "id", organization), "scopes", List.of("api-keys:read"));

            assertThat(keys.verify(made.text("key")).json().path("scopes")).isEmpty();
            keys.v1("GET", "/api-keys").bearer(made.text("key")).send().expect(403);
        }

        @Test
        void keyWithoutTheWriteScopeMakesAndChangesNoKeys() {
            Answer reader = keys.key("scopes", List.of("gatehouse:read", "orders.write"));
            String key = reader.text("key");

            keys.create(key, "name", "k").expect(403);
            keys.patchAs(key, reader.text("id"), "name", "other").expect(403);
            keys.v1("DELETE", "/api-keys/" + reader.text("id"))
                    .bearer(key)
                    .send()
                    .expect(403);
            assertThat(keys.shown(reader.text("id")).path("status").asText()).isEqualTo("active");
        }

        @Test
        void keyWithTheWriteScopeGrantsNothingBeyondItself() {
            String key = keys.key("scopes", List.of("api-keys:write")).text("key");

            keys.create(key, "name", "k", "scopes", List.of("orders.read")).expect(201);
            keys.create(key, "name", "k", "scopes", List.of("api-keys:write")).expect(201);
            keys.create(key, "name", "k", "scopes", List.of("gatehouse:*")).expect(403);
        }
    }

    /** Rule 2: keys for other people. */
    @Nested
    class Rule2 {
        @Test
        void keyForAnotherPersonNeedsImpersonation() {
            Person other = keys.person();
            String without = keys.token(keys.person("manage-api-keys").username());
            String with =
                    keys.token(keys.person("manage-api-keys", "impersonation").username());
            Map<String, String> owner = Map.of("type", "user", "id", other.id());

            assertThat(keys.create(without, "name", "k", "owner", owner)
                            .expect(403)
                            .text("code"))
                    .isEqualTo("impersonation_required");
            assertThat(keys.keysOf(other)).isEmpty();
            keys.create(with, "name", "k", "owner", owner).expect(201);
        }

        @Test
        void impersonationAloneIsNotEnough() {
            String token = keys.token(keys.person("impersonation").username());

            keys.create(
                            token,
                            "name",
                            "k",
                            "owner",
                            Map.of("type", "user", "id", keys.person().id()))
                    .expect(403);
        }

        @ParameterizedTest
        @ValueSource(strings = {"alice", "nobody-at-all"})
        void refusalDoesNotTellWhoExists(String username) {
            String token = keys.token(keys.person("manage-api-keys").username());
            String plain = keys.token(keys.person().username());
            Map<String, String> owner = Map.of("type", "user", "id", username);

            assertThat(keys.create(token, "name", "k", "owner", owner)
                            .expect(403)
                            .text("code"))
                    .isEqualTo("impersonation_required");
            assertThat(keys.create(plain, "name", "k", "owner", owner)
                            .expect(403)
                            .text("required_scope"))
                    .isEqualTo("api-keys:write");
        }

        @ParameterizedTest
        @ValueSource(strings = {"service-account-demo-api", "nobody-at-all"})
        void personMakesNoKeyForAServiceAccount(String username) {
            String token = keys.token(keys.person().username());

            keys.create(token, "name", "k", "owner", Map.of("type", "service_account", "id", username))
                    .expect(403);
        }

        @Test
        void personNamesItselfByIdOrName() {
            Person person = keys.person();
            String token = keys.token(person.username());

            for (String id : List.of(person.id(), person.username())) {
                assertThat(keys.create(token, "name", "k", "owner", Map.of("type", "user", "id", id))
                                .expect(201)
                                .json()
                                .at("/owner/id")
                                .asText())
                        .isEqualTo(person.id());
            }
        }

        @Test
        void keyIsNoPersonWhoImpersonates() {
            String key = keys.key("scopes", List.of("gatehouse:*")).text("key");

            assertThat(keys.create(key, "name", "k", "owner", Map.of("type", "user", "id", "alice"))
                            .expect(403)
                            .text("code"))
                    .isEqualTo("impersonation_required");
        }
    }

    /** Rule 8: revoked is for good. */
    @Nested
    class Rule8 {
        @ParameterizedTest
        @ValueSource(strings = {"{\"is_active\":true}", "{\"name\":\"new\"}", "{\"scopes\":[\"a\"]}", "{}"})
        void revokedKeyIsNotPatched(String patch) {
            Answer made = keys.key();
            String id = made.text("id");
            keys.admin("DELETE", "/api-keys/" + id).send().expect(204);
            JsonNode before = keys.shown(id);

            Answer refused = keys.admin("PATCH", "/api-keys/" + id)
                    .body("application/json", patch)
                    .send()
                    .expect(409);

            assertThat(refused.text("code")).isEqualTo("key_revoked");
            assertThat(keys.shown(id)).isEqualTo(before);
            assertThat(keys.verify(made.text("key")).text("code")).isEqualTo("REVOKED");
        }

        @Test
        void revokedAndExpiredKeyIsStillRevoked() {
            Answer made = keys.key("expires_in_days", 1);
            keys.admin("DELETE", "/api-keys/" + made.text("id")).send().expect(204);

            gatehouse.moveClock(Duration.ofHours(25));

            assertThat(keys.verify(made.text("key")).text("code")).isEqualTo("REVOKED");
            assertThat(keys.shown(made.text("id")).path("status").asText()).isEqualTo("revoked");
        }
    }
}
