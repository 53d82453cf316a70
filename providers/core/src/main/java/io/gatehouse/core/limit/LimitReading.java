package io.gatehouse.core.limit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a rate limit stands: what is left of its window.
 *
 * @param limit the limit
 * @param remaining how much use is left, never negative
 * @param resetAtMs when the window ends and the next begins full, in milliseconds since 1970
 */
public record LimitReading(RateLimit limit, long remaining, long resetAtMs) {
    private static final long MS_PER_SECOND = 1_000;

    /** Seconds until the window ends, rounded up; 1 at least. */
    public long resetSeconds(long nowMs) {
        return Math.max(1, -Math.floorDiv(nowMs - resetAtMs, MS_PER_SECOND));
    }

    /** The limit of which the smallest part is left: the one that refuses first. */
    public static Optional<LimitReading> tightest(List<LimitReading> readings) {
        return readings.stream()
                .min(Comparator.comparingDouble(reading ->
                        (double) reading.remaining() / reading.limit().limit()));
    }

    /** Of the limits that have not enough left for a use, the one whose window ends last: before that no try helps. */
    public static Optional<LimitReading> refusing(List<LimitReading> readings, long cost) {
        return readings.stream()
                .filter(reading -> reading.remaining() < cost)
                .max(Comparator.comparingLong(LimitReading::resetAtMs));
    }

    /** Value of the header {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10, 3). */
    public static String policyHeader(List<LimitReading> readings) {
        return readings.stream()
                .map(LimitReading::limit)
                .map(limit -> "\"%s\";q=%d;w=%d".formatted(limit.name(), limit.limit(), limit.windowSeconds()))
                .collect(Collectors.joining(", "));
    }

    /** Value of the header {@code RateLimit} (draft-ietf-httpapi-ratelimit-headers-10, 4). */
    public static String header(List<LimitReading> readings, long nowMs) {
        return readings.stream()
                .map(reading -> "\"%s\";r=%d;t=%d"
                        .formatted(reading.limit().name(), reading.remaining(), reading.resetSeconds(nowMs)))
                .collect(Collectors.joining(", "));
    }
}
