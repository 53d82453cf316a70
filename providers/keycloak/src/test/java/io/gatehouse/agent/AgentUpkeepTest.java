package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.agent.AgentUpkeep.Finding;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgentUpkeepTest {
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);
    private static final long NOW_MS = 1_000 * DAY_MS;

    @Test
    void agentWithoutUpkeepIsNeverLookedAt() {
        assertThat(AgentUpkeep.NONE.firstLookAtMs(NOW_MS)).isNull();
    }

    @Test
    void firstLookIsWhenTheEarlierOfBothIsDue() {
        assertThat(new AgentUpkeep(NOW_MS + 5, 1L).firstLookAtMs(NOW_MS)).isEqualTo(NOW_MS + 5);
        assertThat(new AgentUpkeep(NOW_MS + 2 * DAY_MS, 1L).firstLookAtMs(NOW_MS))
                .isEqualTo(NOW_MS + DAY_MS);
        assertThat(new AgentUpkeep(NOW_MS, null).firstLookAtMs(NOW_MS)).isEqualTo(NOW_MS);
        assertThat(new AgentUpkeep(NOW_MS - 1, null).firstLookAtMs(NOW_MS)).isNull();
    }

    @Test
    void reviewIsToldOnce() {
        AgentUpkeep upkeep = new AgentUpkeep(NOW_MS, 10L);
        Finding first = upkeep.lookAt(NOW_MS, NOW_MS, true, NOW_MS - DAY_MS);

        assertThat(first).isEqualTo(new Finding(true, false, NOW_MS + 9 * DAY_MS));
        assertThat(upkeep.lookAt(NOW_MS + 9 * DAY_MS, NOW_MS + 9 * DAY_MS, true, NOW_MS + 5 * DAY_MS))
                .isEqualTo(new Finding(false, false, NOW_MS + 15 * DAY_MS));
    }

    @Test
    void reviewThatCameWhileNobodyLookedIsToldLate() {
        assertThat(new AgentUpkeep(NOW_MS, 1L)
                        .lookAt(NOW_MS + DAY_MS, NOW_MS - 1, false, NOW_MS)
                        .isReviewDue())
                .isTrue();
    }

    @Test
    void agentIsIdleFromTheLastMomentOn() {
        AgentUpkeep upkeep = new AgentUpkeep(null, 10L);
        long quietMs = NOW_MS - 10 * DAY_MS;

        assertThat(upkeep.lookAt(NOW_MS, NOW_MS, true, quietMs)).isEqualTo(new Finding(false, true, null));
        assertThat(upkeep.lookAt(NOW_MS, NOW_MS, true, quietMs + 1)).isEqualTo(new Finding(false, false, NOW_MS + 1));
    }

    @Test
    void agentThatIsNotActiveIsNotIdle() {
        AgentUpkeep upkeep = new AgentUpkeep(null, 10L);

        assertThat(upkeep.lookAt(NOW_MS, NOW_MS, false, 0)).isEqualTo(new Finding(false, false, NOW_MS + 10 * DAY_MS));
    }

    @Test
    void idleAgentIsStillToldOfItsReviewLater() {
        assertThat(new AgentUpkeep(NOW_MS + DAY_MS, 1L).lookAt(NOW_MS, NOW_MS, true, 0))
                .isEqualTo(new Finding(false, true, NOW_MS + DAY_MS));
    }
}
