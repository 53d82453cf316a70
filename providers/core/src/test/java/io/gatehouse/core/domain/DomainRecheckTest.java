package io.gatehouse.core.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.domain.DomainVerdict.Result;
import org.junit.jupiter.api.Test;

class DomainRecheckTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final long DAY = DomainRecheck.INTERVAL_MS;

    @Test
    void thirdMissInARowLosesTheDomain() {
        assertThat(DomainRecheck.of(Result.MISSING, 0, NOW - DAY, NOW)).isEqualTo(new DomainRecheck(1, false, ""));
        assertThat(DomainRecheck.of(Result.MISSING, 1, NOW - DAY, NOW)).isEqualTo(new DomainRecheck(2, false, ""));
        assertThat(DomainRecheck.of(Result.MISSING, 2, NOW - DAY, NOW))
                .isEqualTo(new DomainRecheck(3, true, "record_missing"));
    }

    @Test
    void recordThatIsBackForgetsTheMisses() {
        assertThat(DomainRecheck.of(Result.PROVED, 2, NOW - DAY, NOW)).isEqualTo(new DomainRecheck(0, false, ""));
    }

    @Test
    void silenceAndDisagreementAreNoMiss() {
        assertThat(DomainRecheck.of(Result.UNANSWERED, 2, NOW - DAY, NOW).misses())
                .isEqualTo(2);
        assertThat(DomainRecheck.of(Result.DISAGREEMENT, 2, NOW - DAY, NOW).isLost())
                .isFalse();
    }

    @Test
    void domainThatNothingConfirmsForSevenDaysIsLost() {
        assertThat(DomainRecheck.of(Result.UNANSWERED, 0, NOW - 7 * DAY + 1, NOW)
                        .isLost())
                .isFalse();
        assertThat(DomainRecheck.of(Result.UNANSWERED, 0, NOW - 7 * DAY, NOW))
                .isEqualTo(new DomainRecheck(0, true, "not_confirmed"));
    }
}
