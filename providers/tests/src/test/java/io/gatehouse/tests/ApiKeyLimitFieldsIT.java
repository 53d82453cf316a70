package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rate limits, credits and allowed addresses of keys are set, shown and changed within their bounds. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyLimitFieldsIT {
    private KeyRealm keys;
    private LimitedKeys limited;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
        limited = new LimitedKeys(keys);
    }

    @Test
    void limitsAreShownAsTheyWereSetInCanonicalForm() {
        String id = keys.key(
                        "rate_limits",
                        List.of(LimitedKeys.limit("minute", 10), LimitedKeys.limit("day", 1_000_000_000)),
                        "credits",
                        body("remaining", 500, "refill_amount", 100, "refill_interval", "monthly"),
                        "allowed_ips",
                        List.of("10.0.0.0/8", "::ffff:192.0.2.7", "2001:DB8::/32"))
                .text("id");

        JsonNode shown = keys.shown(id);

        assertThat(shown.path("rate_limits").toString())
                .isEqualTo("[{\"name\":\"minute\",\"limit\":10,\"window_seconds\":2592000},"
                        + "{\"name\":\"day\",\"limit\":1000000000,\"window_seconds\":2592000}]");
        assertThat(shown.at("/credits/remaining").asLong()).isEqualTo(500);
        assertThat(shown.at("/credits/refill_amount").asLong()).isEqualTo(100);
        assertThat(shown.at("/credits/refill_interval").asText()).isEqualTo("monthly");
        assertThat(shown.at("/credits/refills_at").asText()).endsWith("-01T00:00:00Z");
        assertThat(shown.path("allowed_ips").toString())
                .isEqualTo("[\"10.0.0.0/8\",\"192.0.2.7/32\",\"2001:db8::/32\"]");
        JsonNode plain = keys.shown(keys.key().text("id"));
        assertThat(plain.path("rate_limits")).isEmpty();
        assertThat(plain.path("allowed_ips")).isEmpty();
        assertThat(plain.path("credits").isNull()).isTrue();
    }

    static Stream<Arguments> beyondTheLimit() {
        Map<String, Object> good = LimitedKeys.limit("a", 1);
        return Stream.of(
                Arguments.of("rate_limits", good, "/rate_limits"),
                Arguments.of("rate_limits", "a", "/rate_limits"),
                Arguments.of("rate_limits", List.of("a"), "/rate_limits/0/limit"),
                Arguments.of("rate_limits", List.of(5), "/rate_limits/0"),
                Arguments.of("rate_limits", List.of(good, good), "/rate_limits/1/name"),
                Arguments.of(
                        "rate_limits",
                        IntStream.range(0, 6)
                                .mapToObj(i -> LimitedKeys.limit("l" + i, 1))
                                .toList(),
                        "/rate_limits"),
                Arguments.of("rate_limits", List.of(LimitedKeys.limit("", 1)), "/rate_limits/0/name"),
                Arguments.of("rate_limits", List.of(LimitedKeys.limit("a\"b", 1)), "/rate_limits/0/name"),
                Arguments.of("rate_limits", List.of(LimitedKeys.limit("x".repeat(65), 1)), "/rate_limits/0/name"),
                Arguments.of("rate_limits", List.of(LimitedKeys.limit("a", 0)), "/rate_limits/0/limit"),
                Arguments.of("rate_limits", List.of(LimitedKeys.limit("a", 1_000_000_001)), "/rate_limits/0/limit"),
                Arguments.of(
                        "rate_limits",
                        List.of(body("name", "a", "limit", 1, "window_seconds", 0)),
                        "/rate_limits/0/window_seconds"),
                Arguments.of(
                        "rate_limits",
                        List.of(body("name", "a", "limit", 1, "window_seconds", 2_592_001)),
                        "/rate_limits/0/window_seconds"),
                Arguments.of(
                        "rate_limits",
                        List.of(body("name", "a", "limit", "1", "window_seconds", 60)),
                        "/rate_limits/0/limit"),
                Arguments.of(
                        "rate_limits",
                        List.of(body("name", "a", "limit", 1, "window_seconds", 60, "burst", 2)),
                        "/rate_limits/0/burst"),
                Arguments.of("credits", 5, "/credits"),
                Arguments.of("credits", body(), "/credits/remaining"),
                Arguments.of("credits", body("remaining", -1), "/credits/remaining"),
                Arguments.of("credits", body("remaining", 1_000_000_000_001L), "/credits/remaining"),
                Arguments.of("credits", body("remaining", 1.5), "/credits/remaining"),
                Arguments.of("credits", body("remaining", 1, "refill_amount", 1), "/credits/refill_interval"),
                Arguments.of("credits", body("remaining", 1, "refill_interval", "daily"), "/credits/refill_amount"),
                Arguments.of(
                        "credits",
                        body("remaining", 1, "refill_amount", 0, "refill_interval", "daily"),
                        "/credits/refill_amount"),
                Arguments.of(
                        "credits",
                        body("remaining", 1, "refill_amount", 1, "refill_interval", "hourly"),
                        "/credits/refill_interval"),
                Arguments.of("allowed_ips", "10.0.0.0/8", "/allowed_ips"),
                Arguments.of("allowed_ips", List.of("10.0.0.1/8"), "/allowed_ips"),
                Arguments.of("allowed_ips", List.of("localhost"), "/allowed_ips"),
                Arguments.of("allowed_ips", List.of("10.0.0.0/33"), "/allowed_ips"),
                Arguments.of("allowed_ips", List.of(5), "/allowed_ips/0"),
                Arguments.of(
                        "allowed_ips",
                        IntStream.range(0, 51).mapToObj(i -> "10.0.0." + i).toList(),
                        "/allowed_ips"));
    }

    @ParameterizedTest
    @MethodSource("beyondTheLimit")
    void memberBeyondItsLimitIsNamedAtCreationAndChange(String member, Object value, String pointer) {
        String id = keys.key().text("id");
        JsonNode before = keys.shown(id);

        Answer atCreation = keys.admin("POST", "/api-keys")
                .json(body("name", "k", member, value))
                .send()
                .expect(422);
        Answer atChange = keys.admin("PATCH", "/api-keys/" + id)
                .json(body(member, value))
                .send()
                .expect(422);

        assertThat(atCreation.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(atChange.json().at("/errors/0/pointer").asText())
                .isIn(pointer, pointer.replaceFirst("(/credits)/.*", "$1"));
        assertThat(keys.shown(id)).isEqualTo(before);
    }

    @Test
    void bothEndsOfTheBoundsAreTaken() {
        keys.key(
                "rate_limits",
                IntStream.range(0, 5)
                        .mapToObj(i -> LimitedKeys.limit("l" + i, 1))
                        .toList(),
                "allowed_ips",
                IntStream.range(0, 50).mapToObj(i -> "10.0.0." + i).toList(),
                "credits",
                body("remaining", 0, "refill_amount", 1_000_000_000_000L, "refill_interval", "daily"));
        keys.key("rate_limits", null, "allowed_ips", null, "credits", null);
        keys.key("rate_limits", List.of(body("name", "x".repeat(64), "limit", 1_000_000_000, "window_seconds", 1)));
    }

    @Test
    void verifyRefusesWhatIsOutOfBounds() {
        for (Map.Entry<String, Object> bad : List.of(
                Map.<String, Object>entry("cost", -1),
                Map.<String, Object>entry("cost", 1_000_001),
                Map.<String, Object>entry("cost", "1"),
                Map.<String, Object>entry("cost", 1.5),
                Map.<String, Object>entry("resource", ""),
                Map.<String, Object>entry("resource", "x".repeat(65)),
                Map.<String, Object>entry("ip", ""),
                Map.<String, Object>entry("ip", "1".repeat(65)))) {
            Answer refused = keys.admin("POST", "/api-keys/verify")
                    .json(body("key", "x", bad.getKey(), bad.getValue()))
                    .send()
                    .expect(422);
            assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/" + bad.getKey());
        }
    }

    @Test
    void managerChangesLimitsAndTheNextVerificationKnows() {
        Answer made = keys.key("rate_limits", List.of(LimitedKeys.limit("a", 1)));
        String key = made.text("key");
        assertThat(limited.code(key)).isEqualTo("VALID");
        assertThat(limited.code(key)).isEqualTo("RATE_LIMITED");

        patch(made, "rate_limits", List.of(LimitedKeys.limit("a", 3)));
        assertThat(limited.code(key, "cost", 3)).isEqualTo("RATE_LIMITED");
        assertThat(limited.code(key, "cost", 2)).isEqualTo("VALID");
        patch(made, "rate_limits", null);
        assertThat(limited.code(key)).isEqualTo("VALID");
        patch(made, "allowed_ips", List.of("192.0.2.7"));
        assertThat(limited.code(key)).isEqualTo("FORBIDDEN_IP");
        patch(made, "allowed_ips", List.of());
        assertThat(limited.code(key)).isEqualTo("VALID");
    }

    @Test
    void creditsAreToppedUpChangedInPartsAndRemoved() {
        Answer made = keys.key("credits", body("remaining", 2));
        String key = made.text("key");
        assertThat(limited.code(key)).isEqualTo("VALID");

        JsonNode refilled = patch(made, "credits", body("refill_amount", 7, "refill_interval", "daily"));
        assertThat(refilled.at("/credits/remaining").asLong()).isEqualTo(1);
        assertThat(refilled.at("/credits/refill_amount").asLong()).isEqualTo(7);
        JsonNode topped = patch(made, "credits", body("remaining", 100));
        assertThat(topped.at("/credits/remaining").asLong()).isEqualTo(100);
        assertThat(topped.at("/credits/refill_interval").asText()).isEqualTo("daily");
        assertThat(limited.code(key, "cost", 101)).isEqualTo("USAGE_EXCEEDED");
        assertThat(limited.code(key, "cost", 99)).isEqualTo("VALID");
        JsonNode ended = patch(made, "credits", body("refill_amount", null, "refill_interval", null));
        assertThat(ended.at("/credits/remaining").asLong()).isEqualTo(1);
        assertThat(ended.at("/credits/refill_amount").isNull()).isTrue();
        assertThat(patch(made, "credits", null).path("credits").isNull()).isTrue();
        assertThat(limited.code(key, "cost", 1_000)).isEqualTo("VALID");
        keys.admin("PATCH", "/api-keys/" + made.text("id"))
                .json(body("credits", body("refill_amount", 1, "refill_interval", "daily")))
                .send()
                .expect(422);
    }

    private JsonNode patch(Answer made, String member, @Nullable Object value) {
        return keys.admin("PATCH", "/api-keys/" + made.text("id"))
                .json(body(member, value))
                .send()
                .expect(200)
                .json();
    }

    @Test
    void ownerSetsLimitsOfItsOwnKeyAndLoosensThemOnlyWhereItCouldMakeSuchAKey() {
        keys.allowSelfService("own");
        KeyRealm.Person person = keys.person();
        String token = keys.token(person.username());
        String own = keys.create(token, "name", "k", "scopes", List.of("own"), "credits", body("remaining", 5))
                .expect(201)
                .text("id");
        String given = keys.key(
                        "owner",
                        body("type", "user", "id", person.id()),
                        "scopes",
                        List.of("application"),
                        "rate_limits",
                        List.of(LimitedKeys.limit("a", 1)))
                .text("id");

        keys.patchAs(token, own, "rate_limits", List.of(LimitedKeys.limit("a", 1)))
                .expect(200);
        keys.patchAs(token, own, "rate_limits", List.of(LimitedKeys.limit("a", 9)))
                .expect(200);
        keys.patchAs(token, own, "credits", body("remaining", 500)).expect(403);
        keys.patchAs(token, own, "credits", null).expect(403);
        keys.patchAs(token, given, "allowed_ips", List.of("10.0.0.0/8")).expect(200);
        keys.patchAs(token, given, "allowed_ips", null).expect(403);
        keys.patchAs(token, given, "rate_limits", List.of(LimitedKeys.limit("a", 2)))
                .expect(403);
        JsonNode shown = keys.shown(given);
        assertThat(shown.at("/rate_limits/0/limit").asLong()).isEqualTo(1);
        assertThat(shown.at("/allowed_ips/0").asText()).isEqualTo("10.0.0.0/8");
        assertThat(keys.shown(own).at("/credits/remaining").asLong()).isEqualTo(5);
    }
}
