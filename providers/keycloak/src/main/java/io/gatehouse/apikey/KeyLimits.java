package io.gatehouse.apikey;

import io.gatehouse.core.limit.RateLimit;
import io.gatehouse.core.net.AllowedAddresses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From where and how much a key may be used. What has been used so far is not here but with {@link KeyMeters}.
 *
 * @param rateLimits at most {@value #MAX_RATE_LIMITS}, no two of one name
 * @param allowedIps the addresses from which it may be used
 * @param hasCredits whether each use also takes credits
 * @param countedUnder the id of the key under which use is counted, null for its own: keys that replace one another count
 *     as one, or a rotation would hand out a fresh allowance
 */
public record KeyLimits(
        List<RateLimit> rateLimits,
        AllowedAddresses allowedIps,
        boolean hasCredits,
        @Nullable String countedUnder) {
    /** Most rate limits of a key. */
    public static final int MAX_RATE_LIMITS = 5;

    /** No limit at all. */
    public static final KeyLimits NONE = new KeyLimits(List.of(), AllowedAddresses.ALL, false, null);

    /** Copies the list. */
    public KeyLimits {
        rateLimits = List.copyOf(rateLimits);
    }

    /** Whether nothing is counted. */
    public boolean isUnmetered() {
        return rateLimits.isEmpty() && !hasCredits;
    }

    /** The limits of the key that replaces this one: the same, and counted together with it. */
    public KeyLimits ofSuccessor(String keyId) {
        return new KeyLimits(rateLimits, allowedIps, hasCredits, accountOf(keyId));
    }

    /** The id under which the use of the key with this id is counted. */
    public String accountOf(String keyId) {
        return countedUnder == null ? keyId : countedUnder;
    }

    /** The rate limits that a use of this resource counts against, see {@link ApiKeyUse}. */
    List<RateLimit> rateLimitsOf(@Nullable String resource) {
        List<RateLimit> named = rateLimits.stream()
                .filter(limit -> limit.name().equals(resource))
                .toList();
        return named.isEmpty() ? rateLimits : named;
    }

    KeyLimits withRateLimits(List<RateLimit> newLimits) {
        return new KeyLimits(newLimits, allowedIps, hasCredits, countedUnder);
    }

    KeyLimits withAllowedIps(AllowedAddresses newAddresses) {
        return new KeyLimits(rateLimits, newAddresses, hasCredits, countedUnder);
    }

    KeyLimits withCredits(boolean newHasCredits) {
        return new KeyLimits(rateLimits, allowedIps, newHasCredits, countedUnder);
    }

    /** The JSON of the column; empty for no limits. */
    Map<String, Object> toColumn() {
        Map<String, Object> column = new LinkedHashMap<>();
        if (!rateLimits.isEmpty()) {
            column.put(
                    "rate_limits", rateLimits.stream().map(KeyLimits::toColumn).toList());
        }
        if (!allowedIps.ranges().isEmpty()) {
            column.put("allowed_ips", allowedIps.texts());
        }
        if (hasCredits) {
            column.put("credits", true);
        }
        if (countedUnder != null) {
            column.put("counted_under", countedUnder);
        }
        return column;
    }

    /** What {@link #toColumn()} wrote. */
    static KeyLimits ofColumn(@Nullable Map<String, Object> column) {
        if (column == null || column.isEmpty()) {
            return NONE;
        }
        List<RateLimit> limits = new ArrayList<>();
        if (column.get("rate_limits") instanceof List<?> stored) {
            stored.forEach(limit -> limits.add(rateLimit((Map<?, ?>) limit)));
        }
        List<String> ranges = new ArrayList<>();
        if (column.get("allowed_ips") instanceof List<?> stored) {
            stored.forEach(range -> ranges.add((String) range));
        }
        return new KeyLimits(
                limits,
                new AllowedAddresses(
                        ranges.stream().map(AllowedAddresses::range).toList()),
                Boolean.TRUE.equals(column.get("credits")),
                (String) column.get("counted_under"));
    }

    private static Map<String, Object> toColumn(RateLimit limit) {
        return Map.of("name", limit.name(), "limit", limit.limit(), "window_seconds", limit.windowSeconds());
    }

    private static RateLimit rateLimit(Map<?, ?> stored) {
        return new RateLimit(String.valueOf(stored.get("name")), number(stored.get("limit")), (int)
                number(stored.get("window_seconds")));
    }

    private static long number(@Nullable Object stored) {
        if (stored instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("a stored limit is no number");
    }
}
