package io.gatehouse.core.webhook;

import java.util.List;
import java.util.OptionalLong;

/**
 * When a delivery is tried again (Standard Webhooks 1.0, "Deliverability and reliability"). There are {@link #MAX_ATTEMPTS}
 * attempts, the first at once and each further one a named delay after the end of the one before; in sum the last begins
 * 23:42:35 after the first. Jitter takes from the 17 minutes that are left to the day and never so much that an attempt
 * would miss it. No attempt begins later than 24:00:00 after the first was due. Pure.
 */
public final class RetrySchedule {

    /** From the moment the first attempt is due to the moment after which none begins, in milliseconds: 24:00:00. */
    public static final long LIFETIME_MS = 86_400_000;

    /** How long before the deadline the last possible attempt is planned, as it may begin a little late, in milliseconds. */
    public static final long MARGIN_MS = 60_000;

    /** How long an attempt lasts at most, in milliseconds. */
    public static final long MAX_ATTEMPT_MS = 15_000;

    /** Jitter adds at most a delay divided by this. */
    public static final int JITTER_DIVISOR = 10;

    /** Delays between the end of an attempt and the next one, in milliseconds. */
    public static final List<Long> DELAYS_MS = List.of(
            5_000L,
            30_000L,
            120_000L,
            600_000L,
            1_800_000L,
            3_600_000L,
            7_200_000L,
            14_400_000L,
            21_600_000L,
            36_000_000L);

    /** Attempts in all. */
    public static final int MAX_ATTEMPTS = DELAYS_MS.size() + 1;

    private RetrySchedule() {}

    /** After which moment no attempt begins, for a delivery whose first attempt is due at that time. */
    public static long deadlineMs(long firstDueMs) {
        return firstDueMs + LIFETIME_MS;
    }

    /**
     * When the next attempt is due, or empty when the delivery is dead.
     *
     * @param failures attempts that failed so far, 1 or more
     * @param nowMs the end of the last attempt
     * @param deadlineMs {@link #deadlineMs}
     * @param retryAfterMs what the endpoint asked to wait ({@code Retry-After}), 0 when it did not; longer than to the
     *     deadline means one last attempt just before it
     * @param jitter 0 to 1, by chance
     */
    public static OptionalLong next(int failures, long nowMs, long deadlineMs, long retryAfterMs, double jitter) {
        if (failures < 1 || retryAfterMs < 0 || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("failures %d, retryAfterMs %d, jitter %s must be >= 1, >= 0 and 0..1"
                    .formatted(failures, retryAfterMs, jitter));
        }
        long lastBeginMs = deadlineMs - MARGIN_MS;
        if (failures >= MAX_ATTEMPTS || nowMs >= lastBeginMs) {
            return OptionalLong.empty();
        }
        long delayMs = DELAYS_MS.get(failures - 1);
        long spareMs = Math.max(0, lastBeginMs - nowMs - remainingMs(failures));
        long jitterMs = (long) (jitter * (double) Math.min(delayMs / JITTER_DIVISOR, spareMs));
        // Compared without adding, because an endpoint may ask for any number of seconds.
        long waitMs = Math.max(delayMs + jitterMs, retryAfterMs);
        return OptionalLong.of(waitMs > lastBeginMs - nowMs ? lastBeginMs : nowMs + waitMs);
    }

    /** The longest that it takes from here to the last attempt, without jitter. */
    private static long remainingMs(int failures) {
        long delaysMs = DELAYS_MS.stream()
                .skip(failures - 1L)
                .mapToLong(Long::longValue)
                .sum();
        return delaysMs + (DELAYS_MS.size() - failures) * MAX_ATTEMPT_MS;
    }
}
