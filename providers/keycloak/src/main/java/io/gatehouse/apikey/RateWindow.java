package io.gatehouse.apikey;

import io.gatehouse.core.limit.RateLimit;
import java.util.Comparator;

/**
 * A window of a rate limit in which use is counted. Limits of one name and length are counted as one, whatever they allow.
 *
 * @param account whose use
 * @param startMs when it begins, in milliseconds since 1970
 */
record RateWindow(MeterId account, String name, int windowSeconds, long startMs) implements Comparable<RateWindow> {
    private static final long MS_PER_SECOND = 1_000;
    private static final Comparator<RateWindow> ORDER = Comparator.comparing(RateWindow::account)
            .thenComparing(RateWindow::name)
            .thenComparingInt(RateWindow::windowSeconds)
            .thenComparingLong(RateWindow::startMs);

    /** The window of a limit at a moment. */
    static RateWindow of(MeterId account, RateLimit limit, long nowMs) {
        return new RateWindow(account, limit.name(), limit.windowSeconds(), limit.windowStartMs(nowMs));
    }

    /** When it ends, in milliseconds since 1970. */
    long endMs() {
        return startMs + windowSeconds * MS_PER_SECOND;
    }

    @Override
    public int compareTo(RateWindow other) {
        return ORDER.compare(this, other);
    }
}
