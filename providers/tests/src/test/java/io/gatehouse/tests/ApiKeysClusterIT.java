package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Keys on two nodes behind a proxy: of limits, what is exact stays exact and the rest keeps within its bound; the address that
 * counts is the client's; and what falls due is done once.
 * Long because the two nodes are started once for all of it.
 */
@Tag("own-server")
@Isolated("the seconds that are promised are real time")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeysClusterIT {
    /** Two exchanges, and the time that they take. */
    private static final Duration HEARD = Duration.ofSeconds(4);

    private static final Duration WRITTEN = Duration.ofSeconds(30);
    private static final int PARALLEL = 64;

    /** More than one transaction of the job takes. */
    private static final int KEYS_DUE = 105;

    private static final int KEYS_IDLE = 5;
    private static final String ALLOWED = "203.0.113.5";
    private static final String EVENTS_OF_KEYS = "select target_id as id, count(*) as n from"
            + " (select target_id, event_type, revocation_cause from gatehouse_event union all"
            + " select target_id, event_type, revocation_cause from gatehouse_sequenced_event) as events where %s"
            + " group by target_id";

    private final Cluster cluster = new Cluster();
    private String verifier;

    @BeforeAll
    void start() {
        cluster.startPair();
        verifier = cluster.first().key("api-keys:verify").text();
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    private Answer key(Object... namesAndValues) {
        Map<String, Object> wanted = body("name", "Key");
        wanted.putAll(body(namesAndValues));
        return cluster.first().admin("POST", "/api-keys").json(wanted).send().expect(201);
    }

    private JsonNode verify(RealmCalls node, String key, int cost) {
        return node.v1("POST", "/api-keys/verify")
                .bearer(verifier)
                .json(Map.of("key", key, "cost", cost))
                .send()
                .expect(200)
                .json();
    }

    private boolean isValid(RealmCalls node, String key) {
        return verify(node, key, 1).path("valid").asBoolean();
    }

    private long validOfParallel(String key) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                RealmCalls node = i % 2 == 0 ? cluster.first() : cluster.second();
                calls.add(() -> isValid(node, key));
            }
            long valid = 0;
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                valid += call.get() ? 1 : 0;
            }
            return valid;
        } finally {
            threads.shutdownNow();
        }
    }

    private long remaining(RealmCalls node, String key) {
        return verify(node, key, 0).at("/ratelimit/remaining").asLong();
    }

    @Test
    void otherNodeHearsOfEveryUseWithinTwoExchanges() {
        String key = key("rate_limits", List.of(LimitedKeys.limit("a", 10))).text("key");
        assertThat(isValid(cluster.second(), key)).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(isValid(cluster.first(), key)).isTrue();
        }

        Eventually.holds(
                HEARD,
                "both nodes know of all uses",
                () -> remaining(cluster.first(), key) == 5 && remaining(cluster.second(), key) == 5);
        for (int i = 0; i < 5; i++) {
            assertThat(isValid(cluster.second(), key)).isTrue();
        }
        assertThat(isValid(cluster.second(), key)).isFalse();
        Eventually.holds(HEARD, "the first node refuses, too", () -> remaining(cluster.first(), key) == 0);
        assertThat(isValid(cluster.first(), key)).isFalse();
    }

    @Test
    void twoNodesTogetherGiveOutAtMostTheLimitOfEach() throws Exception {
        String key = key("rate_limits", List.of(LimitedKeys.limit("a", 10))).text("key");

        assertThat(validOfParallel(key)).isBetween(10L, 20L);

        Eventually.holds(
                HEARD,
                "both nodes know",
                () -> remaining(cluster.first(), key) == 0 && remaining(cluster.second(), key) == 0);
        assertThat(validOfParallel(key)).isZero();
    }

    @Test
    void twoNodesTogetherSpendExactlyTheCredits() throws Exception {
        Answer made = key("credits", Map.of("remaining", 10));

        assertThat(validOfParallel(made.text("key"))).isEqualTo(10);
    }

    @Test
    void blocksOfBothNodesAreSpentOrPutBackSoThatEveryCreditIsUsedOnce() throws Exception {
        String key = key("credits", Map.of("remaining", 500)).text("key");
        long valid = 0;
        for (int round = 0; round < 7; round++) {
            valid += validOfParallel(key);
        }
        assertThat(valid).isEqualTo(7 * PARALLEL);

        List<Long> spent = new ArrayList<>();
        Eventually.holds(WRITTEN, "the rest is spent", () -> {
            spent.add(isValid(cluster.first(), key) ? 1L : 0L);
            spent.add(isValid(cluster.second(), key) ? 1L : 0L);
            return valid(spent) == 500 - 7 * PARALLEL;
        });
        assertThat(validOfParallel(key)).isZero();
    }

    private static long valid(List<Long> spent) {
        return spent.stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void usesOnBothNodesAreCounted() throws Exception {
        Answer made = key("scopes", List.of("a"));

        assertThat(validOfParallel(made.text("key"))).isEqualTo(PARALLEL);

        Eventually.holds(
                WRITTEN,
                "all uses are written down",
                () -> cluster.first()
                                .admin("GET", "/api-keys/" + made.text("id"))
                                .send()
                                .expect(200)
                                .json()
                                .path("use_count")
                                .asLong()
                        == PARALLEL);
    }

    @Test
    void cleanStopWritesDownUsesAndPutsBackCredits() {
        Answer made = key("credits", Map.of("remaining", 1_000));
        assertThat(isValid(cluster.first(), made.text("key"))).isTrue();
        assertThat(isValid(cluster.second(), made.text("key"))).isTrue();

        cluster.stopPair();
        cluster.startPair();

        JsonNode shown = cluster.second()
                .admin("GET", "/api-keys/" + made.text("id"))
                .send()
                .expect(200)
                .json();
        assertThat(shown.path("use_count").asLong()).isEqualTo(2);
        assertThat(shown.at("/credits/remaining").asLong()).isEqualTo(998);
    }

    @Test
    void addressThatTheTrustedProxyTellsCountsAtEveryKeyDoor() {
        String key = key("allowed_ips", List.of("203.0.113.0/24"), "scopes", List.of("gatehouse:read"))
                .text("key");

        for (KeyDoor door : KeyDoor.values()) {
            assertThat(status(door, key, Cluster.TRUSTED_PROXY, "X-Forwarded-For: " + ALLOWED))
                    .as(door.name())
                    .isEqualTo("200");
            for (String header : List.of(
                    "X-Forwarded-For: 198.51.100.1",
                    "X-Forwarded-For: nonsense",
                    "Forwarded: for=" + ALLOWED,
                    "X-Real-IP: " + ALLOWED,
                    "X-Other: none")) {
                assertThat(status(door, key, Cluster.TRUSTED_PROXY, header))
                        .as(door + " " + header)
                        .isEqualTo("403");
            }
        }
    }

    @Test
    void nobodyElseCanClaimAnAddress() {
        String away = key("allowed_ips", List.of(ALLOWED), "scopes", List.of("gatehouse:read"))
                .text("key");
        String here = key("allowed_ips", List.of("127.0.0.2"), "scopes", List.of("gatehouse:read"))
                .text("key");

        for (KeyDoor door : KeyDoor.values()) {
            for (String from : List.of("127.0.0.1", "127.0.0.2")) {
                assertThat(status(door, away, from, "X-Forwarded-For: " + ALLOWED))
                        .as(door + " from " + from)
                        .isEqualTo("403");
            }
            assertThat(status(door, here, "127.0.0.2", "X-Forwarded-For: " + ALLOWED))
                    .as(door.name())
                    .isEqualTo("200");
        }
    }

    @Test
    void statusListsAreLimitedByTheAddressThatTheTrustedProxyTells() {
        String baseUrl = cluster.first().gatehouse().baseUrl();
        String path = cluster.first().realm().path("/gatehouse/v1/status-lists");
        try (RawClient proxy = new RawClient(baseUrl, Cluster.TRUSTED_PROXY)) {
            byte[] greedy = RawClient.request(baseUrl, "GET", path, "", "X-Forwarded-For: 198.51.100.1");
            byte[] other = RawClient.request(baseUrl, "GET", path, "", "X-Forwarded-For: 198.51.100.2");

            String refused = proxy.send(greedy);
            for (int i = 0; i < 5_000 && refused.startsWith("HTTP/1.1 200 "); i++) {
                refused = proxy.send(greedy);
            }

            assertThat(refused).startsWith("HTTP/1.1 429 ");
            assertThat(proxy.send(other)).startsWith("HTTP/1.1 200 ");
        }
    }

    private String status(KeyDoor door, String key, String from, String header) {
        String baseUrl = cluster.first().gatehouse().baseUrl();
        try (RawClient client = new RawClient(baseUrl, from)) {
            return client.send(door.request(baseUrl, key, header)).split(" ", 3)[1];
        }
    }

    @Test
    void whatFallsDueIsToldAndDoneOnceByBothNodesTogether() {
        List<String> due = new ArrayList<>();
        for (int i = 0; i < KEYS_DUE; i++) {
            due.add(key("expires_in_days", 20).text("id"));
        }
        List<String> idle = new ArrayList<>();
        for (int i = 0; i < KEYS_IDLE; i++) {
            String old = key("expires_in_days", 20).text("id");
            idle.add(old);
            due.add(cluster.first()
                    .admin("POST", "/api-keys/" + old + "/rotate")
                    .json(Map.of("overlap_seconds", 2_592_000, "revoke_when_idle_hours", 2))
                    .send()
                    .expect(201)
                    .text("id"));
        }
        String revoked = "event_type = 'api_key.revoked' and revocation_cause = 'idle'";
        String expiring = "event_type = 'api_key.expiring'";

        try {
            cluster.moveClocks(Duration.ofHours(3));
            Eventually.holds(WRITTEN, "idle ones are revoked", () -> least(revoked, idle) == 1);
            cluster.moveClocks(Duration.ofDays(6).plusMinutes(1));
            Eventually.holds(WRITTEN, "14 days ahead is told", () -> least(expiring, due) == 1);
            // Both nodes look again before this: whatever was done twice is there then.
            cluster.moveClocks(Duration.ofDays(13).plusMinutes(1));
            Eventually.holds(WRITTEN, "7 days ahead is told", () -> least(expiring, due) == 2);
            cluster.moveClocks(Duration.ofDays(19).plusMinutes(1));
            Eventually.holds(WRITTEN, "1 day ahead is told", () -> least(expiring, due) == 3);
        } finally {
            cluster.moveClocks(Duration.ZERO);
        }

        assertThat(counts(expiring, due)).containsOnly(3L);
        assertThat(counts(expiring, idle)).containsOnly(0L);
        assertThat(counts(revoked, idle)).containsOnly(1L);
    }

    private long least(String condition, List<String> keyIds) {
        return counts(condition, keyIds).stream()
                .mapToLong(Long::longValue)
                .min()
                .orElseThrow();
    }

    /** How many events that meet the condition each key has. */
    private List<Long> counts(String condition, List<String> keyIds) {
        Map<String, Long> counts = new HashMap<>();
        new EventRows(cluster.postgres().url("cluster"))
                .query(EVENTS_OF_KEYS.formatted(condition))
                .forEach(row -> counts.put(row.get("id"), Long.parseLong(row.get("n"))));
        return keyIds.stream().map(id -> counts.getOrDefault(id, 0L)).toList();
    }
}
