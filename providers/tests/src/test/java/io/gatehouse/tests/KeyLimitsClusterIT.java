package io.gatehouse.tests;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Limits of keys on two nodes: what is exact stays exact, and the rest keeps within its bound. */
@Tag("own-server")
@Isolated("the seconds that are promised are real time")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyLimitsClusterIT {
    /** Two exchanges, and the time that they take. */
    private static final Duration HEARD = Duration.ofSeconds(4);

    private static final Duration WRITTEN = Duration.ofSeconds(30);
    private static final int PARALLEL = 64;
    private static final int LONG_SECONDS = 2_592_000;

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

    private Answer key(String member, Object value) {
        return cluster.first()
                .admin("POST", "/api-keys")
                .json(Map.of("name", "Key", member, value))
                .send()
                .expect(201);
    }

    private static Map<String, Object> limit(long limit) {
        return Map.of("name", "a", "limit", limit, "window_seconds", LONG_SECONDS);
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
        String key = key("rate_limits", List.of(limit(10))).text("key");
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
        String key = key("rate_limits", List.of(limit(10))).text("key");

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
}
