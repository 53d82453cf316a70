package io.gatehouse.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonthTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void monthBeginsInItsZone() {
        Month utc = Month.of(ms("2026-07-31T22:30:00Z"), ZoneOffset.UTC);
        Month berlin = Month.of(ms("2026-07-31T22:30:00Z"), BERLIN);

        assertThat(utc.text()).isEqualTo("2026-07");
        assertThat(berlin.text()).isEqualTo("2026-08");
        assertThat(berlin.beginMs()).isEqualTo(ms("2026-07-31T22:00:00Z"));
        assertThat(berlin.endMs()).isEqualTo(ms("2026-08-31T22:00:00Z"));
    }

    @Test
    void monthInWhichTheClocksChangeIsAnHourShort() {
        Month march = Month.of(ms("2026-03-15T00:00:00Z"), BERLIN);

        assertThat(march.endMs() - march.beginMs()).isEqualTo((31L * 24 - 1) * 3_600_000);
    }

    @ParameterizedTest
    @CsvSource({"2026-12-31T23:59:59Z, 2026-12", "2027-01-01T00:00:00Z, 2027-01", "2028-02-29T12:00:00Z, 2028-02"})
    void yearsAndLeapDaysAreCounted(String moment, String month) {
        assertThat(Month.of(ms(moment), ZoneOffset.UTC).text()).isEqualTo(month);
    }

    @Property
    void everyMomentLiesInItsMonthAndTheNextBeginsWhereItEnds(
            @ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long nowMs) {
        for (ZoneId zone : new ZoneId[] {ZoneOffset.UTC, BERLIN, ZoneId.of("Pacific/Apia")}) {
            Month month = Month.of(nowMs, zone);

            assertThat(month.contains(nowMs)).isTrue();
            assertThat(month.contains(month.beginMs())).isTrue();
            assertThat(month.contains(month.endMs())).isFalse();
            assertThat(Month.of(month.endMs(), zone).beginMs()).isEqualTo(month.endMs());
            assertThat(Month.day(nowMs, zone).toString()).startsWith(month.text());
        }
    }

    @Test
    void dayIsThatOfTheZone() {
        assertThat(Month.day(ms("2026-07-31T22:30:00Z"), BERLIN)).isEqualTo(LocalDate.of(2026, 8, 1));
    }

    @ParameterizedTest
    @CsvSource({"UTC, true", "Europe/Berlin, true", "Mars/Olympus, false", "+02:00, false", "'', false", "utc, false"})
    void zoneIsOneOfTheKnownNames(String name, boolean isZone) {
        assertThat(Month.zone(name).isPresent()).isEqualTo(isZone);
    }

    private static long ms(String text) {
        return Instant.parse(text).toEpochMilli();
    }
}
