package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import io.gatehouse.tests.RealmCalls.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What plans allow in a month, and what was used. Long because each rule has a test. */
@ExtendWith(GatehouseExtension.class)
class UsageIT {
    private static final Duration FLUSHED = Duration.ofSeconds(30);

    private Gatehouse gatehouse;
    private RealmCalls calls;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        calls = new RealmCalls(server, realm);
        assign(null);
    }

    @Test
    void tokensOfAMonthAreLimitedAtEveryDoorAndBeginAnewWithTheNext() {
        Agent agent = calls.agent();
        long before = usage().path("tokens_used").asLong();
        assign(plan("tokens_per_month", before + 3));

        calls.token(agent.id());
        calls.issue(agent.id(), "scope", List.of("unknown.scope")).expect(403);
        calls.token(agent.id());
        clientCredentials(agent).expect(200);

        JsonNode problem = calls.issue(agent.id()).expect(402).json();
        assertThat(problem.path("limit_name").asText()).isEqualTo("tokens_per_month");
        assertThat(problem.path("limit").asLong()).isEqualTo(before + 3);
        JsonNode refused = clientCredentials(agent).expect(402).json();
        assertThat(refused.path("error").asText()).isEqualTo("plan_limit_reached");
        assertThat(refused.path("used").asLong()).isEqualTo(before + 3);
        JsonNode usage = usage();
        assertThat(usage.path("tokens_used").asLong()).isEqualTo(before + 3);
        assertThat(usage.path("token_balance").asLong()).isZero();

        gatehouse.moveClock(untilNextMonth());

        calls.token(agent.id());
        assertThat(usage().path("tokens_used").asLong()).isEqualTo(1);
        assertThat(usage().path("token_balance").asLong()).isEqualTo(before + 2);
    }

    /** On Kiritimati the month ends fourteen hours before that of UTC. */
    @Test
    void monthEndsWhereTheRealmIs() {
        ZoneId zone = ZoneId.of("Pacific/Kiritimati");
        calls.admin("PATCH", "/settings")
                .json(body("time_zone", zone.getId()))
                .send()
                .expect(200);
        try {
            Agent agent = calls.agent();
            calls.token(agent.id());
            YearMonth month = YearMonth.now(zone);
            Instant end = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
            Instant nextEnd = month.plusMonths(2).atDay(1).atStartOfDay(zone).toInstant();
            assertThat(resetsAt()).isEqualTo(end);
            assertThat(usage().path("tokens_used").asLong()).isPositive();

            Instant later = end.plus(Duration.ofHours(1));
            gatehouse.moveClock(Duration.between(Instant.now(), later));

            assertThat(YearMonth.from(later.atZone(ZoneOffset.UTC))).isEqualTo(month);
            assertThat(usage().path("tokens_used").asLong()).isZero();
            assertThat(resetsAt()).isEqualTo(nextEnd);
            calls.token(agent.id());
            assertThat(usage().path("tokens_used").asLong()).isEqualTo(1);
        } finally {
            calls.admin("PATCH", "/settings")
                    .json(body("time_zone", "UTC"))
                    .send()
                    .expect(200);
        }
    }

    private Instant resetsAt() {
        return Instant.parse(limit("tokens_per_month").path("resets_at").asText());
    }

    /** Noon of the second day, so that no zone is still in the month before. */
    private static Duration untilNextMonth() {
        Instant now = Instant.now();
        Instant next = now.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .plusMonths(1)
                .plusDays(1)
                .atTime(12, 0)
                .toInstant(ZoneOffset.UTC);
        return Duration.between(now, next);
    }

    @Test
    void verificationsOfAMonthAreLimitedAndKeysStillOpenTheApi() {
        ApiKey key = calls.key("gatehouse:read");
        long before = used("verifications_per_month");
        assign(plan("verifications_per_month", before + 2));

        assertThat(verify(key)).isEqualTo("VALID");
        assertThat(verify(new ApiKey("none", "ak_live_unknown"))).isEqualTo("INVALID");
        assertThat(verify(key)).isEqualTo("VALID");
        assertThat(verify(key)).isEqualTo("USAGE_EXCEEDED");

        calls.v1("GET", "/agents").header("X-API-Key", key.text()).send().expect(200);
        assertThat(used("verifications_per_month")).isEqualTo(before + 2);
        assign(null);
        assertThat(verify(key)).isEqualTo("VALID");
    }

    @Test
    void keyBeyondTheMonthIsRefusedAtTheOtherDoorsToo() {
        KeyRealm keys = new KeyRealm(gatehouse, calls.realm());
        String key = keys.key("audiences", List.of("demo-api")).text("key");
        assign(plan("verifications_per_month", used("verifications_per_month") + 2));

        assertThat(isActive(keys, key)).isTrue();
        pass(key).expect(200);

        assertThat(isActive(keys, key)).isFalse();
        pass(key).expect(429);
        assign(null);
        assertThat(isActive(keys, key)).isTrue();
        pass(key).expect(200);
    }

    private static boolean isActive(KeyRealm keys, String key) {
        return keys.introspect("demo-api", "demo-api-secret", key)
                .expect(200)
                .json()
                .path("active")
                .asBoolean();
    }

    private Answer pass(String key) {
        return calls.v1("GET", "/api-keys/forward-auth?audience=demo-api")
                .header("X-API-Key", key)
                .send();
    }

    @Test
    void useThatTheKeysOwnLimitRefusesIsNotCounted() {
        Answer made = calls.admin("POST", "/api-keys")
                .json(body("name", "K", "credits", Map.of("remaining", 1)))
                .send()
                .expect(201);
        ApiKey key = new ApiKey(made.text("id"), made.text("key"));
        long before = used("verifications_per_month");
        assign(plan("verifications_per_month", before + 2));

        assertThat(verify(key)).isEqualTo("VALID");
        assertThat(verify(key)).isEqualTo("USAGE_EXCEEDED");

        assertThat(used("verifications_per_month")).isEqualTo(before + 1);
    }

    @Test
    void dayIsWrittenDownAndMonthlyLimitsAreToldOf() {
        String organization = new KeyRealm(gatehouse, calls.realm()).organization();
        Agent agent = calls.agent("organization_id", organization);
        String plan = plan("tokens_per_month", 5);
        calls.admin("PUT", "/organizations/" + organization + "/plan")
                .json(body("plan", plan))
                .send()
                .expect(200);
        for (int i = 0; i < 4; i++) {
            calls.token(agent.id());
        }
        Eventually.holds(FLUSHED, "80 % are told of", () -> told(plan).equals(List.of("80")));
        calls.token(agent.id());
        calls.issue(agent.id()).expect(402);
        Eventually.holds(FLUSHED, "all is told of", () -> told(plan).equals(List.of("100", "80")));

        JsonNode days = calls.admin("GET", "/usage/history")
                .header("X-Project-Id", organization)
                .send()
                .expect(200)
                .json()
                .path("items");
        assertThat(days.size()).isEqualTo(30);
        assertThat(days.path(29).path("tokens").asLong()).isEqualTo(5);
        String csv = calls.admin("GET", "/usage/history?format=csv")
                .header("X-Project-Id", organization)
                .send()
                .expect(200)
                .body();
        assertThat(csv).startsWith("\"day\",\"tokens\",\"verifications\"\r\n");
        assertThat(csv).endsWith("\"5\",\"0\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=2026-01-01&to=2027-01-02",
                "from=2026-02-02&to=2026-02-01",
                "from=2026-02-30",
                "to=tomorrow",
                "to=%2B9999-01-01",
                "format=xml",
                "day=1"
            })
    void historyIsOfKnownDays(String query) {
        calls.admin("GET", "/usage/history?" + query).send().expect(400);
        calls.admin("GET", "/usage/history?from=2026-01-01&to=2027-01-01")
                .send()
                .expect(200);
    }

    @Test
    void personSeesWhatThePlanHasLeft() {
        Agent agent =
                calls.agent("owner", Map.of("type", "user", "id", calls.realm().userId("alice")));
        long limit = usage().path("tokens_used").asLong() + 10;
        String plan = plan("tokens_per_month", limit);
        assign(plan);
        calls.admin("PATCH", "/settings")
                .json(body("upgrade_url", "https://shop.example/plans"))
                .send()
                .expect(200);
        calls.token(agent.id());

        Eventually.holds(
                Duration.ofSeconds(20),
                "the token has its place in the log",
                () -> billing().path("tokens_used").asLong() == 1);
        JsonNode billing = billing();
        assertThat(billing.path("token_balance").asLong()).isEqualTo(9);
        assertThat(billing.path("token_limit").asLong()).isEqualTo(limit);
        assertThat(billing.path("resets_at").asText())
                .isEqualTo(usage().path("resets_at").asText());
        assertThat(billing.path("upgrade_url").asText()).isEqualTo("https://shop.example/plans");
        assertThat(billing.path("subscription_tier").asText()).isEqualTo(plan);
    }

    private JsonNode billing() {
        return calls.v1("GET", "/me")
                .bearer(calls.realm().userToken("alice", "openid gatehouse"))
                .send()
                .expect(200)
                .json()
                .path("billing");
    }

    private Answer clientCredentials(Agent agent) {
        return calls.realm()
                .token("grant_type", "client_credentials", "scope", "orders.read")
                .basic(agent.id(), agent.secret())
                .send();
    }

    private String verify(ApiKey key) {
        return calls.admin("POST", "/api-keys/verify")
                .json(body("key", key.text()))
                .send()
                .expect(200)
                .text("code");
    }

    private String plan(String limit, long value) {
        String name = KeyRealm.unique("usage-");
        calls.admin("POST", "/plans")
                .json(body("name", name, "limits", Map.of(limit, value)))
                .send()
                .expect(201);
        return name;
    }

    private void assign(@Nullable String plan) {
        calls.admin("PUT", "/realm-plan").json(body("plan", plan)).send().expect(200);
    }

    private JsonNode usage() {
        return calls.admin("GET", "/usage").send().expect(200).json();
    }

    private long used(String limit) {
        return limit(limit).path("used").asLong();
    }

    private JsonNode limit(String name) {
        for (JsonNode item : usage().path("limits")) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError("no " + name);
    }

    /** The newest first. */
    private List<String> told(String plan) {
        List<String> percents = new ArrayList<>();
        calls.admin("GET", "/audit/events?limit=100&type=billing.limit_reached")
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(event -> {
                    if (event.at("/target/id").asText().equals(plan)) {
                        percents.add(event.at("/data/percent").asText());
                    }
                });
        return percents;
    }
}
