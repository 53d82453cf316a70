package io.gatehouse.core.limit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number of uses that runs out, and how it fills up again.
 *
 * @param remaining what is left, 0 to {@value #MAX_AMOUNT}
 * @param refill how it fills up by itself, null for never
 */
public record Credits(long remaining, @Nullable Refill refill) {
    /** The most credits. */
    public static final long MAX_AMOUNT = 1_000_000_000_000L;

    /** The most credits that a node takes at a time, unless one use costs more. */
    public static final long MAX_BLOCK = 1_000;

    /** A node takes one hundredth of what is left. */
    private static final long SHARE = 100;

    /**
     * How credits fill up by themselves.
     *
     * @param amount what there is after a refill, if there was less: 1 to {@value Credits#MAX_AMOUNT}. More is never taken
     *     away, and what was not used is not added
     * @param interval how often
     * @param nextAtMs when next, in milliseconds since 1970
     */
    public record Refill(long amount, RefillInterval interval, long nextAtMs) {
        /** A refill whose next one is the first after a moment. */
        public static Refill from(long amount, RefillInterval interval, long nowMs) {
            return new Refill(amount, interval, interval.nextAfterMs(nowMs));
        }
    }

    /** The credits after the refill that is due at a moment; empty when none is. However many were missed, they are one. */
    public Optional<Credits> refilled(long nowMs) {
        Refill due = refill;
        if (due == null || nowMs < due.nextAtMs()) {
            return Optional.empty();
        }
        long filled = Math.max(remaining, due.amount());
        return Optional.of(new Credits(filled, Refill.from(due.amount(), due.interval(), nowMs)));
    }

    /**
     * How much a node takes out at once when it lacks so much for a use: a hundredth of what is left, at most
     * {@value #MAX_BLOCK}, and never less than it lacks. So few writes are needed while much is left, and the last hundred
     * credits are taken one by one, so that no node sits on them.
     *
     * @param lacking what the use needs beyond what the node holds, at most {@code remaining}
     */
    public long block(long lacking) {
        return Math.max(lacking, Math.min(MAX_BLOCK, remaining / SHARE));
    }
}
