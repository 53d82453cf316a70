package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rate limits, credits and allowed addresses of keys: set, shown, and held at every door that takes keys. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyLimitsIT {
    private static final String INVALID = "{\"valid\":false,\"code\":\"INVALID\"}";
    private static final String INACTIVE = "{\"active\":false}";
    private static final int PARALLEL = 64;

    /** A window that does not end while a test runs, unless it runs at the wrong second of a month. */
    private static final int LONG_SECONDS = 2_592_000;

    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
    }

    private static Map<String, Object> limit(String name, long limit) {
        return body("name", name, "limit", limit, "window_seconds", LONG_SECONDS);
    }

    private Answer verify(String key, @Nullable Object... namesAndValues) {
        Map<String, Object> wanted = body("key", key);
        wanted.putAll(body(namesAndValues));
        return keys.admin("POST", "/api-keys/verify").json(wanted).send().expect(200);
    }

    private String code(String key, @Nullable Object... namesAndValues) {
        return verify(key, namesAndValues).text("code");
    }

    private long validOf(int calls, String key) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls);
        try {
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                all.add(() -> code(key));
            }
            long valid = 0;
            for (Future<String> code : threads.invokeAll(all)) {
                valid += code.get().equals("VALID") ? 1 : 0;
            }
            return valid;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void limitsAreShownAsTheyWereSetInCanonicalForm() {
        String id = keys.key(
                        "rate_limits",
                        List.of(limit("minute", 10), limit("day", 1_000_000_000)),
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
        Map<String, Object> good = limit("a", 1);
        return Stream.of(
                Arguments.of("rate_limits", good, "/rate_limits"),
                Arguments.of("rate_limits", "a", "/rate_limits"),
                Arguments.of("rate_limits", List.of("a"), "/rate_limits/0/limit"),
                Arguments.of("rate_limits", List.of(5), "/rate_limits/0"),
                Arguments.of("rate_limits", List.of(good, good), "/rate_limits/1/name"),
                Arguments.of(
                        "rate_limits",
                        IntStream.range(0, 6).mapToObj(i -> limit("l" + i, 1)).toList(),
                        "/rate_limits"),
                Arguments.of("rate_limits", List.of(limit("", 1)), "/rate_limits/0/name"),
                Arguments.of("rate_limits", List.of(limit("a\"b", 1)), "/rate_limits/0/name"),
                Arguments.of("rate_limits", List.of(limit("x".repeat(65), 1)), "/rate_limits/0/name"),
                Arguments.of("rate_limits", List.of(limit("a", 0)), "/rate_limits/0/limit"),
                Arguments.of("rate_limits", List.of(limit("a", 1_000_000_001)), "/rate_limits/0/limit"),
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
                IntStream.range(0, 5).mapToObj(i -> limit("l" + i, 1)).toList(),
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
    void ofSixtyFourParallelVerificationsExactlyTheLimitIsValid() throws Exception {
        String key = keys.key("rate_limits", List.of(limit("a", 10))).text("key");

        assertThat(validOf(PARALLEL, key)).isEqualTo(10);
    }

    @Test
    void ofSixtyFourParallelVerificationsExactlyTheCreditsAreValid() throws Exception {
        Answer made = keys.key("credits", body("remaining", 10));

        assertThat(validOf(PARALLEL, made.text("key"))).isEqualTo(10);

        assertThat(code(made.text("key"))).isEqualTo("USAGE_EXCEEDED");
        assertThat(keys.shown(made.text("id")).at("/credits/remaining").asLong())
                .isZero();
    }

    @Test
    void everyOneOfSixtyFourParallelUsesIsCounted() throws Exception {
        Answer made = keys.key();

        assertThat(validOf(PARALLEL, made.text("key"))).isEqualTo(PARALLEL);

        Eventually.holds(
                Duration.ofSeconds(30),
                "all uses are written down",
                () -> keys.shown(made.text("id")).path("use_count").asLong() == PARALLEL);
    }

    @Test
    void answersTellWhereTheLimitStands() {
        String key = keys.key("rate_limits", List.of(limit("wide", 100), limit("narrow", 3)))
                .text("key");

        Answer valid = verify(key, "cost", 2);
        assertThat(valid.text("code")).isEqualTo("VALID");
        assertThat(valid.header("RateLimit-Policy")).contains("\"wide\";q=100;w=2592000, \"narrow\";q=3;w=2592000");
        assertThat(valid.header("RateLimit").orElseThrow()).matches("\"wide\";r=98;t=\\d+, \"narrow\";r=1;t=\\d+");
        assertThat(valid.json().at("/ratelimit/name").asText()).isEqualTo("narrow");
        assertThat(valid.json().at("/ratelimit/remaining").asLong()).isEqualTo(1);

        Answer refused = verify(key, "cost", 2);
        assertThat(refused.text("code")).isEqualTo("RATE_LIMITED");
        assertThat(refused.json().path("valid").asBoolean()).isFalse();
        assertThat(refused.json().at("/ratelimit/name").asText()).isEqualTo("narrow");
        assertThat(refused.json().at("/ratelimit/limit").asLong()).isEqualTo(3);
        assertThat(refused.json().at("/ratelimit/reset").asLong()).isBetween(1L, (long) LONG_SECONDS);
        assertThat(refused.header("RateLimit").orElseThrow()).matches("\"wide\";r=98;t=\\d+, \"narrow\";r=1;t=\\d+");
        assertThat(code(key)).isEqualTo("VALID");
        assertThat(code(key, "cost", 0)).isEqualTo("VALID");
        assertThat(verify(keys.key().text("key")).header("RateLimit")).isEmpty();
    }

    @Test
    void namedResourceCountsAgainstItsLimitAlone() {
        String key = keys.key("rate_limits", List.of(limit("read", 1), limit("write", 1)))
                .text("key");

        assertThat(code(key, "resource", "read")).isEqualTo("VALID");
        assertThat(code(key, "resource", "read")).isEqualTo("RATE_LIMITED");
        assertThat(code(key, "resource", "other")).isEqualTo("RATE_LIMITED");
        assertThat(code(key, "resource", "write")).isEqualTo("VALID");
    }

    @Test
    void refusedVerificationsAndStrangersSpendNothing() {
        Answer made = keys.key(
                "scopes",
                List.of("a"),
                "rate_limits",
                List.of(limit("a", 1)),
                "credits",
                body("remaining", 1),
                "allowed_ips",
                List.of("10.0.0.0/8"));
        String key = made.text("key");
        String stranger = keys.token(keys.person().username());

        for (int i = 0; i < 3; i++) {
            assertThat(keys.verifyAs(stranger, key).body()).isEqualTo(INVALID);
            assertThat(code(key.substring(0, key.length() - 1) + "!", "ip", "10.0.0.1"))
                    .isEqualTo("INVALID");
            assertThat(code(key, "required_scope", List.of("b"), "ip", "10.0.0.1"))
                    .isEqualTo("INSUFFICIENT_SCOPE");
            assertThat(code(key, "ip", "11.0.0.1")).isEqualTo("FORBIDDEN_IP");
            assertThat(code(key, "cost", 2, "ip", "10.0.0.1")).isEqualTo("RATE_LIMITED");
        }

        assertThat(verify(key, "ip", "10.0.0.1").body())
                .contains("\"code\":\"VALID\"")
                .contains("\"remaining\":0");
        assertThat(keys.verifyAs(stranger, key).header("RateLimit")).isEmpty();
    }

    @Test
    void keyWithoutCreditsSpendsNothingOfItsRateLimit() {
        String key = keys.key("rate_limits", List.of(limit("a", 5)), "credits", body("remaining", 1))
                .text("key");

        assertThat(code(key, "cost", 2)).isEqualTo("USAGE_EXCEEDED");
        Answer valid = verify(key);
        assertThat(valid.text("code")).isEqualTo("VALID");
        assertThat(valid.json().at("/ratelimit/remaining").asLong()).isEqualTo(4);
        assertThat(valid.json().at("/credits/remaining").asLong()).isZero();
        Answer refused = verify(key);
        assertThat(refused.text("code")).isEqualTo("USAGE_EXCEEDED");
        assertThat(refused.json().at("/ratelimit/remaining").asLong()).isEqualTo(4);
    }

    @Test
    void addressIsComparedInAnyNotationAndAnUnknownOneIsRefused() {
        String key = keys.key("allowed_ips", List.of("192.0.2.0/24", "2001:db8::/32"))
                .text("key");

        for (String allowed : List.of("192.0.2.9", "::ffff:192.0.2.9", "2001:DB8:0::1")) {
            assertThat(code(key, "ip", allowed)).as(allowed).isEqualTo("VALID");
        }
        for (String other : List.of("192.0.3.1", "2001:db9::1", "nonsense", "192.0.2.9, 10.0.0.1")) {
            assertThat(code(key, "ip", other)).as(other).isEqualTo("FORBIDDEN_IP");
        }
        assertThat(code(key)).isEqualTo("FORBIDDEN_IP");
    }

    @Test
    void keyAsACredentialCountsTheAddressOfTheConnectionWhateverHeadersSay() {
        String away = keys.key("scopes", List.of("gatehouse:read"), "allowed_ips", List.of("203.0.113.0/24"))
                .text("key");
        String here = keys.key("scopes", List.of("gatehouse:read"), "allowed_ips", List.of("127.0.0.1", "::1"))
                .text("key");

        keys.v1("GET", "/agents").bearer(here).send().expect(200);
        Answer refused = keys.v1("GET", "/agents")
                .bearer(away)
                .header("X-Forwarded-For", "203.0.113.5")
                .header("Forwarded", "for=203.0.113.5")
                .send()
                .expect(403);
        assertThat(refused.text("code")).isEqualTo("forbidden_ip");
    }

    @Test
    void keyAsACredentialIsThrottledWithRetryAfterAndHeaders() {
        String key = keys.key("scopes", List.of("gatehouse:read"), "rate_limits", List.of(limit("a", 2)))
                .text("key");

        Answer taken = keys.v1("GET", "/agents").bearer(key).send().expect(200);
        assertThat(taken.header("RateLimit").orElseThrow()).startsWith("\"a\";r=1;t=");
        assertThat(taken.header("RateLimit-Policy")).contains("\"a\";q=2;w=2592000");
        keys.v1("GET", "/agents").header("X-API-Key", key).send().expect(200);
        Answer refused = keys.v1("GET", "/agents").bearer(key).send().expect(429);

        assertThat(refused.text("code")).isEqualTo("rate_limited");
        assertThat(Long.parseLong(refused.header("Retry-After").orElseThrow())).isBetween(1L, (long) LONG_SECONDS);
        assertThat(refused.header("RateLimit").orElseThrow()).startsWith("\"a\";r=0;t=");
    }

    @Test
    void keyAsACredentialNeedsItsCredits() {
        Answer made = keys.key("scopes", List.of("gatehouse:read"), "credits", body("remaining", 1));
        String key = made.text("key");

        keys.v1("GET", "/agents").bearer(key).send().expect(200);
        Answer refused = keys.v1("GET", "/agents").bearer(key).send().expect(429);

        assertThat(refused.text("code")).isEqualTo("usage_exceeded");
        assertThat(refused.header("Retry-After")).isEmpty();
        keys.admin("PATCH", "/api-keys/" + made.text("id"))
                .json(body("credits", body("remaining", 1)))
                .send()
                .expect(200);
        keys.v1("GET", "/agents").bearer(key).send().expect(200);
    }

    @Test
    void introspectionIsAUseAndSaysInactiveBeyondALimit() {
        String limited = keys.key("rate_limits", List.of(limit("a", 1))).text("key");
        String counted = keys.key("credits", body("remaining", 1)).text("key");
        String placed = keys.key("allowed_ips", List.of("0.0.0.0/0", "::/0")).text("key");
        String stranger = keys.client();

        for (String key : List.of(limited, counted)) {
            assertThat(keys.introspect(stranger, stranger, key).body()).isEqualTo(INACTIVE);
            assertThat(introspect(key)).contains("\"active\":true");
            assertThat(introspect(key)).isEqualTo(INACTIVE);
        }
        assertThat(introspect(placed)).isEqualTo(INACTIVE);
    }

    private String introspect(String key) {
        return keys.introspect("demo-api", "demo-api-secret", key).expect(200).body();
    }

    @Test
    void managerChangesLimitsAndTheNextVerificationKnows() {
        Answer made = keys.key("rate_limits", List.of(limit("a", 1)));
        String key = made.text("key");
        assertThat(code(key)).isEqualTo("VALID");
        assertThat(code(key)).isEqualTo("RATE_LIMITED");

        patch(made, "rate_limits", List.of(limit("a", 3)));
        assertThat(code(key, "cost", 3)).isEqualTo("RATE_LIMITED");
        assertThat(code(key, "cost", 2)).isEqualTo("VALID");
        patch(made, "rate_limits", null);
        assertThat(code(key)).isEqualTo("VALID");
        patch(made, "allowed_ips", List.of("192.0.2.7"));
        assertThat(code(key)).isEqualTo("FORBIDDEN_IP");
        patch(made, "allowed_ips", List.of());
        assertThat(code(key)).isEqualTo("VALID");
    }

    @Test
    void creditsAreToppedUpChangedInPartsAndRemoved() {
        Answer made = keys.key("credits", body("remaining", 2));
        String key = made.text("key");
        assertThat(code(key)).isEqualTo("VALID");

        JsonNode refilled = patch(made, "credits", body("refill_amount", 7, "refill_interval", "daily"));
        assertThat(refilled.at("/credits/remaining").asLong()).isEqualTo(1);
        assertThat(refilled.at("/credits/refill_amount").asLong()).isEqualTo(7);
        JsonNode topped = patch(made, "credits", body("remaining", 100));
        assertThat(topped.at("/credits/remaining").asLong()).isEqualTo(100);
        assertThat(topped.at("/credits/refill_interval").asText()).isEqualTo("daily");
        assertThat(code(key, "cost", 101)).isEqualTo("USAGE_EXCEEDED");
        assertThat(code(key, "cost", 99)).isEqualTo("VALID");
        JsonNode ended = patch(made, "credits", body("refill_amount", null, "refill_interval", null));
        assertThat(ended.at("/credits/remaining").asLong()).isEqualTo(1);
        assertThat(ended.at("/credits/refill_amount").isNull()).isTrue();
        assertThat(patch(made, "credits", null).path("credits").isNull()).isTrue();
        assertThat(code(key, "cost", 1_000)).isEqualTo("VALID");
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
                        List.of(limit("a", 1)))
                .text("id");

        keys.patchAs(token, own, "rate_limits", List.of(limit("a", 1))).expect(200);
        keys.patchAs(token, own, "rate_limits", List.of(limit("a", 9))).expect(200);
        keys.patchAs(token, own, "credits", body("remaining", 500)).expect(403);
        keys.patchAs(token, own, "credits", null).expect(403);
        keys.patchAs(token, given, "allowed_ips", List.of("10.0.0.0/8")).expect(200);
        keys.patchAs(token, given, "allowed_ips", null).expect(403);
        keys.patchAs(token, given, "rate_limits", List.of(limit("a", 2))).expect(403);
        JsonNode shown = keys.shown(given);
        assertThat(shown.at("/rate_limits/0/limit").asLong()).isEqualTo(1);
        assertThat(shown.at("/allowed_ips/0").asText()).isEqualTo("10.0.0.0/8");
        assertThat(keys.shown(own).at("/credits/remaining").asLong()).isEqualTo(5);
    }
}
