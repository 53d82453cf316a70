package io.gatehouse.agent;

import io.gatehouse.core.key.Secret;
import io.gatehouse.event.EventType;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Gives an agent another secret. With an overlap the secret from before stays right until the overlap ends; nothing has to
 * run then. A rotation within an overlap ends the oldest of the three at once. Without an overlap the old secret is taken for
 * leaked: it is wrong from the commit on, and whatever tokens it got are dead, as when an agent's keys are changed.
 */
public final class AgentSecretRotation {
    /** Longest overlap, in seconds: 30 days, as for API keys. */
    public static final int MAX_OVERLAP_SECONDS = 2_592_000;

    /** Overlap when none is asked for, in seconds. */
    public static final int DEFAULT_OVERLAP_SECONDS = 0;

    private final Agents agents;

    /** Rotates secrets of these agents. */
    public AgentSecretRotation(Agents agents) {
        this.agents = agents;
    }

    /**
     * Rotates, in the caller's transaction.
     *
     * @param overlapSeconds how long the present secret stays right, 0 to {@link #MAX_OVERLAP_SECONDS}
     * @param permit called with the locked agent; what it throws ends the rotation
     * @return the agent with its new secret; empty when there is no such agent
     * @throws GatehouseException 409 {@code agent_revoked}, or {@code agent_without_secret} when it proves itself otherwise
     */
    Optional<Agents.Made> rotate(String id, int overlapSeconds, Consumer<Agent> permit) {
        Secret[] made = new Secret[1];
        return agents.change(id, row -> {
                    permit.accept(agents.rows().agent(row));
                    Agents.requireNotRevoked(row);
                    requireSecret(agents.rows().agent(row));
                    made[0] = renew(row, overlapSeconds);
                    agents.append(
                            Agents.event(EventType.AGENT_UPDATED, agents.rows().agent(row))
                                    .data("changed", List.of("secret_key"))
                                    .data("tokens_revoked", overlapSeconds == 0)
                                    .data("overlap_seconds", overlapSeconds));
                })
                .map(agent -> new Agents.Made(agent, made[0]));
    }

    private Secret renew(AgentEntity row, int overlapSeconds) {
        long nowMs = Clock.nowMs();
        row.touch(nowMs);
        if (overlapSeconds > 0) {
            return agents.secrets().renewBeside(row, nowMs + TimeUnit.SECONDS.toMillis(overlapSeconds));
        }
        agents.killTokens(row);
        return agents.secrets().renew(row);
    }

    private static void requireSecret(Agent agent) {
        if (agent.credential() != AgentCredential.SECRET) {
            throw GatehouseException.conflict(
                    "agent_without_secret",
                    "The agent does not prove itself by a secret; change its jwks, or create another agent.");
        }
    }
}
