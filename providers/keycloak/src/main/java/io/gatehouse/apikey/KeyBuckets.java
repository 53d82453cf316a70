package io.gatehouse.apikey;

import io.gatehouse.core.limit.LimitReading;
import io.gatehouse.core.limit.RateLimit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one account on this node, one for each of its limits: full at the beginning of each window. A use is taken
 * from all that count or from none. Thread-safe: one at a time, and the clock is read once for each use.
 */
final class KeyBuckets {
    private static final int LOCK_WAIT_SECONDS = 3;

    private final MeterId account;
    private final List<RateLimit> limits;
    private final RateUse use;
    private final ReentrantLock lock = new ReentrantLock();
    private final Now now = new Now();
    private @Nullable List<LimitBucket> buckets;

    /** The time of the present use. */
    private static final class Now implements TimeMeter {
        private long ms;

        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(ms);
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }

    /** One limit: its bucket, and how much of the present window has been taken from it, by whichever node. */
    private static final class LimitBucket {
        private final RateLimit limit;
        private RateWindow window;
        private Bucket bucket;
        private long used;

        LimitBucket(RateLimit limit, RateWindow window, Now now, long used) {
            this.limit = limit;
            this.window = window;
            this.bucket = bucket(limit, window, now, used);
            this.used = used;
        }

        /** Moves to the window of the present moment. Backwards, when the clock was set back, with a bucket of its own. */
        void moveTo(RateWindow present, Now now) {
            if (present.startMs() == window.startMs()) {
                return;
            }
            if (present.startMs() < window.startMs()) {
                bucket = bucket(limit, present, now, 0);
            }
            window = present;
            used = 0;
        }

        void take(long cost) {
            if (cost > 0) {
                bucket.tryConsumeAsMuchAsPossible(cost);
            }
            used += cost;
        }

        LimitReading reading() {
            return new LimitReading(limit, Math.max(0, bucket.getAvailableTokens()), window.endMs());
        }

        private static Bucket bucket(RateLimit limit, RateWindow window, Now now, long used) {
            return Bucket.builder()
                    .addLimit(bandwidth -> bandwidth
                            .capacity(limit.limit())
                            .refillIntervallyAligned(
                                    limit.limit(),
                                    Duration.ofSeconds(limit.windowSeconds()),
                                    Instant.ofEpochMilli(window.endMs()))
                            .initialTokens(Math.max(0, limit.limit() - used)))
                    .withCustomTimePrecision(now)
                    .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                    .build();
        }
    }

    KeyBuckets(MeterId account, List<RateLimit> limits, RateUse use) {
        this.account = account;
        this.limits = limits;
        this.use = use;
    }

    MeterId account() {
        return account;
    }

    /**
     * Takes a use from all limits that count, or from none.
     *
     * @param counted those of the limits that count
     * @param load what was used so far; asked at the first use on this node alone
     * @return where the limits stand after it
     * @throws io.gatehouse.platform.GatehouseException 503 when others wait too long for the database
     */
    RateOutcome take(List<RateLimit> counted, int cost, long nowMs, Supplier<Map<RateWindow, Long>> load) {
        lock();
        try {
            List<LimitBucket> present = at(nowMs, load).stream()
                    .filter(bucket -> counted.contains(bucket.limit))
                    .toList();
            List<LimitReading> before =
                    present.stream().map(LimitBucket::reading).toList();
            if (LimitReading.refusing(before, cost).isPresent()) {
                return new RateOutcome(false, before, List.of());
            }
            List<RateWindow> windows = new ArrayList<>();
            for (LimitBucket bucket : present) {
                if (cost > 0) {
                    use.add(bucket.window, cost);
                    windows.add(bucket.window);
                }
                bucket.take(cost);
            }
            return new RateOutcome(
                    true, present.stream().map(LimitBucket::reading).toList(), windows);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts back what a use took that something else refused.
     *
     * @return where the limits stand after it
     */
    List<LimitReading> giveBack(RateOutcome taken, int cost) {
        lock();
        try {
            List<LimitBucket> present = buckets == null ? List.of() : buckets;
            taken.windows().forEach(window -> use.add(window, -cost));
            present.stream()
                    .filter(bucket -> taken.windows().contains(bucket.window))
                    .forEach(bucket -> {
                        bucket.bucket.addTokens(cost);
                        bucket.used -= cost;
                    });
            return present.stream()
                    .filter(bucket -> taken.windows().contains(bucket.window))
                    .map(LimitBucket::reading)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Takes what other nodes have given out since the last time. */
    void align(Map<RateWindow, Long> told) {
        lock();
        try {
            for (LimitBucket bucket : buckets == null ? List.<LimitBucket>of() : buckets) {
                long known = told.getOrDefault(bucket.window, 0L) + use.untold(bucket.window);
                if (known > bucket.used) {
                    bucket.take(known - bucket.used);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private List<LimitBucket> at(long nowMs, Supplier<Map<RateWindow, Long>> load) {
        now.ms = nowMs;
        List<LimitBucket> present = buckets;
        if (present == null) {
            Map<RateWindow, Long> used = load.get();
            present = limits.stream()
                    .map(limit -> {
                        RateWindow window = RateWindow.of(account, limit, nowMs);
                        return new LimitBucket(limit, window, now, used.getOrDefault(window, 0L));
                    })
                    .toList();
            buckets = present;
        }
        present.forEach(bucket -> bucket.moveTo(RateWindow.of(account, bucket.limit, nowMs), now));
        return present;
    }

    private void lock() {
        try {
            if (lock.tryLock(LOCK_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw RateUse.unavailable();
    }
}
