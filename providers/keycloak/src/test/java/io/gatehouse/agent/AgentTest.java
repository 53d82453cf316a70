package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Reach;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentTest {
    private static final long EXPIRY_MS = 1_000;

    @Test
    void anActiveAgentIsExpiredFromItsExpiryOn() {
        Agent agent = agent(AgentStatus.ACTIVE, EXPIRY_MS);
        assertThat(agent.statusAt(EXPIRY_MS - 1)).isEqualTo(AgentStatus.ACTIVE);
        assertThat(agent.statusAt(EXPIRY_MS)).isEqualTo(AgentStatus.EXPIRED);
    }

    @Test
    void anAgentWithoutExpiryNeverExpires() {
        assertThat(agent(AgentStatus.ACTIVE, null).statusAt(Long.MAX_VALUE)).isEqualTo(AgentStatus.ACTIVE);
    }

    @Test
    void onlyAnActiveAgentIsCalledExpired() {
        for (AgentStatus status : List.of(AgentStatus.PENDING, AgentStatus.PAUSED, AgentStatus.REVOKED)) {
            assertThat(agent(status, EXPIRY_MS).statusAt(EXPIRY_MS)).isEqualTo(status);
        }
    }

    @Test
    void eligibilityGetsTheStoredStatusAndTheExpiry() {
        Agent agent = agent(AgentStatus.PAUSED, EXPIRY_MS);
        assertThat(agent.acting().status()).isEqualTo("paused");
        assertThat(agent.acting().expiresAtMs()).isEqualTo(EXPIRY_MS);
    }

    @Test
    void anotherPersonsAgentIsOutOfReach() {
        Agent agent = agent(AgentStatus.ACTIVE, null);
        assertThat(agent.isWithin(new Reach(false, "u1", Set.of(), null))).isTrue();
        assertThat(agent.isWithin(new Reach(false, "u2", Set.of(), null))).isFalse();
        assertThat(agent.isWithin(new Reach(true, "u1", Set.of(), "org"))).isFalse();
    }

    private static Agent agent(AgentStatus status, @Nullable Long expiresAtMs) {
        AgentDetails details = new AgentDetails(
                "n",
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                expiresAtMs,
                null,
                Map.of(),
                null,
                AgentUpkeep.NONE,
                null,
                false,
                null,
                null);
        return new Agent(
                "agent_0123456789ab",
                "realm",
                Owner.user("u1"),
                null,
                AgentMode.AUTONOMOUS,
                AgentCredential.SECRET,
                details,
                status,
                0,
                "u1",
                0,
                0,
                AgentMarks.NONE);
    }
}
