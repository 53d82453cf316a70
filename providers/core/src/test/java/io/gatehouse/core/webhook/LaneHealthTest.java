package io.gatehouse.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.webhook.LaneHealth.Standing;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LaneHealthTest {

    @Test
    void circuitOpensAfterThreeFailuresAndItsPauseDoublesToAMinute() {
        LaneHealth health = LaneHealth.fresh();
        List<Long> pausesMs = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            health = health.afterFailure(1);
            pausesMs.add(health.pauseMs(0));
        }

        assertThat(pausesMs)
                .containsExactly(0L, 0L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L, 60_000L);
        assertThat(health.isOpen()).isTrue();
        assertThat(health.maxInFlight()).isEqualTo(1);
    }

    @Test
    void oneSuccessClosesTheCircuit() {
        LaneHealth health = failing(10, 5).afterSuccess();

        assertThat(health).isEqualTo(new LaneHealth(0, true, 0));
        assertThat(health.pauseMs(0)).isZero();
        assertThat(health.maxInFlight()).isEqualTo(4);
        assertThat(health.standing()).isEqualTo(Standing.TRUSTED);
    }

    @Test
    void onlyWhatTakesDeliveriesIsTrusted() {
        LaneHealth healthy = LaneHealth.fresh().afterSuccess();

        assertThat(LaneHealth.fresh().standing()).isEqualTo(Standing.FRESH);
        assertThat(LaneHealth.fresh().maxInFlight()).isEqualTo(4);
        assertThat(LaneHealth.fresh().afterFailure(1).standing()).isEqualTo(Standing.FAILING);
        assertThat(healthy.afterFailure(1).afterFailure(2).standing()).isEqualTo(Standing.TRUSTED);
        assertThat(healthy.afterFailure(1).afterFailure(2).afterFailure(3).standing())
                .isEqualTo(Standing.FAILING);
    }

    @Test
    void endpointThatAsksToWaitIsLeftAloneForTenMinutesAtMost() {
        LaneHealth healthy = LaneHealth.fresh().afterSuccess();

        assertThat(healthy.pauseMs(30_000)).isEqualTo(30_000);
        assertThat(healthy.pauseMs(86_400_000)).isEqualTo(LaneHealth.MAX_THROTTLE_MS);
        assertThat(failing(3, 1).pauseMs(500)).isEqualTo(1_000);
        assertThat(failing(3, 1).pauseMs(5_000)).isEqualTo(5_000);
    }

    @Test
    void endpointIsGivenUpAfterFiveDaysWithoutASuccess() {
        LaneHealth health = failing(2, 1_000);

        assertThat(health.failingSinceMs()).isEqualTo(1_000);
        assertThat(health.isGivenUp(1_000 + LaneHealth.DISABLE_AFTER_MS - 1)).isFalse();
        assertThat(health.isGivenUp(1_000 + LaneHealth.DISABLE_AFTER_MS)).isTrue();
        assertThat(health.afterSuccess().isGivenUp(Long.MAX_VALUE)).isFalse();
        assertThat(LaneHealth.fresh().isGivenUp(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void firstFailureAfterASuccessBeginsTheCountAnew() {
        assertThat(failing(5, 1_000).afterSuccess().afterFailure(9_000)).isEqualTo(new LaneHealth(1, true, 9_000));
    }

    @Test
    void endpointIsTrustedUntilItsCircuitOpens() {
        LaneHealth health = LaneHealth.fresh();
        assertThat(health.standing()).isEqualTo(LaneHealth.Standing.FRESH);
        assertThat(health.afterFailure(1).standing()).isEqualTo(LaneHealth.Standing.FAILING);

        health = health.afterSuccess();
        for (int failures = 0; failures < LaneHealth.OPEN_AFTER_FAILURES; failures++) {
            assertThat(health.standing()).isEqualTo(LaneHealth.Standing.TRUSTED);
            health = health.afterFailure(1);
        }

        assertThat(health.standing()).isEqualTo(LaneHealth.Standing.FAILING);
    }

    @Property
    void pauseIsBoundedHoweverOftenItFailed(@ForAll int failures, @ForAll long throttleMs) {
        LaneHealth health = new LaneHealth(Math.abs(failures % 2_000_000), false, 1);

        assertThat(health.pauseMs(Math.abs(throttleMs / 2))).isBetween(0L, LaneHealth.MAX_THROTTLE_MS);
        assertThat(health.afterFailure(2).failuresInRow()).isLessThanOrEqualTo(1_000_000);
    }

    private static LaneHealth failing(int times, long sinceMs) {
        LaneHealth health = LaneHealth.fresh();
        for (int i = 0; i < times; i++) {
            health = health.afterFailure(sinceMs + i);
        }
        return health;
    }
}
