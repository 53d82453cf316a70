package io.gatehouse.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The generic cell rate algorithm for many senders: each is one number, when it will have paid for all that it sent. What is not
 * admitted costs nothing later. Counts on this node alone, from its start. Thread-safe.
 *
 * @param <K> what a sender is told by
 */
final class CellRate<K> {
    private static final long NS_PER_MS = 1_000_000;

    private final Cache<K, Long> paidUntilNs;
    private final LongSupplier monotonicMs;

    /**
     * @param kept for how long a sender is remembered that sends nothing: the longest burst, at least
     * @param maxSenders how many are remembered; the ones unused the longest are forgotten first
     */
    CellRate(Duration kept, LongSupplier monotonicMs, int maxSenders) {
        this.monotonicMs = monotonicMs;
        this.paidUntilNs = Caffeine.newBuilder()
                .maximumSize(maxSenders)
                .expireAfterWrite(kept)
                .executor(Runnable::run)
                .build();
    }

    /**
     * What came of sending something.
     *
     * @param waitNs 0 when it is admitted, else after how long it would be
     * @param owedNs how far ahead the sender has paid now: 0 for nothing, up to the burst
     */
    record Outcome(long waitNs, long owedNs) {}

    /**
     * Admits what a sender sends, or not.
     *
     * @param costNs what it costs: as long as the sender has to pause for it in the long run
     * @param burstNs how much may come at once, in the same unit
     */
    Outcome take(K sender, long costNs, long burstNs) {
        long nowNs = monotonicMs.getAsLong() * NS_PER_MS;
        AtomicReference<Outcome> outcome = new AtomicReference<>(new Outcome(0, 0));
        Long ignored = paidUntilNs.asMap().compute(sender, (key, until) -> {
            long before = until == null ? nowNs : Math.max(until, nowNs);
            long waitNs = before + costNs - nowNs - burstNs;
            long after = waitNs > 0 ? before : before + costNs;
            outcome.set(new Outcome(Math.max(0, waitNs), after - nowNs));
            return after;
        });
        return Objects.requireNonNull(outcome.get());
    }

    /** How many senders are remembered. */
    long size() {
        paidUntilNs.cleanUp();
        return paidUntilNs.estimatedSize();
    }
}
