package io.gatehouse.apikey;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Revokes every key of an owner or of an organization that a caller reaches, in the order of their ids, {@link #BATCH_KEYS}
 * in a transaction. A call that is cut off has revoked what it came to; to repeat it is safe and goes on with the rest.
 */
public final class BulkRevocation {
    /** Most keys of one transaction. */
    static final int BATCH_KEYS = 100;

    /** Why, in the event of each key. */
    static final String CAUSE = "revoke_all";

    private final KeyStores stores;
    private final RealmScope scope;
    private final Caller caller;

    /**
     * Whose keys: exactly one of the two is there.
     *
     * @param owner the owner, of whatever organization its keys are
     * @param organizationId the organization, whoever owns its keys
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
    public BulkRevocation(KeyStores stores, RealmScope scope, Caller caller) {
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
            batch = stores.ports().database().inNewTransaction(session -> batch(session, target, reach, after));
            revoked += batch.revoked();
        } while (batch.looked() == BATCH_KEYS);
        return revoked;
    }

    /** Revokes every key of an agent, whoever calls: nobody is to have them any more. */
    public void revokeOfAgent(String agentId) {
        int ignored = revoke(new Target(Owner.agent(agentId), null), new Reach(true, null, Set.of(), null));
    }

    /** Revokes every key of a user, whoever calls: somebody else made them. */
    public void revokeOfUser(String userId) {
        int ignored = revoke(new Target(Owner.user(userId), null), new Reach(true, null, Set.of(), null));
    }

    /** Whoever manages nothing has no business with other people's rows, not even for a look under a lock. */
    private static boolean isAnyWithin(Target target, Reach reach) {
        Owner owner = target.owner();
        String userId = reach.userId();
        boolean isOwn = owner != null && userId != null && owner.isUser(userId);
        boolean isAgent = owner != null && owner.type() == Owner.Type.AGENT;
        return reach.isAll() || isOwn || isAgent || !reach.organizationIds().isEmpty();
    }

    private Batch batch(KeycloakSession session, Target target, Reach reach, String after) {
        ApiKeys keys =
                stores.open(session, scope.realmId(), caller, scope.request()).orElse(null);
        if (keys == null) {
            return new Batch(0, 0, after);
        }
        List<ApiKeyEntity> rows = rows(session, target, reach, after);
        int revoked = 0;
        for (ApiKeyEntity row : rows) {
            if (keys.rows().isWithin(row.toKey(), reach) && keys.revoke(row, CAUSE)) {
                revoked++;
            }
        }
        String lastId =
                rows.isEmpty() ? after : rows.get(rows.size() - 1).toKey().id();
        return new Batch(rows.size(), revoked, lastId);
    }

    /** The next keys that are not revoked, locked in the order of their ids. */
    private List<ApiKeyEntity> rows(KeycloakSession session, Target target, Reach reach, String after) {
        EntityManager em = stores.ports().database().entityManager(session);
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder where = new StringBuilder("k.realmId = :realm and k.revokedAtMs is null and k.id > :after");
        parameters.put("realm", scope.realmId());
        parameters.put("after", after);
        Owner owner = target.owner();
        if (owner != null) {
            where.append(" and k.ownerId = :owner and k.ownerType in :types");
            parameters.put("owner", owner.id());
            parameters.put("types", types(owner));
        } else {
            where.append(" and k.organizationId = :organization");
            parameters.put("organization", String.valueOf(target.organizationId()));
        }
        boolean isOwn = owner != null && reach.userId() != null && owner.isUser(reach.userId());
        if (!reach.isAll() && !isOwn && (owner == null || owner.type() != Owner.Type.AGENT)) {
            where.append(" and k.organizationId in :managed");
            parameters.put("managed", reach.organizationIds());
        }
        TypedQuery<ApiKeyEntity> query =
                em.createQuery("select k from GatehouseApiKey k where " + where + " order by k.id", ApiKeyEntity.class);
        parameters.forEach(query::setParameter);
        return query.setMaxResults(BATCH_KEYS)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /** A person and a service account are both users: whoever names one by its id means its keys. */
    private static Set<String> types(Owner owner) {
        return owner.isUser(owner.id())
                ? Set.of(Owner.Type.USER.text(), Owner.Type.SERVICE_ACCOUNT.text())
                : Set.of(owner.type().text());
    }
}
