package io.gatehouse.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepUpTest {
    private static final long NOW = 1_800_000_000_000L;

    @Test
    void secondFactorCountsForFiveMinutes() {
        assertThat(StepUp.isFresh(Optional.of(NOW), NOW)).isTrue();
        assertThat(StepUp.isFresh(Optional.of(NOW - 299_999), NOW)).isTrue();
        assertThat(StepUp.isFresh(Optional.of(NOW - 300_000), NOW)).isFalse();
        assertThat(StepUp.isFresh(Optional.empty(), NOW)).isFalse();
    }
}
