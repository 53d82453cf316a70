package io.gatehouse.core.domain;

import java.time.Duration;

/**
 * What a daily look at a verified domain changes. A record that is missing counts as a miss; silence and disagreement do not, for
 * they tell of the resolvers. But a domain that nothing confirmed for {@link #MAX_UNCONFIRMED_MS} is not verified any longer.
 *
 * @param misses looks in a row at which the record was missing
 * @param isLost whether the domain is not verified any longer
 * @param cause why it is lost, empty when it is not
 */
public record DomainRecheck(int misses, boolean isLost, String cause) {
    /** Pause between two looks, in milliseconds. */
    public static final long INTERVAL_MS = Duration.ofDays(1).toMillis();

    /** Misses in a row after which a domain is not verified any longer. */
    public static final int MAX_MISSES = 3;

    /** How long a domain stays verified that no look confirms, in milliseconds. */
    public static final long MAX_UNCONFIRMED_MS = Duration.ofDays(7).toMillis();

    /**
     * Judges one look.
     *
     * @param misses before it
     * @param confirmedAtMs when a look last found the record
     */
    public static DomainRecheck of(DomainVerdict.Result result, int misses, long confirmedAtMs, long nowMs) {
        if (result == DomainVerdict.Result.PROVED) {
            return new DomainRecheck(0, false, "");
        }
        int now = result == DomainVerdict.Result.MISSING ? misses + 1 : misses;
        if (now >= MAX_MISSES) {
            return new DomainRecheck(now, true, "record_missing");
        }
        boolean isOld = nowMs - confirmedAtMs >= MAX_UNCONFIRMED_MS;
        return new DomainRecheck(now, isOld, isOld ? "not_confirmed" : "");
    }
}
