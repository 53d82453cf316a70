package io.gatehouse.core.approval;

import org.jspecify.annotations.Nullable;

/** How often an agent may ask whether it is decided. Thread-safe: no state. */
public final class Polling {
    /** Between two questions, in seconds; never longer, whoever asks too often. */
    public static final int INTERVAL_SECONDS = 5;

    private Polling() {}

    /**
     * Whether this question comes too soon. The first one may come at once, and one that came too soon does not count as one
     * that was answered: asking every four seconds is answered every eight, not never.
     *
     * @param answeredAtMs when the last question was answered, in milliseconds since the epoch; null for never. From the clock of
     *     any node: a time ahead of now does not lock anybody out
     */
    public static boolean isTooSoon(@Nullable Long answeredAtMs, long nowMs) {
        return answeredAtMs != null && answeredAtMs <= nowMs && nowMs - answeredAtMs < INTERVAL_SECONDS * 1000L;
    }
}
