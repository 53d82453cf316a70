package io.gatehouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.webhook.LaneHealth;
import io.gatehouse.core.webhook.RetrySchedule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneTest {
    private static final LaneHealth HEALTHY = LaneHealth.fresh().afterSuccess();
    private static final LaneHealth OPEN =
            LaneHealth.fresh().afterFailure(1).afterFailure(2).afterFailure(3);

    @Test
    void attemptThatBeginsLastEndsAndIsSettledWithinTheLease() {
        assertThat(Lane.BEGIN_WITHIN_MS + RetrySchedule.MAX_ATTEMPT_MS).isLessThanOrEqualTo(Lane.LEASE_MS - 2_000);
    }

    @Test
    void openCircuitTakesOne() {
        assertThat(Lane.maxDeliveries(OPEN, null)).isEqualTo(1);
        assertThat(Lane.maxDeliveries(OPEN, 1_000)).isEqualTo(1);
        assertThat(Lane.maxDeliveries(HEALTHY, null)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "4,1", "5,2", "400,100", "1000,100"})
    void rateLimitedClaimTakesAQuarterOfASecondsDeliveries(int rateLimit, int expected) {
        assertThat(Lane.maxDeliveries(HEALTHY, rateLimit)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1,1,0,1000", "1,1,400,600", "5,2,100,300", "1000,100,500,0", "10,0,0,0"})
    void laneStaysClosedUntilItsRateIsKept(int rateLimit, int attempts, long elapsedMs, long expectedMs) {
        assertThat(lane(rateLimit).pacingMs(attempts, elapsedMs)).isEqualTo(expectedMs);
        assertThat(lane(null).pacingMs(attempts, elapsedMs)).isZero();
    }

    private static Lane lane(@Nullable Integer rateLimit) {
        Endpoint endpoint = new Endpoint("https://example.com/", List.of(), Map.of());
        return new Lane("w", "r", "h", 0, HEALTHY, rateLimit, endpoint, List.of());
    }
}
