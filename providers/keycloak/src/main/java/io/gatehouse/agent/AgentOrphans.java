package io.gatehouse.agent;

import io.gatehouse.event.EventType;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Owner;
import java.util.List;

/**
 * Agents whose owner is disabled or gone: they get no tokens, stay marked so that somebody finds them, and are found by the
 * list. They are orphans no longer when the owner is enabled again, or when they are handed over.
 */
public final class AgentOrphans {
    private final Agents agents;

    /** What became of the owner. */
    public enum Reason {
        DISABLED("owner_disabled"),
        DELETED("owner_deleted");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    /** Marks these agents. */
    public AgentOrphans(Agents agents) {
        this.agents = agents;
    }

    /**
     * Kills the tokens of an owner's agents and marks those that were not orphans before. Tokens are killed again when it is
     * called again.
     *
     * @return how many agents it has that are not revoked
     */
    public int ownerLost(Owner owner, Reason reason) {
        return agents.rows().forEachOfOwner(owner, row -> {
            agents.killForOwner(row);
            if (!row.isOrphan()) {
                long nowMs = Clock.nowMs();
                row.orphan(nowMs, nowMs);
                agents.append(
                        Agents.event(EventType.AGENT_ORPHANED, agents.rows().agent(row))
                                .data("owner_type", owner.type().text())
                                .data("reason", reason.text));
            }
        });
    }

    /**
     * Takes the marks away; costs one look-up where there are none.
     *
     * @return how many orphans it had
     */
    public int ownerBack(Owner owner) {
        return agents.rows().forEachOrphanOf(owner, row -> {
            row.orphan(null, Clock.nowMs());
            agents.append(Agents.event(EventType.AGENT_UPDATED, agents.rows().agent(row))
                    .data("changed", List.of("orphaned_at"))
                    .data("tokens_revoked", false));
        });
    }
}
