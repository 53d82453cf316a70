package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The realm's settings: who may see and change them, their bounds, and what they do. Long because each setting is tried by what
 * it does.
 */
@ExtendWith(GatehouseExtension.class)
class SettingsIT {
    private static final Map<String, Object> DEFAULTS = body(
            "key_prefix",
            "ak",
            "self_service_scopes",
            List.of(),
            "key_default_lifetime_days",
            90,
            "key_max_lifetime_days",
            365,
            "token_max_ttl_seconds",
            86_400,
            "target_required",
            false,
            "agent_max_lifetime_days",
            0,
            "default_effect",
            "allow",
            "policy_confirmation_required",
            false,
            "leak_report_keys",
            List.of(),
            "email_code_enabled",
            false,
            "magic_link_enabled",
            false,
            "guests_enabled",
            false,
            "one_tap_enabled",
            false,
            "login_client_id",
            "",
            "login_creates_accounts",
            false,
            "magic_link_same_browser",
            false,
            "guest_max_idle_days",
            30,
            "guest_max_count",
            10_000,
            "time_zone",
            "UTC",
            "upgrade_url",
            "",
            "api_requests_per_second",
            1_000);

    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
    }

    @AfterEach
    void defaults() {
        patch(DEFAULTS).expect(200);
    }

    @Test
    void realmWithoutSettingsHasTheDefaults(Gatehouse gatehouse) {
        try (TestRealm fresh = gatehouse.freshRealm()) {
            fresh.admin("PUT", "").json(body("attributes", Map.of())).send().expect(204);

            JsonNode settings = new KeyRealm(gatehouse, fresh)
                    .admin("GET", "/settings")
                    .send()
                    .expect(200)
                    .json();

            assertThat(settings).isEqualTo(new ObjectMapper().valueToTree(DEFAULTS));
        }
    }

    static Stream<Arguments> atTheLimit() {
        return Stream.of(
                Arguments.of("key_prefix", "a"),
                Arguments.of("key_prefix", "rai_pk"),
                Arguments.of("key_prefix", "abcdefghijklmn_0"),
                Arguments.of("self_service_scopes", List.of()),
                Arguments.of(
                        "self_service_scopes",
                        IntStream.range(0, 100)
                                .mapToObj(i -> "s".repeat(252) + (100 + i))
                                .toList()),
                Arguments.of("key_default_lifetime_days", 1),
                Arguments.of("key_default_lifetime_days", 365),
                Arguments.of("key_max_lifetime_days", 90),
                Arguments.of("key_max_lifetime_days", 3650),
                Arguments.of("token_max_ttl_seconds", 1),
                Arguments.of("token_max_ttl_seconds", 86_400),
                Arguments.of("target_required", true),
                Arguments.of("default_effect", "deny"),
                Arguments.of("policy_confirmation_required", true),
                Arguments.of("agent_max_lifetime_days", 0),
                Arguments.of("agent_max_lifetime_days", 3_650),
                Arguments.of("email_code_enabled", true),
                Arguments.of("magic_link_enabled", true),
                Arguments.of("guests_enabled", true),
                Arguments.of("one_tap_enabled", true),
                Arguments.of("login_client_id", ""),
                Arguments.of("login_client_id", "c".repeat(255)),
                Arguments.of("login_creates_accounts", true),
                Arguments.of("magic_link_same_browser", true),
                Arguments.of("guest_max_idle_days", 1),
                Arguments.of("guest_max_idle_days", 3_650),
                Arguments.of("guest_max_count", 1),
                Arguments.of("guest_max_count", 100_000));
    }

    @ParameterizedTest
    @MethodSource("atTheLimit")
    void settingAtItsLimitIsKeptAndNoOtherChanges(String setting, Object value) {
        JsonNode before = shown();

        JsonNode after = patch(body(setting, value)).expect(200).json();

        assertThat(after).isEqualTo(shown());
        assertThat(after.path(setting).toString().replace("\"", ""))
                .isEqualTo(String.valueOf(value).replace(", ", ","));
        after.fieldNames().forEachRemaining(name -> {
            if (!name.equals(setting)) {
                assertThat(after.path(name)).as(name).isEqualTo(before.path(name));
            }
        });
    }

    static Stream<Arguments> beyondTheLimit() {
        return Stream.of(
                Arguments.of("key_prefix", ""),
                Arguments.of("key_prefix", "abcdefghijklmn_01"),
                Arguments.of("key_prefix", "AK"),
                Arguments.of("key_prefix", "1ak"),
                Arguments.of("key_prefix", "ak_"),
                Arguments.of("key_prefix", "_ak"),
                Arguments.of("key_prefix", "a-k"),
                Arguments.of("key_prefix", "äk"),
                Arguments.of("key_prefix", 5),
                Arguments.of(
                        "self_service_scopes",
                        IntStream.range(0, 101).mapToObj(i -> "s" + i).toList()),
                Arguments.of("self_service_scopes", List.of("s".repeat(256))),
                Arguments.of("self_service_scopes", List.of("a b")),
                Arguments.of("self_service_scopes", List.of("gatehouse:read")),
                Arguments.of("self_service_scopes", List.of("ok", "tokens:issue")),
                Arguments.of("self_service_scopes", List.of("api-keys:verify")),
                Arguments.of("self_service_scopes", List.of("gatehouse:made-up")),
                Arguments.of("self_service_scopes", "a"),
                Arguments.of("key_default_lifetime_days", 0),
                Arguments.of("key_default_lifetime_days", 366),
                Arguments.of("key_default_lifetime_days", "90"),
                Arguments.of("key_max_lifetime_days", 3651),
                Arguments.of("key_max_lifetime_days", 0),
                Arguments.of("key_max_lifetime_days", 4_294_967_386L),
                Arguments.of("token_max_ttl_seconds", 0),
                Arguments.of("token_max_ttl_seconds", 86_401),
                Arguments.of("token_max_ttl_seconds", 300.5),
                Arguments.of("agent_max_lifetime_days", -1),
                Arguments.of("agent_max_lifetime_days", 3_651),
                Arguments.of("target_required", "true"),
                Arguments.of("default_effect", "throttle"),
                Arguments.of("default_effect", true),
                Arguments.of("policy_confirmation_required", "yes"),
                Arguments.of("target_required", 1),
                Arguments.of("email_code_enabled", "true"),
                Arguments.of("magic_link_enabled", 1),
                Arguments.of("guests_enabled", "yes"),
                Arguments.of("one_tap_enabled", List.of(true)),
                Arguments.of("login_client_id", "c".repeat(256)),
                Arguments.of("login_creates_accounts", "no"),
                Arguments.of("magic_link_same_browser", 0),
                Arguments.of("guest_max_idle_days", 0),
                Arguments.of("guest_max_idle_days", 3_651),
                Arguments.of("guest_max_count", 0),
                Arguments.of("guest_max_count", 100_001),
                Arguments.of("unknown", 1),
                Arguments.of("gatehouse.key_prefix", "x"),
                Arguments.of("keyPrefix", "x"));
    }

    @ParameterizedTest
    @MethodSource("beyondTheLimit")
    void settingBeyondItsLimitIsNamedAndNothingChanges(String setting, Object value) {
        JsonNode before = shown();

        Answer refused = patch(body("target_required", true, setting, value)).expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).startsWith("/" + setting);
        assertThat(shown()).isEqualTo(before);
    }

    @Test
    void defaultLifetimeMayNotExceedTheMaximum() {
        assertThat(patch(body("key_max_lifetime_days", 89))
                        .expect(422)
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/key_default_lifetime_days");
        patch(body("key_max_lifetime_days", 30, "key_default_lifetime_days", 30))
                .expect(200);
    }

    @Test
    void settingThatIsNullStaysAsItIs() {
        patch(body("key_prefix", "mine")).expect(200);

        assertThat(patch(body("key_prefix", null)).expect(200).text("key_prefix"))
                .isEqualTo("mine");
    }

    @Test
    void prefixIsOfNewKeysAndOldOnesStayValid() {
        String old = keys.key().text("key");

        patch(body("key_prefix", "rai_pk")).expect(200);
        String key = keys.key("environment", "test").text("key");

        assertThat(key).startsWith("rai_pk_test_");
        assertThat(keys.verify(key).text("code")).isEqualTo("VALID");
        assertThat(keys.verify(old).text("code")).isEqualTo("VALID");
    }

    @Test
    void lifetimesBindNewKeys() {
        patch(body("key_default_lifetime_days", 7, "key_max_lifetime_days", 10)).expect(200);

        JsonNode key = keys.key().json();

        assertThat(Duration.between(
                        Instant.parse(key.path("created_at").asText()),
                        Instant.parse(key.path("expires_at").asText())))
                .isEqualTo(Duration.ofDays(7));
        keys.admin("POST", "/api-keys")
                .json(body("name", "k", "expires_in_days", 10))
                .send()
                .expect(201);
        keys.admin("POST", "/api-keys")
                .json(body("name", "k", "expires_in_days", 11))
                .send()
                .expect(422);
    }

    @Test
    void settingsTravelWithTheRealmsExport() {
        patch(body("key_prefix", "moved", "self_service_scopes", List.of("a", "b")))
                .expect(200);

        JsonNode attributes = keys.realm()
                .admin("POST", "/partial-export")
                .send()
                .expect(200)
                .json()
                .path("attributes");

        assertThat(attributes.path("gatehouse.key_prefix").asText()).isEqualTo("moved");
        assertThat(attributes.path("gatehouse.self_service_scopes").asText()).isEqualTo("a b");
    }

    @Test
    void attributesEditedIntoNonsenseReadAsTheDefaults() {
        Map<String, Object> nonsense = body(
                "gatehouse.key_prefix", "NO!",
                "gatehouse.self_service_scopes", "fine gatehouse:* \u0001",
                "gatehouse.key_default_lifetime_days", "-5",
                "gatehouse.key_max_lifetime_days", "99999999999999999999",
                "gatehouse.token_max_ttl_seconds", "1e3",
                "gatehouse.target_required", "maybe",
                "gatehouse.default_effect", "nonsense",
                "gatehouse.policy_confirmation_required", "maybe");
        keys.realm().admin("PUT", "").json(body("attributes", nonsense)).send().expect(204);

        JsonNode settings = shown();

        assertThat(settings.path("key_prefix").asText()).isEqualTo("ak");
        assertThat(settings.path("self_service_scopes")).isEmpty();
        assertThat(settings.path("key_default_lifetime_days").asInt()).isEqualTo(90);
        assertThat(settings.path("key_max_lifetime_days").asInt()).isEqualTo(365);
        assertThat(settings.path("token_max_ttl_seconds").asInt()).isEqualTo(86_400);
        assertThat(settings.path("default_effect").asText()).isEqualTo("deny");
        assertThat(settings.path("policy_confirmation_required").asBoolean()).isTrue();
        assertThat(keys.key().text("key")).startsWith("ak_live_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "view-gatehouse", "manage-api-keys", "manage-agents", "manage-realm", "view-realm"})
    void settingsAreForHoldersOfManageGatehouse(String role) {
        KeyRealm.Person person = role.isEmpty() ? keys.person() : keys.person(role);
        String token = keys.token(person.username());
        JsonNode before = shown();

        Answer seen = keys.v1("GET", "/settings").bearer(token).send().expect(403);
        keys.v1("PATCH", "/settings")
                .bearer(token)
                .json(body("target_required", true))
                .send()
                .expect(403);

        assertThat(seen.text("required_scope")).isEqualTo("gatehouse:*");
        assertThat(shown()).isEqualTo(before);
    }

    @Test
    void holderOfManageGatehouseChangesThemWithAnyOfItsCredentials() {
        String token = keys.token(keys.person("manage-gatehouse").username());
        String key = keys.key("scopes", List.of("gatehouse:*")).text("key");

        keys.v1("PATCH", "/settings")
                .bearer(token)
                .json(body("target_required", true))
                .send()
                .expect(200);
        keys.v1("PATCH", "/settings")
                .bearer(key)
                .json(body("target_required", false))
                .send()
                .expect(200);
        keys.v1("GET", "/settings").send().expect(401);
    }

    private JsonNode shown() {
        return keys.admin("GET", "/settings").send().expect(200).json();
    }

    private Answer patch(Map<String, Object> settings) {
        return keys.admin("PATCH", "/settings").json(settings).send();
    }
}
