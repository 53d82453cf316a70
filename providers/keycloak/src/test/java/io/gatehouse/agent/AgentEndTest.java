package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentEndTest {
    private static final long DAY_MS = 86_400_000;
    private static final long END_MS = 100 * DAY_MS;

    @Test
    void looksAreBeforeTheEndAndAtIt() {
        assertThat(AgentEnd.nextLookAtMs(END_MS, 0)).isEqualTo(86 * DAY_MS);
        assertThat(AgentEnd.nextLookAtMs(END_MS, 86 * DAY_MS)).isEqualTo(93 * DAY_MS);
        assertThat(AgentEnd.nextLookAtMs(END_MS, 93 * DAY_MS)).isEqualTo(99 * DAY_MS);
        assertThat(AgentEnd.nextLookAtMs(END_MS, 99 * DAY_MS)).isEqualTo(END_MS);
        assertThat(AgentEnd.nextLookAtMs(END_MS, END_MS)).isNull();
        assertThat(AgentEnd.nextLookAtMs(null, 0)).isNull();
    }

    @Test
    void eachNoticeIsToldAtTheLookThatWasPlannedForItAndAtNoOther() {
        assertThat(AgentEnd.noticeAt(END_MS, 86 * DAY_MS, 86 * DAY_MS + 5)).hasValue(14);
        assertThat(AgentEnd.noticeAt(END_MS, 86 * DAY_MS + 1, 87 * DAY_MS)).isEmpty();
        assertThat(AgentEnd.noticeAt(END_MS, 86 * DAY_MS, 93 * DAY_MS)).hasValue(7);
        assertThat(AgentEnd.noticeAt(END_MS, 99 * DAY_MS, 99 * DAY_MS)).hasValue(1);
        assertThat(AgentEnd.noticeAt(END_MS, 99 * DAY_MS, END_MS)).isEmpty();
        assertThat(AgentEnd.noticeAt(null, 0, END_MS)).isEmpty();
    }
}
