package io.gatehouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettleRoomTest {
    private final SettleRoom room = new SettleRoom();

    @Test
    void moreThanTheMostIsNotTaken() {
        takeAll();

        assertThat(room.take(0)).isFalse();
        assertThat(room.take(-1)).isFalse();
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        takeAll();

        room.give(2);

        assertThat(room.take(0)).isTrue();
        assertThat(room.take(0)).isTrue();
        assertThat(room.take(0)).isFalse();
    }

    @Test
    void interruptedWaitEndsWithoutRoomAndKeepsTheInterrupt() {
        takeAll();
        Thread.currentThread().interrupt();

        assertThat(room.take(60_000)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    private void takeAll() {
        for (int i = 0; i < SettleRoom.MAX_UNSETTLED; i++) {
            assertThat(room.take(0)).isTrue();
        }
    }
}
