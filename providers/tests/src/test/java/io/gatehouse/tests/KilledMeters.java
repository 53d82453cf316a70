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

/** What is used on two nodes is written down, less what a node had in memory when it was killed, and never more. */
final class KilledMeters {
    /** What a killed node may lose: the pause between two flushes, and the time that one takes on a busy machine. */
    private static final Duration LOST_AT_MOST = Duration.ofSeconds(8);

    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Duration WRITTEN_LIMIT = Duration.ofSeconds(20);
    private static final int THREADS = 16;
    private static final long NS_PER_MS = 1_000_000;

    private final RealmCalls survivor;
    private final RealmCalls killed;
    private final String verifier;
    private final String key;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger valid = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final Queue<Long> validOnKilled = new ConcurrentLinkedQueue<>();

    private KilledMeters(RealmCalls killed, RealmCalls survivor) {
        this.killed = killed;
        this.survivor = survivor;
        this.verifier = survivor.key("api-keys:verify").text();
        this.key = survivor.key("orders.read").text();
    }

    /**
     * Verifies a key so many times on both nodes, has one killed after half of it, and looks at what is written down in the end.
     * Prints the numbers.
     */
    static void verify(int calls, RealmCalls killed, RealmCalls survivor, Runnable kill) throws InterruptedException {
        new KilledMeters(killed, survivor).verify(calls, kill);
    }

    private void verify(int calls, Runnable kill) throws InterruptedException {
        long before = written();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int i = 0; i < THREADS; i++) {
            boolean isKilled = i % 2 == 0;
            threads.execute(() -> verifyAt(isKilled, calls));
        }
        Eventually.holds(LIMIT, "half of the calls", () -> valid.get() > calls / 2);
        kill.run();
        long killedAt = System.nanoTime();
        threads.shutdown();
        assertThat(threads.awaitTermination(LIMIT.toMinutes(), TimeUnit.MINUTES))
                .isTrue();

        long lostAtMost = validOnKilled.stream()
                .filter(at -> killedAt - at < LOST_AT_MOST.toNanos())
                .count();
        long least = valid.get() - lostAtMost;
        Eventually.holds(WRITTEN_LIMIT, "at least " + least + " are written down", () -> written() - before >= least);
        awaitFlush();
        long written = written() - before;
        System.out.printf(
                "meters: %d valid, %d unanswered, %d valid on the killed node, of which %d in its last %d ms; written %d%n",
                valid.get(),
                unknown.get(),
                validOnKilled.size(),
                lostAtMost,
                LOST_AT_MOST.toNanos() / NS_PER_MS,
                written);
        assertThat(written).isBetween(least, (long) valid.get() + unknown.get());
    }

    /** One more use that is written down tells that everything before it is. */
    private void awaitFlush() {
        long before = written();
        verifyAt(false, begun.get() + 2);
        Eventually.holds(WRITTEN_LIMIT, "what was used last is written down", () -> written() > before);
    }

    private void verifyAt(boolean isKilled, int calls) {
        RealmCalls node = isKilled ? killed : survivor;
        while (begun.incrementAndGet() <= calls) {
            if (isValid(node)) {
                valid.incrementAndGet();
                if (isKilled) {
                    validOnKilled.add(System.nanoTime());
                }
            } else {
                unknown.incrementAndGet();
                if (isKilled) {
                    return;
                }
            }
        }
    }

    /** False also when nothing answers: whether such a call was counted, nobody knows. */
    private boolean isValid(RealmCalls node) {
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

    private long written() {
        JsonNode days = survivor.admin("GET", "/usage/history")
                .send()
                .expect(200)
                .json()
                .path("items");
        long sum = 0;
        for (JsonNode day : days) {
            sum += day.path("verifications").asLong();
        }
        return sum;
    }
}
