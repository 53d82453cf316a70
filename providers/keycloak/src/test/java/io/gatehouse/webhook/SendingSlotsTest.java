package io.gatehouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.webhook.LaneHealth.Standing;
import org.junit.jupiter.api.Test;

class SendingSlotsTest {
    private final SendingSlots slots = new SendingSlots();

    @Test
    void newAndFailingLanesLeaveHalfToTheOthers() {
        assertThat(slots.take(Standing.FAILING, 1_000)).isEqualTo(40);
        assertThat(slots.take(Standing.FRESH, 1_000)).isEqualTo(24);
        assertThat(slots.free(Standing.FAILING)).isZero();
        assertThat(slots.free(Standing.TRUSTED)).isEqualTo(SendingSlots.MAX_SLOTS / 2);
    }

    @Test
    void trustedLanesMayTakeAllAndNoMore() {
        assertThat(slots.take(Standing.TRUSTED, 1_000)).isEqualTo(SendingSlots.MAX_SLOTS);
        assertThat(slots.free(Standing.FRESH)).isZero();
        assertThat(slots.take(Standing.FAILING, 1)).isZero();
        assertThat(slots.inFlight()).isEqualTo(SendingSlots.MAX_SLOTS);
    }

    @Test
    void whatIsGivenBackIsFreeAgain() {
        slots.give(Standing.FRESH, slots.take(Standing.FRESH, 5));

        assertThat(slots.free(Standing.FRESH)).isEqualTo(24);
        assertThat(slots.inFlight()).isZero();
    }
}
