package io.gatehouse.core.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long MIDNIGHT_MS = 1_767_225_600_000L;

    @ParameterizedTest
    @CsvSource({"0, 60", "1000000001, 60", "10, 0", "10, 2592001", "-1, 60"})
    void boundsAreKept(long limit, int windowSeconds) {
        assertThatThrownBy(() -> new RateLimit("a", limit, windowSeconds)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bothEndsOfTheBoundsAreTaken() {
        new RateLimit("a", 1, 1);
        new RateLimit("x".repeat(64), RateLimit.MAX_LIMIT, RateLimit.MAX_WINDOW_SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"", "a;b", "a,b", "ä", "a\n"})
    void nameThatCouldNotStandInAHeaderIsRefused(String name) {
        assertThat(RateLimit.isName(name)).isFalse();
    }

    @Test
    void nameBeyondItsLengthIsRefused() {
        assertThat(RateLimit.isName("x".repeat(64))).isTrue();
        assertThat(RateLimit.isName("x".repeat(65))).isFalse();
    }

    @Test
    void aDayBeginsAtMidnight() {
        RateLimit daily = new RateLimit("day", 1, 86_400);
        assertThat(daily.windowStartMs(MIDNIGHT_MS)).isEqualTo(MIDNIGHT_MS);
        assertThat(daily.windowStartMs(MIDNIGHT_MS - 1)).isEqualTo(MIDNIGHT_MS - 86_400_000);
        assertThat(daily.windowStartMs(MIDNIGHT_MS + 86_399_999)).isEqualTo(MIDNIGHT_MS);
    }

    @ParameterizedTest
    @CsvSource({"0, 60", "1, 60", "999, 60", "1000, 59", "59000, 1", "59999, 1"})
    void secondsUntilTheResetAreRoundedUp(long afterStartMs, long seconds) {
        assertThat(reading("a", 10, 3).resetSeconds(afterStartMs)).isEqualTo(seconds);
    }

    @Test
    void headersNameEveryLimit() {
        List<LimitReading> readings = List.of(reading("minute", 10, 9), reading("burst", 3, 0));
        assertThat(LimitReading.policyHeader(readings)).isEqualTo("\"minute\";q=10;w=60, \"burst\";q=3;w=60");
        assertThat(LimitReading.header(readings, 18_000)).isEqualTo("\"minute\";r=9;t=42, \"burst\";r=0;t=42");
    }

    @Test
    void theTightestIsTheOneWithTheSmallestPartLeft() {
        LimitReading wide = reading("wide", 1_000, 100);
        LimitReading narrow = reading("narrow", 10, 5);
        assertThat(LimitReading.tightest(List.of(narrow, wide))).contains(wide);
        assertThat(LimitReading.tightest(List.of())).isEmpty();
    }

    @Test
    void ofSeveralThatRefuseTheLastToEndIsNamed() {
        LimitReading soon = reading("soon", 10, 0);
        LimitReading late = new LimitReading(new RateLimit("late", 10, 3_600), 1, 3_600_000);
        LimitReading enough = reading("enough", 10, 2);
        assertThat(LimitReading.refusing(List.of(soon, late, enough), 2)).contains(late);
        assertThat(LimitReading.refusing(List.of(enough), 2)).isEmpty();
        assertThat(LimitReading.refusing(List.of(soon), 0)).isEmpty();
    }

    private static LimitReading reading(String name, long limit, long remaining) {
        return new LimitReading(new RateLimit(name, limit, 60), remaining, 60_000);
    }
}
