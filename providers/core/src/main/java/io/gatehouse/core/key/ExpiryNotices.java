package io.gatehouse.core.key;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * When people are told that an API key or an agent is about to expire: {@link #DAYS_AHEAD} before its end, each once. One that did not
 * live yet at such a moment is not told of at it, and a moment that was missed gives way to the next one. Pure.
 */
public final class ExpiryNotices {
    /** How many days ahead, the longest first. */
    public static final List<Integer> DAYS_AHEAD = List.of(14, 7, 1);

    /** A day in milliseconds. */
    static final long DAY_MS = 86_400_000;

    private ExpiryNotices() {}

    /**
     * The first moment after another at which there is something to tell, in milliseconds since 1970; empty when there is
     * none any more.
     */
    public static OptionalLong nextAfter(long afterMs, long expiresAtMs) {
        return DAYS_AHEAD.stream()
                .mapToLong(days -> expiresAtMs - days * DAY_MS)
                .filter(atMs -> atMs > afterMs)
                .findFirst();
    }

    /**
     * How many days ahead of the end the notice is that counts at a moment: the last one whose time has come.
     *
     * @param beganAtMs since when the end is what it is; what lay before is not told
     * @return empty before the first notice, and once the key has expired
     */
    public static OptionalInt dueAt(long nowMs, long beganAtMs, long expiresAtMs) {
        if (nowMs >= expiresAtMs) {
            return OptionalInt.empty();
        }
        return DAYS_AHEAD.stream()
                .mapToInt(days -> days)
                .filter(days -> expiresAtMs - days * DAY_MS <= nowMs)
                .reduce((longer, shorter) -> shorter)
                .stream()
                .filter(days -> expiresAtMs - days * DAY_MS > beganAtMs)
                .findFirst();
    }
}
