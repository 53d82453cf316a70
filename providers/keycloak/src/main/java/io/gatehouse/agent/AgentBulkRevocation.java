package io.gatehouse.agent;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.LockModeType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Revokes every agent of an owner or of an organization that a caller reaches, in the order of their ids, {@link #BATCH_AGENTS}
 * in a transaction. A call that is cut off has revoked what it came to; to repeat it is safe and goes on with the rest.
 */
public final class AgentBulkRevocation {
    /** Most agents of one transaction. */
    static final int BATCH_AGENTS = AgentRows.OWNER_BATCH_ROWS;

    /** Why, in the event of each agent. */
    static final String CAUSE = "revoke_all";

    private final AgentStores stores;
    private final RealmScope scope;
    private final Caller caller;

    /**
     * Whose agents: exactly one of the two is there.
     *
     * @param owner the owner, of whatever organization its agents are
     * @param organizationId the organization, whoever owns its agents
     */
    record Target(@Nullable Owner owner, @Nullable String organizationId) {
        /** @throws IllegalArgumentException unless exactly one is there */
        Target {
            if ((owner == null) == (organizationId == null)) {
                throw new IllegalArgumentException("an owner or an organization, not both and not neither");
            }
        }
    }

    private record Batch(int looked, int revoked, String lastId) {}

    /** @param scope the realm within the call, of which every batch takes the facts of the request */
    public AgentBulkRevocation(AgentStores stores, RealmScope scope, Caller caller) {
        this.stores = stores;
        this.scope = scope;
        this.caller = caller;
    }

    /**
     * Revokes them. The caller's own transaction should be over, or it holds a connection all the while.
     *
     * @return how many were not revoked before
     */
    int revoke(Target target, Reach reach) {
        if (!isAnyWithin(target, reach)) {
            return 0;
        }
        int revoked = 0;
        Batch batch = new Batch(0, 0, "");
        do {
            String after = batch.lastId();
            batch = scope.ports().database().inNewTransaction(session -> batch(session, target, reach, after));
            revoked += batch.revoked();
        } while (batch.looked() == BATCH_AGENTS);
        return revoked;
    }

    /** Whoever manages nothing has no business with other people's rows. */
    static boolean isAnyWithin(Target target, Reach reach) {
        Owner owner = target.owner();
        String userId = reach.userId();
        boolean isOwn = owner != null && userId != null && owner.isUser(userId);
        return reach.isAll() || isOwn || !reach.organizationIds().isEmpty();
    }

    private Batch batch(KeycloakSession session, Target target, Reach reach, String after) {
        Agents agents =
                stores.open(session, scope.realmId(), caller, scope.request()).orElse(null);
        if (agents == null) {
            return new Batch(0, 0, after);
        }
        List<String> ids = agents.rows().idsOf(target.owner(), target.organizationId(), after);
        int revoked = 0;
        for (String id : ids) {
            if (agents.find(id).filter(agent -> agent.isWithin(reach)).isPresent()
                    && agents.rows()
                            .lock(id, LockModeType.PESSIMISTIC_WRITE)
                            .filter(row -> agents.revoke(row, CAUSE))
                            .isPresent()) {
                revoked++;
            }
        }
        return new Batch(ids.size(), revoked, ids.isEmpty() ? after : ids.get(ids.size() - 1));
    }
}
