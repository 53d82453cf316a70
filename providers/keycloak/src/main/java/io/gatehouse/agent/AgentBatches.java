package io.gatehouse.agent;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Does something with every agent of an owner, an organization or a blueprint that a caller reaches, in the order of their
 * ids, {@link #BATCH_AGENTS} in a transaction. A call that is cut off has done what it came to; to repeat it is safe and goes
 * on with the rest.
 */
public final class AgentBatches {
    /** Most agents of one transaction. */
    static final int BATCH_AGENTS = AgentRows.OWNER_BATCH_ROWS;

    /** Revokes an agent, unless it is. */
    static final Act REVOKE = (agents, row) -> agents.revoke(row, "revoke_all");

    /** Pauses an active agent. */
    static final Act PAUSE = (agents, row) -> agents.pause(row, "pause_all");

    private final AgentStores stores;
    private final RealmScope scope;
    private final Caller caller;

    /** What is done with an agent of which the row is locked. */
    @FunctionalInterface
    interface Act {
        /** @return whether it changed anything */
        boolean on(Agents agents, AgentEntity row);
    }

    /**
     * Whose agents: exactly one of the three is there.
     *
     * @param owner the owner, of whatever organization its agents are
     * @param organizationId the organization, whoever owns its agents
     * @param blueprintId the blueprint, whoever owns its agents
     */
    record Target(
            @Nullable Owner owner,
            @Nullable String organizationId,
            @Nullable String blueprintId) {
        /** @throws IllegalArgumentException unless exactly one is there */
        Target {
            if (Stream.of(owner, organizationId, blueprintId)
                            .filter(Objects::nonNull)
                            .count()
                    != 1) {
                throw new IllegalArgumentException("an owner, an organization or a blueprint, one of them");
            }
        }

        /** Agents of a blueprint. */
        static Target ofBlueprint(String id) {
            return new Target(null, null, id);
        }
    }

    private record Batch(int looked, int changed, String lastId) {}

    /** @param scope the realm within the call, of which every batch takes the facts of the request */
    public AgentBatches(AgentStores stores, RealmScope scope, Caller caller) {
        this.stores = stores;
        this.scope = scope;
        this.caller = caller;
    }

    /**
     * Does it. The caller's own transaction should be over, or it holds a connection all the while.
     *
     * @return how many were changed
     */
    int run(Target target, Reach reach, Act act) {
        if (!isAnyWithin(target, reach)) {
            return 0;
        }
        int changed = 0;
        Batch batch = new Batch(0, 0, "");
        do {
            String after = batch.lastId();
            batch = scope.ports().database().inNewTransaction(session -> batch(session, target, reach, act, after));
            changed += batch.changed();
        } while (batch.looked() == BATCH_AGENTS);
        return changed;
    }

    /** Revokes every agent of a user, whoever calls: somebody else made them. */
    public void revokeOfUser(String userId) {
        int ignored = run(new Target(Owner.user(userId), null, null), new Reach(true, null, Set.of(), null), REVOKE);
    }

    /** Does something to the realm in a transaction of its own, unless the realm is gone. */
    void inNewTransaction(Consumer<Agents> work) {
        scope.ports().database().runInNewTransaction(session -> stores.open(
                        session, scope.realmId(), caller, scope.request())
                .ifPresent(work));
    }

    /** Whoever manages nothing has no business with other people's rows. */
    static boolean isAnyWithin(Target target, Reach reach) {
        Owner owner = target.owner();
        String userId = reach.userId();
        boolean isOwn = owner != null && userId != null && owner.isUser(userId);
        return reach.isAll() || isOwn || !reach.organizationIds().isEmpty();
    }

    private Batch batch(KeycloakSession session, Target target, Reach reach, Act act, String after) {
        Agents agents =
                stores.open(session, scope.realmId(), caller, scope.request()).orElse(null);
        if (agents == null) {
            return new Batch(0, 0, after);
        }
        List<String> ids = agents.rows().idsOf(target, after);
        int changed = 0;
        for (String id : ids) {
            if (agents.find(id).filter(agent -> agent.isWithin(reach)).isPresent()
                    && agents.rows()
                            .lock(id, LockModeType.PESSIMISTIC_WRITE)
                            .filter(row -> act.on(agents, row))
                            .isPresent()) {
                changed++;
            }
        }
        return new Batch(ids.size(), changed, ids.isEmpty() ? after : ids.get(ids.size() - 1));
    }
}
