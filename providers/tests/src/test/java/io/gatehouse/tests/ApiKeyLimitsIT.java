package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rate limits, credits and allowed addresses of keys are held at every door that takes keys. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyLimitsIT {
    private static final String INVALID = "{\"valid\":false,\"code\":\"INVALID\"}";
    private static final String INACTIVE = "{\"active\":false}";
    private static final int PARALLEL = 64;

    private KeyRealm keys;
    private LimitedKeys limited;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
        limited = new LimitedKeys(keys);
    }

    private long validOf(int calls, String key) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls);
        try {
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                all.add(() -> limited.code(key));
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
    void ofSixtyFourParallelVerificationsExactlyTheLimitIsValid() throws Exception {
        String key =
                keys.key("rate_limits", List.of(LimitedKeys.limit("a", 10))).text("key");

        assertThat(validOf(PARALLEL, key)).isEqualTo(10);
    }

    @Test
    void ofSixtyFourParallelVerificationsExactlyTheCreditsAreValid() throws Exception {
        Answer made = keys.key("credits", body("remaining", 10));

        assertThat(validOf(PARALLEL, made.text("key"))).isEqualTo(10);

        assertThat(limited.code(made.text("key"))).isEqualTo("USAGE_EXCEEDED");
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
        String key = keys.key("rate_limits", List.of(LimitedKeys.limit("wide", 100), LimitedKeys.limit("narrow", 3)))
                .text("key");

        Answer valid = limited.verify(key, "cost", 2);
        assertThat(valid.text("code")).isEqualTo("VALID");
        assertThat(valid.header("RateLimit-Policy")).contains("\"wide\";q=100;w=2592000, \"narrow\";q=3;w=2592000");
        assertThat(valid.header("RateLimit").orElseThrow()).matches("\"wide\";r=98;t=\\d+, \"narrow\";r=1;t=\\d+");
        assertThat(valid.json().at("/ratelimit/name").asText()).isEqualTo("narrow");
        assertThat(valid.json().at("/ratelimit/remaining").asLong()).isEqualTo(1);

        Answer refused = limited.verify(key, "cost", 2);
        assertThat(refused.text("code")).isEqualTo("RATE_LIMITED");
        assertThat(refused.json().path("valid").asBoolean()).isFalse();
        assertThat(refused.json().at("/ratelimit/name").asText()).isEqualTo("narrow");
        assertThat(refused.json().at("/ratelimit/limit").asLong()).isEqualTo(3);
        assertThat(refused.json().at("/ratelimit/reset").asLong()).isBetween(1L, (long) LimitedKeys.WINDOW_SECONDS);
        assertThat(refused.header("RateLimit").orElseThrow()).matches("\"wide\";r=98;t=\\d+, \"narrow\";r=1;t=\\d+");
        assertThat(limited.code(key)).isEqualTo("VALID");
        assertThat(limited.code(key, "cost", 0)).isEqualTo("VALID");
        assertThat(limited.verify(keys.key().text("key")).header("RateLimit")).isEmpty();
    }

    @Test
    void namedResourceCountsAgainstItsLimitAlone() {
        String key = keys.key("rate_limits", List.of(LimitedKeys.limit("read", 1), LimitedKeys.limit("write", 1)))
                .text("key");

        assertThat(limited.code(key, "resource", "read")).isEqualTo("VALID");
        assertThat(limited.code(key, "resource", "read")).isEqualTo("RATE_LIMITED");
        assertThat(limited.code(key, "resource", "other")).isEqualTo("RATE_LIMITED");
        assertThat(limited.code(key, "resource", "write")).isEqualTo("VALID");
    }

    @Test
    void refusedVerificationsAndStrangersSpendNothing() {
        Answer made = keys.key(
                "scopes",
                List.of("a"),
                "rate_limits",
                List.of(LimitedKeys.limit("a", 1)),
                "credits",
                body("remaining", 1),
                "allowed_ips",
                List.of("10.0.0.0/8"));
        String key = made.text("key");
        String stranger = keys.token(keys.person().username());

        for (int i = 0; i < 3; i++) {
            assertThat(keys.verifyAs(stranger, key).body()).isEqualTo(INVALID);
            assertThat(limited.code(key.substring(0, key.length() - 1) + "!", "ip", "10.0.0.1"))
                    .isEqualTo("INVALID");
            assertThat(limited.code(key, "required_scope", List.of("b"), "ip", "10.0.0.1"))
                    .isEqualTo("INSUFFICIENT_SCOPE");
            assertThat(limited.code(key, "ip", "11.0.0.1")).isEqualTo("FORBIDDEN_IP");
            assertThat(limited.code(key, "cost", 2, "ip", "10.0.0.1")).isEqualTo("RATE_LIMITED");
        }

        assertThat(limited.verify(key, "ip", "10.0.0.1").body())
                .contains("\"code\":\"VALID\"")
                .contains("\"remaining\":0");
        assertThat(keys.verifyAs(stranger, key).header("RateLimit")).isEmpty();
    }

    @Test
    void keyWithoutCreditsSpendsNothingOfItsRateLimit() {
        String key = keys.key("rate_limits", List.of(LimitedKeys.limit("a", 5)), "credits", body("remaining", 1))
                .text("key");

        assertThat(limited.code(key, "cost", 2)).isEqualTo("USAGE_EXCEEDED");
        Answer valid = limited.verify(key);
        assertThat(valid.text("code")).isEqualTo("VALID");
        assertThat(valid.json().at("/ratelimit/remaining").asLong()).isEqualTo(4);
        assertThat(valid.json().at("/credits/remaining").asLong()).isZero();
        Answer refused = limited.verify(key);
        assertThat(refused.text("code")).isEqualTo("USAGE_EXCEEDED");
        assertThat(refused.json().at("/ratelimit/remaining").asLong()).isEqualTo(4);
    }

    @Test
    void addressIsComparedInAnyNotationAndAnUnknownOneIsRefused() {
        String key = keys.key("allowed_ips", List.of("192.0.2.0/24", "2001:db8::/32"))
                .text("key");

        for (String allowed : List.of("192.0.2.9", "::ffff:192.0.2.9", "2001:DB8:0::1")) {
            assertThat(limited.code(key, "ip", allowed)).as(allowed).isEqualTo("VALID");
        }
        for (String other : List.of("192.0.3.1", "2001:db9::1", "nonsense", "192.0.2.9, 10.0.0.1")) {
            assertThat(limited.code(key, "ip", other)).as(other).isEqualTo("FORBIDDEN_IP");
        }
        assertThat(limited.code(key)).isEqualTo("FORBIDDEN_IP");
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
        String key = keys.key("scopes", List.of("gatehouse:read"), "rate_limits", List.of(LimitedKeys.limit("a", 2)))
                .text("key");

        Answer taken = keys.v1("GET", "/agents").bearer(key).send().expect(200);
        assertThat(taken.header("RateLimit").orElseThrow()).startsWith("\"a\";r=1;t=");
        assertThat(taken.header("RateLimit-Policy")).contains("\"a\";q=2;w=2592000");
        keys.v1("GET", "/agents").header("X-API-Key", key).send().expect(200);
        Answer refused = keys.v1("GET", "/agents").bearer(key).send().expect(429);

        assertThat(refused.text("code")).isEqualTo("rate_limited");
        assertThat(Long.parseLong(refused.header("Retry-After").orElseThrow()))
                .isBetween(1L, (long) LimitedKeys.WINDOW_SECONDS);
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
        String limited =
                keys.key("rate_limits", List.of(LimitedKeys.limit("a", 1))).text("key");
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
}
