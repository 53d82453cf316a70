package io.gatehouse.core.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How often credits are refilled. */
public enum RefillInterval {
    /** At midnight UTC. */
    DAILY {
        @Override
        LocalDate next(LocalDate day) {
            return day.plusDays(1);
        }
    },
    /** On the first of a month, at midnight UTC. */
    MONTHLY {
        @Override
        LocalDate next(LocalDate day) {
            return day.withDayOfMonth(1).plusMonths(1);
        }
    };

    /** The words, for messages. */
    public static final String WORDS = "daily, monthly";

    abstract LocalDate next(LocalDate day);

    /** The first refill after a moment, in milliseconds since 1970. */
    public long nextAfterMs(long nowMs) {
        LocalDate day = Instant.ofEpochMilli(nowMs).atZone(ZoneOffset.UTC).toLocalDate();
        return next(day).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /** The word in JSON. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The interval of a word. */
    public static Optional<RefillInterval> of(String text) {
        return Arrays.stream(values())
                .filter(interval -> interval.text().equals(text))
                .findFirst();
    }
}
