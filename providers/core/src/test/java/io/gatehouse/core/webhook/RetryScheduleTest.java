package io.gatehouse.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final long START = 1_000_000;
    private static final long DEADLINE = RetrySchedule.deadlineMs(START);

    @Test
    void elevenAttemptsBeginAtTheTimesOfTheContract() {
        List<Long> begins = new ArrayList<>(List.of(START));
        OptionalLong next = next(1, START, 0, 0);
        while (next.isPresent()) {
            begins.add(next.getAsLong());
            next = next(begins.size(), next.getAsLong(), 0, 0);
        }

        assertThat(begins.stream().map(ms -> (ms - START) / 1_000))
                .containsExactly(0L, 5L, 35L, 155L, 755L, 2_555L, 6_155L, 13_355L, 27_755L, 49_355L, 85_355L);
        assertThat(85_355).isEqualTo(23 * 3_600 + 42 * 60 + 35);
    }

    @Property
    void allElevenBeginBeforeTheDeadlineWhateverTheJitter(
            @ForAll @Size(10) List<@DoubleRange(max = 1) Double> jitter,
            @ForAll @Size(11) List<@IntRange(max = 15_000) Integer> durationsMs) {
        long beginMs = START;
        for (int failures = 1; failures <= 10; failures++) {
            long endMs = beginMs + durationsMs.get(failures - 1);
            OptionalLong next = next(failures, endMs, 0, jitter.get(failures - 1));
            long delayMs = RetrySchedule.DELAYS_MS.get(failures - 1);

            assertThat(next).isPresent();
            assertThat(next.getAsLong() - endMs).isBetween(delayMs, delayMs + delayMs / 10);
            beginMs = next.getAsLong();
        }
        assertThat(beginMs).isLessThanOrEqualTo(DEADLINE - RetrySchedule.MARGIN_MS);
        assertThat(next(11, beginMs, 0, 0)).isEmpty();
    }

    @Property
    void noAttemptIsPlannedPastTheDeadline(
            @ForAll @IntRange(min = 1, max = 20) int failures,
            @ForAll @LongRange(max = 2 * RetrySchedule.LIFETIME_MS) long elapsedMs,
            @ForAll @LongRange(max = Long.MAX_VALUE) long retryAfterMs,
            @ForAll @DoubleRange(max = 1) double jitter) {
        next(failures, START + elapsedMs, retryAfterMs, jitter).ifPresent(nextMs -> assertThat(nextMs)
                .isGreaterThan(START + elapsedMs)
                .isLessThanOrEqualTo(DEADLINE - RetrySchedule.MARGIN_MS));
    }

    @Test
    void endpointMayAskForALongerWaitButNotForAShorterOne() {
        assertThat(next(1, START, 60_000, 0)).hasValue(START + 60_000);
        assertThat(next(1, START, 1_000, 0)).hasValue(START + 5_000);
        assertThat(next(1, START, Long.MAX_VALUE, 0)).hasValue(DEADLINE - RetrySchedule.MARGIN_MS);
    }

    @Test
    void deliveryThatWasHeldUpGetsALastAttemptBeforeTheDeadline() {
        long late = DEADLINE - RetrySchedule.MARGIN_MS - 1;

        assertThat(next(3, late, 0, 1)).hasValue(late + 1);
        assertThat(next(3, late + 1, 0, 1)).isEmpty();
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> next(0, START, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> next(1, START, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> next(1, START, 0, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> next(1, START, 0, Double.NaN));
    }

    private static OptionalLong next(int failures, long nowMs, long retryAfterMs, double jitter) {
        return RetrySchedule.next(failures, nowMs, DEADLINE, retryAfterMs, jitter);
    }
}
