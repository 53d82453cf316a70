package io.gatehouse.agent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.gatehouse.eligibility.ActingAgents.Standing;
import io.gatehouse.eligibility.RevocationKind;
import io.gatehouse.eligibility.RevocationState;
import io.gatehouse.platform.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The active agents that this node has seen of late, so that verifying a key that an agent owns costs no query. Whatever
 * takes something away from an agent kills its tokens, and so tells the revocation state of a later not-before than the one
 * in an entry: such an entry is not used. Agents that are not active are not remembered, so that one that is resumed counts
 * at once. One for each node; thread-safe.
 */
public final class AgentCache {
    /** Most agents held. */
    public static final int MAX_ENTRIES = 20_000;

    /** How long an agent that was given more may still be taken for what it was, in milliseconds. */
    public static final long MAX_AGE_MS = 10_000;

    private static final long NANOS_PER_MS = 1_000_000;

    private record Slot(String realmId, String agentId) {}

    private final RevocationState state;
    private final Cache<Slot, Standing> agents;

    /** @param state the node's revocation state */
    public AgentCache(RevocationState state) {
        this(state, () -> Clock.monotonicMs() * NANOS_PER_MS);
    }

    AgentCache(RevocationState state, Ticker ticker) {
        this.state = state;
        this.agents = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(Duration.ofMillis(MAX_AGE_MS))
                .executor(Runnable::run)
                .build();
    }

    /**
     * An agent as it is now.
     *
     * @param load reads it from the database; called only when it is not known here as it is
     */
    Optional<Standing> get(String realmId, String agentId, Supplier<Optional<Standing>> load) {
        Slot slot = new Slot(realmId, agentId);
        Standing known = agents.getIfPresent(slot);
        if (known != null && !isOutdated(realmId, agentId, known)) {
            return Optional.of(known);
        }
        Optional<Standing> loaded = load.get();
        loaded.filter(standing -> standing.agent().status().equals(AgentStatus.ACTIVE.text()))
                .ifPresentOrElse(standing -> agents.put(slot, standing), () -> agents.invalidate(slot));
        return loaded;
    }

    private boolean isOutdated(String realmId, String agentId, Standing known) {
        return !state.isComplete()
                || state.isRevoked(realmId, RevocationKind.AGENT, agentId, known.notBeforeMs() + 1)
                || isPast(known);
    }

    /** An expiry may have been put off since. */
    private static boolean isPast(Standing known) {
        Long expiresAtMs = known.agent().expiresAtMs();
        return expiresAtMs != null && expiresAtMs <= Clock.nowMs();
    }
}
