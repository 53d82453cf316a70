package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentKeyPlanTest {
    private static final long NOW_MS = 1_000_000_000;

    @Test
    void triesGetRarerUpToAnHour() {
        assertThat(AgentKeyPlan.retryAtMs(NOW_MS, 1) - NOW_MS).isEqualTo(10_000);
        assertThat(AgentKeyPlan.retryAtMs(NOW_MS, 2) - NOW_MS).isEqualTo(20_000);
        assertThat(AgentKeyPlan.retryAtMs(NOW_MS, 9) - NOW_MS).isEqualTo(2_560_000);
        assertThat(AgentKeyPlan.retryAtMs(NOW_MS, 10) - NOW_MS).isEqualTo(3_600_000);
        assertThat(AgentKeyPlan.retryAtMs(NOW_MS, Integer.MAX_VALUE) - NOW_MS).isEqualTo(3_600_000);
    }

    @Test
    void keysCountForADay() {
        assertThat(AgentKeyPlan.isStale(NOW_MS, NOW_MS - 86_400_000)).isFalse();
        assertThat(AgentKeyPlan.isStale(NOW_MS, NOW_MS - 86_400_001)).isTrue();
    }
}
