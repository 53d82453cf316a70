package io.gatehouse.core.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a day, such as {@code 08:00-18:00}, or over midnight {@code 22:00-06:00}.
 *
 * @param fromMinute the first minute of the day that is in it, 0 to 1439
 * @param toMinute the first minute that is not any more, 0 to 1440; before {@code fromMinute} for one over midnight
 */
record Hours(int fromMinute, int toMinute) {
    private static final Pattern FORM = Pattern.compile("([0-2]\\d):([0-5]\\d)-([0-2]\\d):([0-5]\\d)");
    private static final int MINUTES_OF_DAY = 1_440;
    private static final int MINUTES_OF_HOUR = 60;

    /** The hours of a text; empty for another form, and for hours without a minute. */
    static Optional<Hours> of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int from = minute(parts, 1);
        int to = minute(parts, 3);
        return from >= MINUTES_OF_DAY || to > MINUTES_OF_DAY || from == to
                ? Optional.empty()
                : Optional.of(new Hours(from, to));
    }

    /** Whether a minute of the day on which these hours began is in them. */
    boolean holdsSameDay(int minute) {
        return minute >= fromMinute && (minute < toMinute || toMinute < fromMinute);
    }

    /** Whether a minute of the day after the one on which these hours began is in them. */
    boolean holdsNextDay(int minute) {
        return toMinute < fromMinute && minute < toMinute;
    }

    private static int minute(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group)) * MINUTES_OF_HOUR + Integer.parseInt(parts.group(group + 1));
    }
}
