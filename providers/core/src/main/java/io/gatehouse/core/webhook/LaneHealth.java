package io.gatehouse.core.webhook;

/**
 * How an endpoint did lately, and what follows for its lane: the circuit breaker, and the end of an endpoint that has failed
 * for days. Immutable and pure: each attempt's end gives the next state.
 *
 * @param failuresInRow attempts that failed since the last that succeeded
 * @param hasSucceeded whether an attempt succeeded since the circuit was last open; false for an endpoint that was never
 *     tried
 * @param failingSinceMs when the first of the failures in a row ended, 0 when there is none
 */
public record LaneHealth(int failuresInRow, boolean hasSucceeded, long failingSinceMs) {

    /** What an endpoint's past says; dead endpoints must not take the place of live ones. */
    public enum Standing {
        /** It takes deliveries. */
        TRUSTED(0),
        /** It was never tried. */
        FRESH(1),
        /** It took none since it began to fail. */
        FAILING(2);

        private final int code;

        Standing(int code) {
            this.code = code;
        }

        /** A number for the database. */
        public int code() {
            return code;
        }
    }

    /** After so many failures in a row the circuit opens: one attempt at a time, spaced, tells whether the endpoint is back. */
    public static final int OPEN_AFTER_FAILURES = 3;

    /** Pause before the first such attempt, in milliseconds; doubled with each failure. */
    public static final long FIRST_PAUSE_MS = 1_000;

    /** Longest pause, in milliseconds: an endpoint that is back is noticed within it. */
    public static final long MAX_PAUSE_MS = 60_000;

    /** Longest time that all deliveries to an endpoint wait because it asked so (429 or 503 with Retry-After). */
    public static final long MAX_THROTTLE_MS = 600_000;

    /** An endpoint that fails for so long is disabled, in milliseconds: 5 days. */
    public static final long DISABLE_AFTER_MS = 5 * 86_400_000L;

    /** Attempts in flight to one endpoint in the whole cluster. */
    public static final int MAX_IN_FLIGHT = 4;

    /** Counting further would say nothing more. */
    private static final int MAX_FAILURES_COUNTED = 1_000_000;

    /** The state of an endpoint that was never tried, or is enabled again. */
    public static LaneHealth fresh() {
        return new LaneHealth(0, false, 0);
    }

    /** The state after an attempt that the endpoint took. */
    public LaneHealth afterSuccess() {
        return new LaneHealth(0, true, 0);
    }

    /** The state after an attempt that failed at that time. */
    public LaneHealth afterFailure(long nowMs) {
        int failures = Math.min(failuresInRow + 1, MAX_FAILURES_COUNTED);
        return new LaneHealth(
                failures, hasSucceeded && failures < OPEN_AFTER_FAILURES, failuresInRow == 0 ? nowMs : failingSinceMs);
    }

    /** Whether only single, spaced attempts are made. */
    public boolean isOpen() {
        return failuresInRow >= OPEN_AFTER_FAILURES;
    }

    /** How much of a node the lane may use. */
    public Standing standing() {
        if (hasSucceeded) {
            return Standing.TRUSTED;
        }
        return failuresInRow == 0 ? Standing.FRESH : Standing.FAILING;
    }

    /** How many attempts may be in flight at once. */
    public int maxInFlight() {
        return isOpen() ? 1 : MAX_IN_FLIGHT;
    }

    /**
     * How long the lane rests after the last attempt, in milliseconds; 0 while the circuit is closed.
     *
     * @param throttleMs how long the endpoint asked to be left alone, 0 when it did not
     */
    public long pauseMs(long throttleMs) {
        long throttle = Math.min(throttleMs, MAX_THROTTLE_MS);
        if (!isOpen()) {
            return throttle;
        }
        int doublings = Math.min(failuresInRow - OPEN_AFTER_FAILURES, 30);
        return Math.max(throttle, Math.min(FIRST_PAUSE_MS << doublings, MAX_PAUSE_MS));
    }

    /** Whether the endpoint has failed for so long, without one success, that it is to be disabled. */
    public boolean isGivenUp(long nowMs) {
        return failuresInRow > 0 && nowMs - failingSinceMs >= DISABLE_AFTER_MS;
    }
}
