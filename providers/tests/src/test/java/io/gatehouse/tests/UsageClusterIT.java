package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What is used on two nodes is written down, less what a node had in memory when it was killed, and never more. */
@Tag("own-server")
@Tag("torture")
@Isolated("the seconds that are promised are real time")
class UsageClusterIT {
    /** What a killed node may lose: the pause between two flushes, and the time that one takes. */
    private static final Duration LOST_AT_MOST = Duration.ofSeconds(7);

    private static final int THREADS = 16;

    @Test
    void killedNodeLosesItsLastSecondsAndNobodyIsBilledForMore() throws InterruptedException {
        verifyWhileOneNodeIsKilled(5_000);
    }

    @Test
    void soItIsOfAHundredThousand() throws InterruptedException {
        verifyWhileOneNodeIsKilled(100_000);
    }

    private static void verifyWhileOneNodeIsKilled(int calls) throws InterruptedException {
        try (Cluster cluster = new Cluster()) {
            cluster.startPair();
            String verifier = cluster.first().key("api-keys:verify").text();
            String key = cluster.first().key("orders.read").text();
            AtomicInteger begun = new AtomicInteger();
            AtomicInteger valid = new AtomicInteger();
            AtomicInteger unknown = new AtomicInteger();
            Queue<Long> validOnFirst = new ConcurrentLinkedQueue<>();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            for (int i = 0; i < THREADS; i++) {
                boolean isOnFirst = i % 2 == 0;
                RealmCalls node = isOnFirst ? cluster.first() : cluster.second();
                threads.execute(() -> {
                    while (begun.incrementAndGet() <= calls) {
                        if (isValid(node, verifier, key)) {
                            valid.incrementAndGet();
                            if (isOnFirst) {
                                validOnFirst.add(System.nanoTime());
                            }
                        } else {
                            unknown.incrementAndGet();
                            if (isOnFirst) {
                                return;
                            }
                        }
                    }
                });
            }
            Eventually.holds(Duration.ofMinutes(20), "half of the calls", () -> valid.get() > calls / 2);
            cluster.killFirst();
            long killedAt = System.nanoTime();
            threads.shutdown();
            assertThat(threads.awaitTermination(20, TimeUnit.MINUTES)).isTrue();

            long lostAtMost = validOnFirst.stream()
                    .filter(at -> killedAt - at < LOST_AT_MOST.toNanos())
                    .count();
            long least = valid.get() - lostAtMost;
            Eventually.holds(
                    Duration.ofSeconds(20),
                    "at least " + least + " are written down",
                    () -> written(cluster.second()) >= least);
            assertThat(written(cluster.second())).isLessThanOrEqualTo(valid.get() + unknown.get());
        }
    }

    /** False also when nothing answers: whether such a call was counted, nobody knows. */
    private static boolean isValid(RealmCalls node, String verifier, String key) {
        try {
            return node.v1("POST", "/api-keys/verify")
                    .bearer(verifier)
                    .json(Map.of("key", key))
                    .send()
                    .expect(200)
                    .json()
                    .path("valid")
                    .asBoolean();
        } catch (RuntimeException | AssertionError e) {
            return false;
        }
    }

    private static long written(RealmCalls node) {
        JsonNode days =
                node.admin("GET", "/usage/history").send().expect(200).json().path("items");
        long sum = 0;
        for (JsonNode day : days) {
            sum += day.path("verifications").asLong();
        }
        return sum;
    }
}
