package io.gatehouse.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * When a rule holds: days of the week and hours of the day in a zone. Hours over midnight belong to the day on which they
 * begin: {@code fri} with {@code 22:00-06:00} ends on Saturday at six.
 *
 * @param days days; all of them when none is named
 * @param hours hours; the whole day when none are named
 * @param clock whose days and hours
 */
record TimeSpan(Set<DayOfWeek> days, List<Hours> hours, ZoneClock clock) {
    private static final List<String> DAY_WORDS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Set<String> MEMBERS = Set.of("days", "hours", "zone");
    private static final int MAX_ZONE_LENGTH = 64;
    private static final long SECONDS_OF_MINUTE = 60;
    private static final long SECONDS_OF_DAY = 86_400;

    /** 1970-01-01. */
    private static final DayOfWeek FIRST_DAY = DayOfWeek.THURSDAY;

    TimeSpan {
        days = Set.copyOf(days);
        hours = List.copyOf(hours);
    }

    /** Reads an object with {@code days}, {@code hours} (one of them at least) and {@code zone} (UTC). */
    static Optional<TimeSpan> read(JsonNode node, String pointer, Faults faults) {
        if (!faults.isObject(node, pointer, MEMBERS)) {
            return Optional.empty();
        }
        if (!node.has("days") && !node.has("hours")) {
            faults.add(pointer, "required", "Name days or hours.");
            return Optional.empty();
        }
        Set<DayOfWeek> days =
                node.has("days") ? days(node.get("days"), pointer + "/days", faults) : EnumSet.allOf(DayOfWeek.class);
        List<Hours> hours = node.has("hours") ? hours(node.get("hours"), pointer + "/hours", faults) : List.of();
        Optional<ZoneId> zone = node.has("zone")
                ? zone(node.get("zone"), pointer + "/zone", faults)
                : Optional.of((ZoneId) ZoneOffset.UTC);
        return zone.map(one -> new TimeSpan(days, hours, new ZoneClock(one)));
    }

    /** Whether a moment, in milliseconds since 1970, is in it. */
    boolean holds(long nowMs) {
        long local = clock.localSeconds(nowMs);
        DayOfWeek today = FIRST_DAY.plus(Math.floorDiv(local, SECONDS_OF_DAY));
        if (hours.isEmpty()) {
            return days.contains(today);
        }
        int minute = (int) (Math.floorMod(local, SECONDS_OF_DAY) / SECONDS_OF_MINUTE);
        for (Hours one : hours) {
            if ((one.holdsSameDay(minute) && days.contains(today))
                    || (one.holdsNextDay(minute) && days.contains(today.minus(1)))) {
                return true;
            }
        }
        return false;
    }

    /** The moment as this zone writes it. */
    String seen(long nowMs) {
        ZonedDateTime now = Instant.ofEpochMilli(nowMs).atZone(clock.zone());
        return "%s %02d:%02d %s"
                .formatted(
                        DAY_WORDS.get(now.getDayOfWeek().getValue() - 1),
                        now.getHour(),
                        now.getMinute(),
                        clock.zone().getId());
    }

    private static Set<DayOfWeek> days(JsonNode node, String pointer, Faults faults) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        faults.values(node, pointer).forEach(value -> {
            int day = DAY_WORDS.indexOf(value.node().asText().toLowerCase(Locale.ROOT));
            if (day < 0) {
                faults.add(value.pointer(), "invalid_value", "A day is one of: mon, tue, wed, thu, fri, sat, sun.");
            } else {
                days.add(DayOfWeek.of(day + 1));
            }
        });
        return days;
    }

    private static List<Hours> hours(JsonNode node, String pointer, Faults faults) {
        List<Hours> hours = new ArrayList<>();
        faults.values(node, pointer).forEach(value -> Hours.of(value.node().asText())
                .ifPresentOrElse(
                        hours::add,
                        () -> faults.add(
                                value.pointer(),
                                "invalid_value",
                                "Hours are written as 08:00-18:00, over midnight as 22:00-06:00.")));
        return hours;
    }

    private static Optional<ZoneId> zone(JsonNode node, String pointer, Faults faults) {
        Optional<String> text = faults.text(node, pointer, MAX_ZONE_LENGTH);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(text.get()));
        } catch (DateTimeException e) {
            faults.add(pointer, "invalid_value", "A zone is a name such as Europe/Berlin or UTC.");
            return Optional.empty();
        }
    }
}
