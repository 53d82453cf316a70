package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.eligibility.ActingAgent;
import io.gatehouse.eligibility.ActingAgents.Standing;
import io.gatehouse.eligibility.RevocationState;
import io.gatehouse.eligibility.RevocationStateFixture;
import io.gatehouse.platform.Owner;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentCacheTest {
    private static final String REALM = "realm-1";
    private static final String AGENT = "agent_4f2a9c01b7de";

    private final RevocationState state = new RevocationState();
    private final AtomicLong nowNs = new AtomicLong();
    private final AgentCache cache = new AgentCache(state, nowNs::get);
    private final AtomicInteger loads = new AtomicInteger();

    @Test
    void activeAgentIsReadOnceUntilItsTimeIsUp() {
        assertThat(get(standing("active", 5, null))).isPresent();
        assertThat(get(standing("active", 5, null))).isPresent();
        assertThat(loads).hasValue(1);

        nowNs.addAndGet(AgentCache.MAX_AGE_MS * 1_000_000);
        assertThat(get(standing("active", 5, null))).isPresent();
        assertThat(loads).hasValue(2);
    }

    @Test
    void agentFromWhichSomethingWasTakenIsReadAgain() {
        assertThat(get(standing("active", 5, null))).isPresent();

        RevocationStateFixture.revokeAgent(state, REALM, AGENT, 6);

        assertThat(get(standing("paused", 6, null)).orElseThrow().agent().status())
                .isEqualTo("paused");
        assertThat(loads).hasValue(2);
    }

    @Test
    void agentIsReadOnceAfterWhatIsKnownToItsCopy() {
        RevocationStateFixture.revokeAgent(state, REALM, AGENT, 6);

        assertThat(get(standing("active", 6, null))).isPresent();
        assertThat(get(standing("active", 6, null))).isPresent();

        assertThat(loads).hasValue(1);
    }

    @Test
    void agentThatIsNotActiveOrNotThereIsReadEachTime() {
        assertThat(get(standing("paused", 5, null))).isPresent();
        assertThat(get(standing("active", 5, null)).orElseThrow().agent().status())
                .isEqualTo("active");
        assertThat(cache.get("realm-2", AGENT, Optional::empty)).isEmpty();
        assertThat(loads).hasValue(2);
    }

    @Test
    void agentPastItsExpiryIsReadAgain() {
        assertThat(get(standing("active", 5, 1L))).isPresent();
        assertThat(get(standing("active", 5, Long.MAX_VALUE))).isPresent();
        assertThat(loads).hasValue(2);
    }

    private Optional<Standing> get(Standing inDatabase) {
        return cache.get(REALM, AGENT, () -> {
            loads.incrementAndGet();
            return Optional.of(inDatabase);
        });
    }

    private static Standing standing(String status, long notBeforeMs, @Nullable Long expiresAtMs) {
        ActingAgent agent = new ActingAgent(AGENT, status, expiresAtMs, new Owner(Owner.Type.TEXT, "team"), null);
        return new Standing(agent, List.of("orders.read"), notBeforeMs);
    }
}
