package io.gatehouse.apikey;

import io.gatehouse.apikey.ApiKeyVerdict.Code;
import io.gatehouse.core.limit.Credits;
import io.gatehouse.core.limit.LimitReading;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What rate limits and credits say of a use.
 *
 * @param code VALID, RATE_LIMITED or USAGE_EXCEEDED
 * @param limits where the rate limits that count stand after it; empty when there are none
 * @param shown the one of them that refuses, or that will do so first; null when there are none
 * @param credits what is left of the credits, null when the key needs none or they were not asked
 * @param atMs when that was
 */
public record Metered(
        Code code,
        List<LimitReading> limits,
        @Nullable LimitReading shown,
        @Nullable Credits credits,
        long atMs) {
    private static final long MS_PER_SECOND = 1_000;

    /** Copies the list. */
    public Metered {
        limits = List.copyOf(limits);
    }

    /** What is said of a use of which nothing was counted. */
    static Metered nothing(Code code) {
        return new Metered(code, List.of(), null, null, 0);
    }

    /**
     * The headers {@code RateLimit-Policy} and {@code RateLimit} (draft-ietf-httpapi-ratelimit-headers-10); empty when no
     * rate limit counts.
     */
    public Map<String, String> headers() {
        return limits.isEmpty()
                ? Map.of()
                : Map.of(
                        "RateLimit-Policy",
                        LimitReading.policyHeader(limits),
                        "RateLimit",
                        LimitReading.header(limits, atMs));
    }

    /** In how many seconds the next use may be taken: empty when this one was, and when nothing is known to come. */
    public OptionalLong retryAfterSeconds() {
        if (code == Code.RATE_LIMITED && shown != null) {
            return OptionalLong.of(shown.resetSeconds(atMs));
        }
        if (code == Code.USAGE_EXCEEDED && credits != null && credits.refill() != null) {
            long waitMs = Math.max(1, credits.refill().nextAtMs() - atMs);
            return OptionalLong.of((waitMs + MS_PER_SECOND - 1) / MS_PER_SECOND);
        }
        return OptionalLong.empty();
    }
}
