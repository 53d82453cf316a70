package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** How fast events get their place, against bare commits of the same row on the same PostgreSQL in the same run. */
@Tag("bench")
@Isolated("times are measured")
class SequencingSpeedIT {
    private static final int WRITERS = 8;
    private static final int BARE_COMMITS = 40_000;
    private static final int BACKLOG = 100_000;
    private static final int WARM_UP = 20_000;
    private static final int PACED = 20_000;
    private static final double GOAL = 0.5;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void sequencingKeepsUpWithHalfOfWhatTheDatabaseCanCommit() throws Exception {
        try (MeasuredServer server = MeasuredServer.durable("sequencing")) {
            measure(
                    server.url(),
                    server.demo().admin("GET", "").send().expect(200).text("id"));
        }
    }

    private static void measure(String url, String realmId) throws Exception {
        try (EventLoad load = new EventLoad(url, realmId)) {
            load.execute("create table bare (like gatehouse_event including all)");
            sequence(load, realmId, WARM_UP);
            double bare = bareCommitsPerSecond(url, realmId);
            double sequenced = sequence(load, realmId, BACKLOG);
            long[] lagsMs = lagsMs(url, load, realmId, bare * GOAL / 2);
            String result = "sequencing: bare single-row commits %.0f/s, sequenced %.0f/s, ratio %.2f (goal %.2f);"
                            .formatted(bare, sequenced, sequenced / bare, GOAL)
                    + " at %.0f events/s commit-to-sequenced p50 %d ms, p99 %d ms (goal 1000)"
                            .formatted(bare * GOAL / 2, lagsMs[PACED / 2], lagsMs[PACED * 99 / 100]);
            System.out.println(result);
            assertThat(sequenced / bare).as(result).isGreaterThanOrEqualTo(GOAL);
            assertThat(lagsMs[PACED * 99 / 100]).as(result).isLessThan(1_000);
        }
    }

    /** Single rows of the same shape into a table that nobody reads, by eight clients. */
    private static double bareCommitsPerSecond(String url, String realmId) throws Exception {
        return perSecond(BARE_COMMITS, () -> {
            try (EventLoad writer = EventLoad.into("bare", url, realmId)) {
                for (int i = 0; i < BARE_COMMITS / WRITERS; i++) {
                    writer.insert();
                }
            }
            return null;
        });
    }

    private static double perSecond(int count, Callable<Void> writer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            long startNs = System.nanoTime();
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                all.add(threads.submit(writer));
            }
            for (Future<Void> one : all) {
                one.get();
            }
            return count * 1e9 / (System.nanoTime() - startNs);
        } finally {
            threads.shutdownNow();
        }
    }

    /** A backlog that is there at once; how many a second get their place. */
    private static double sequence(EventLoad load, String realmId, int count) throws SQLException {
        long before = load.sequenced();
        load.insert(realmId, count);
        long startNs = System.nanoTime();
        Eventually.holds(LIMIT, count + " events have their place", () -> sequencedUnchecked(load) >= before + count);
        return count * 1e9 / (System.nanoTime() - startNs);
    }

    /** From each commit to its place, sorted, while one client after the other commits at the given rate. */
    private static long[] lagsMs(String url, EventLoad load, String realmId, double perSecond) throws Exception {
        long base = load.sequenced();
        long[] committedNs = new long[PACED];
        AtomicInteger committed = new AtomicInteger();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Void> writing = thread.submit(() -> {
                writePaced(url, realmId, perSecond, committedNs, committed);
                return null;
            });
            long[] lagsMs = new long[PACED];
            int seen = 0;
            while (seen < PACED) {
                long sequenced = load.sequenced() - base;
                long nowNs = System.nanoTime();
                for (; seen < Math.min(sequenced, committed.get()); seen++) {
                    lagsMs[seen] = (nowNs - committedNs[seen]) / 1_000_000;
                }
                if (writing.isDone()) {
                    writing.get();
                }
                LockSupport.parkNanos(5_000_000);
            }
            Arrays.sort(lagsMs);
            return lagsMs;
        } finally {
            thread.shutdownNow();
        }
    }

    private static void writePaced(
            String url, String realmId, double perSecond, long[] committedNs, AtomicInteger committed)
            throws SQLException {
        try (EventLoad writer = new EventLoad(url, realmId)) {
            long startNs = System.nanoTime();
            for (int i = 0; i < PACED; i++) {
                long dueNs = startNs + (long) (i * 1e9 / perSecond);
                while (System.nanoTime() < dueNs) {
                    LockSupport.parkNanos(100_000);
                }
                writer.insert();
                committedNs[i] = System.nanoTime();
                committed.set(i + 1);
            }
        }
    }

    private static long sequencedUnchecked(EventLoad load) {
        try {
            return load.sequenced();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
