package io.gatehouse.core.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * A month as a zone counts it: it begins at the first moment of its first day there, whatever the clocks there do in
 * between. Immutable and thread-safe.
 *
 * @param month which one
 * @param zone where
 * @param beginMs its first moment, in milliseconds since 1970
 * @param endMs the first moment of the next
 */
public record Month(YearMonth month, ZoneId zone, long beginMs, long endMs) {
    /** Longest name of a zone. */
    public static final int MAX_ZONE_LENGTH = 64;

    /** Kept, because Java copies the set for each who asks. */
    private static final Set<String> NAMES = Set.copyOf(ZoneId.getAvailableZoneIds());

    /** The month of a moment. */
    public static Month of(long nowMs, ZoneId zone) {
        YearMonth month = YearMonth.from(Instant.ofEpochMilli(nowMs).atZone(zone));
        return new Month(month, zone, beginMs(month, zone), beginMs(month.plusMonths(1), zone));
    }

    private static long beginMs(YearMonth month, ZoneId zone) {
        return month.atDay(1).atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /** Whether the moment lies in it. */
    public boolean contains(long nowMs) {
        return nowMs >= beginMs && nowMs < endMs;
    }

    /** Its name, {@code 2026-07}. */
    public String text() {
        return month.toString();
    }

    /** The day of a moment there. */
    public static LocalDate day(long nowMs, ZoneId zone) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(nowMs), zone);
    }

    /** The zone of this name, such as {@code Europe/Berlin}; empty when there is none or it is an offset in disguise. */
    public static Optional<ZoneId> zone(String name) {
        return name.length() <= MAX_ZONE_LENGTH && NAMES.contains(name)
                ? Optional.of(ZoneId.of(name))
                : Optional.empty();
    }
}
