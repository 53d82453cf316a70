package io.gatehouse.agent;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RequestFacts;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Set;
import org.keycloak.models.KeycloakSession;

/**
 * Takes from the agents of a blueprint the scopes that it has no more, and kills the tokens of those that lost one, as a
 * change of the agent itself would. Whoever changes the blueprint does it at once; a job does what was cut off.
 */
final class BlueprintNarrowing {
    /** How long the change of a blueprint has to do it before the job does, in milliseconds. */
    static final long GRACE_MS = 60_000;

    /** Why, in the event of each agent. */
    static final String CAUSE = "blueprint_narrowed";

    private static final Reach EVERYWHERE = new Reach(true, null, Set.of(), null);

    private final AgentBatches batches;

    /** @param batches on behalf of whom the events are to name */
    BlueprintNarrowing(AgentBatches batches) {
        this.batches = batches;
    }

    /**
     * Narrows all agents of a blueprint, in transactions of its own.
     *
     * @param plannedAtMs when the job was to do it; it need not any more, unless another was planned since
     * @return how many agents lost a scope
     */
    int run(String blueprintId, long plannedAtMs) {
        int narrowed = batches.run(
                AgentBatches.Target.ofBlueprint(blueprintId), EVERYWHERE, (agents, row) -> agents.blueprints()
                        .find(blueprintId)
                        .filter(blueprint -> narrow(agents, row, blueprint))
                        .isPresent());
        batches.inNewTransaction(agents -> agents.blueprints().narrowed(blueprintId, plannedAtMs));
        return narrowed;
    }

    /**
     * The job: the next {@link AgentBatches#BATCH_AGENTS} agents of a blueprint of one realm that is due, in the session's
     * transaction. It locks the blueprint before the agents, as whoever locks both does.
     *
     * @return whether there may be more
     */
    static boolean runDue(AgentStores stores, KeycloakSession session, String realmId, long nowMs) {
        Agents agents = stores.open(session, realmId, Caller.system(), RequestFacts.ofBackground())
                .orElse(null);
        if (agents == null) {
            return false;
        }
        AgentBlueprintEntity row = agents.blueprints().lockToNarrow(nowMs).orElse(null);
        if (row == null) {
            return false;
        }
        AgentBlueprint blueprint = row.toBlueprint();
        List<String> ids = agents.rows().idsOf(AgentBatches.Target.ofBlueprint(blueprint.id()), row.narrowedTo());
        for (String id : ids) {
            boolean ignored = agents.rows()
                    .lock(id, LockModeType.PESSIMISTIC_WRITE)
                    .filter(agent -> narrow(agents, agent, blueprint))
                    .isPresent();
        }
        if (ids.size() < AgentBatches.BATCH_AGENTS) {
            row.narrowed();
        } else {
            row.narrowedTo(ids.get(ids.size() - 1));
        }
        return true;
    }

    private static boolean narrow(Agents agents, AgentEntity row, AgentBlueprint blueprint) {
        AgentDetails before = agents.rows().agent(row).details();
        List<String> kept = blueprint.allowedOf(before.scopes());
        if (row.status() == AgentStatus.REVOKED
                || kept.size() == before.scopes().size()) {
            return false;
        }
        Agent ignored = agents.update(row, before.withScopes(kept), CAUSE);
        return true;
    }
}
