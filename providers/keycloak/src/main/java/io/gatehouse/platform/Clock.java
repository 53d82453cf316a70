package io.gatehouse.platform;

import java.time.Instant;
import org.keycloak.common.util.Time;

/** The only clock of the bundle: Keycloak's own, so that a test that moves Keycloak's time moves ours too. Thread-safe. */
public final class Clock {
    private Clock() {}

    /** Milliseconds since 1970-01-01T00:00:00Z. */
    public static long nowMs() {
        return Time.currentTimeMillis();
    }

    /** Whole seconds since 1970-01-01T00:00:00Z, rounded down as JWT times are. */
    public static long nowSeconds() {
        return nowMs() / 1000;
    }

    /** The JSON form of a time: ISO-8601, UTC, whole seconds. */
    public static String iso(long epochMs) {
        return Instant.ofEpochSecond(Math.floorDiv(epochMs, 1000L)).toString();
    }

    /**
     * Milliseconds of a clock that never jumps, for ages of things on this node alone; no test moves it and its zero means
     * nothing.
     */
    public static long monotonicMs() {
        return System.nanoTime() / 1_000_000;
    }
}
