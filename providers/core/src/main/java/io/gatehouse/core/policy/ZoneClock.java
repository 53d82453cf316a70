package io.gatehouse.core.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The clock on the wall of a zone. Remembers until when its distance from UTC stays the same: looking that up anew is most of what
 * a condition on the time costs.
 *
 * <p>For any number of threads: what they remember is exchanged as a whole.
 */
final class ZoneClock {
    private static final long MS_OF_SECOND = 1_000;

    private final ZoneId zone;
    private final ZoneRules rules;
    private volatile Distance last = new Distance(0, 0, 0);

    /**
     * A distance from UTC and when it holds.
     *
     * @param fromMs from when
     * @param toMs until when, not included
     * @param seconds what the zone's clock is ahead
     */
    private record Distance(long fromMs, long toMs, int seconds) {}

    ZoneClock(ZoneId zone) {
        this.zone = zone;
        this.rules = zone.getRules();
    }

    ZoneId zone() {
        return zone;
    }

    /** What the clock shows, as seconds since it showed the beginning of 1970. */
    long localSeconds(long nowMs) {
        Distance known = last;
        if (nowMs < known.fromMs() || nowMs >= known.toMs()) {
            known = distance(Instant.ofEpochMilli(nowMs));
            last = known;
        }
        return Math.floorDiv(nowMs, MS_OF_SECOND) + known.seconds();
    }

    private Distance distance(Instant now) {
        // The last change that is not after now: the one before now and a moment.
        ZoneOffsetTransition before = rules.previousTransition(now.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(now);
        return new Distance(
                before == null ? Long.MIN_VALUE : before.getInstant().toEpochMilli(),
                after == null ? Long.MAX_VALUE : after.getInstant().toEpochMilli(),
                rules.getOffset(now).getTotalSeconds());
    }
}
