package io.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeSpanTest {
    private static final long YEAR_2100_MS = 4_102_444_800_000L;
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "-11:30");
    /** Kept, as a policy keeps them: they are asked of one moment after the other, in any order. */
    private static final List<ZoneClock> CLOCKS =
            ZONES.stream().map(zone -> new ZoneClock(ZoneId.of(zone))).toList();

    @Property(tries = 2_000)
    void dayAndMinuteAreThoseOfTheZonesCalendar(
            @ForAll @LongRange(min = 0, max = YEAR_2100_MS) long nowMs, @ForAll @IntRange(max = 5) int zone) {
        ZoneId id = ZoneId.of(ZONES.get(zone));
        ZoneClock clock = CLOCKS.get(zone);
        ZonedDateTime now = Instant.ofEpochMilli(nowMs).atZone(id);
        int minute = now.getHour() * 60 + now.getMinute();
        Set<DayOfWeek> today = EnumSet.of(now.getDayOfWeek());

        assertThat(new TimeSpan(today, List.of(), clock).holds(nowMs)).isTrue();
        assertThat(new TimeSpan(EnumSet.complementOf(EnumSet.copyOf(today)), List.of(), clock).holds(nowMs))
                .isFalse();
        assertThat(new TimeSpan(today, List.of(new Hours(minute, minute + 1)), clock).holds(nowMs))
                .isTrue();
        assertThat(new TimeSpan(EnumSet.allOf(DayOfWeek.class), List.of(new Hours(minute + 1, minute)), clock)
                        .holds(nowMs))
                .isFalse();
    }

    @Property(tries = 1_000)
    void clockThatRemembersShowsTheSameAsOneThatDoesNot(
            @ForAll @LongRange(min = -YEAR_2100_MS, max = YEAR_2100_MS) long nowMs,
            @ForAll @IntRange(max = 5) int zone) {
        ZonedDateTime now = Instant.ofEpochMilli(nowMs).atZone(ZoneId.of(ZONES.get(zone)));

        assertThat(CLOCKS.get(zone).localSeconds(nowMs))
                .isEqualTo(now.toEpochSecond() + now.getOffset().getTotalSeconds());
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"})
    void momentOfAChangeBelongsToWhatFollows(String moment) {
        ZoneClock clock = new ZoneClock(ZoneId.of("Europe/Berlin"));
        long changeMs = Instant.parse(moment).toEpochMilli();
        for (long nowMs : new long[] {changeMs - 1, changeMs, changeMs + 1, changeMs, changeMs - 1}) {
            int seconds = ZoneId.of("Europe/Berlin")
                    .getRules()
                    .getOffset(Instant.ofEpochMilli(nowMs))
                    .getTotalSeconds();

            assertThat(clock.localSeconds(nowMs)).isEqualTo(Math.floorDiv(nowMs, 1_000L) + seconds);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // An hour that does not exist in Berlin, and one that is there twice.
        "2026-03-29T00:59:59Z,true",
        "2026-03-29T01:00:00Z,false",
        "2026-10-25T00:30:00Z,false",
        "2026-10-24T23:59:00Z,true",
        "2026-10-24T23:30:00Z,true"
    })
    void clocksThatAreSetForwardAndBackAreFollowed(String now, boolean expected) {
        TimeSpan lateNight = new TimeSpan(
                EnumSet.allOf(DayOfWeek.class), List.of(new Hours(60, 120)), new ZoneClock(ZoneId.of("Europe/Berlin")));

        assertThat(lateNight.holds(Instant.parse(now).toEpochMilli())).isEqualTo(expected);
    }
}
