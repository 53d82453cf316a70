package io.gatehouse.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.limit.Credits.Refill;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditsTest {
    @ParameterizedTest
    @CsvSource({
        "daily, 2026-02-28T00:00:00Z, 2026-03-01T00:00:00Z",
        "daily, 2026-02-28T23:59:59.999Z, 2026-03-01T00:00:00Z",
        "monthly, 2026-01-31T12:00:00Z, 2026-02-01T00:00:00Z",
        "monthly, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "monthly, 2026-11-30T23:59:59.999Z, 2026-12-01T00:00:00Z"
    })
    void refillsComeAtMidnight(String interval, Instant now, Instant next) {
        long nextMs = RefillInterval.of(interval).orElseThrow().nextAfterMs(now.toEpochMilli());
        assertThat(Instant.ofEpochMilli(nextMs)).isEqualTo(next);
    }

    @Test
    void intervalsAreAClosedSet() {
        assertThat(RefillInterval.of("hourly")).isEmpty();
        assertThat(RefillInterval.of("DAILY")).isEmpty();
    }

    @Test
    void nothingIsRefilledBeforeItIsDue() {
        Credits credits = new Credits(3, new Refill(10, RefillInterval.DAILY, 1_000));
        assertThat(credits.refilled(999)).isEmpty();
        assertThat(new Credits(3, null).refilled(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void refillFillsUpAndSetsTheNext() {
        Credits credits = new Credits(3, new Refill(10, RefillInterval.DAILY, 1_000));
        assertThat(credits.refilled(1_000)).contains(new Credits(10, new Refill(10, RefillInterval.DAILY, 86_400_000)));
    }

    @Test
    void refillTakesNothingAwayAndMissedOnesDoNotAddUp() {
        Credits topUp = new Credits(500, new Refill(10, RefillInterval.DAILY, 1_000));
        assertThat(topUp.refilled(3 * 86_400_000L))
                .contains(new Credits(500, new Refill(10, RefillInterval.DAILY, 4 * 86_400_000L)));
    }

    @ParameterizedTest
    @CsvSource({"1000000, 1, 1000", "10000, 1, 100", "199, 1, 1", "10, 1, 1", "1, 1, 1", "10, 7, 7", "5000, 2000, 2000"
    })
    void blocksGetSmallAsCreditsRunOut(long remaining, long lacking, long block) {
        assertThat(new Credits(remaining, null).block(lacking)).isEqualTo(block);
    }
}
