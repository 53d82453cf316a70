package io.gatehouse.agent;

import io.gatehouse.core.id.Ids;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** The rows of one realm: how they are found and locked. */
final class AgentRows {
    /** Most ids that {@link #idsOfOwner} gives at once. */
    static final int OWNER_BATCH_ROWS = 100;

    private final RealmScope scope;

    AgentRows(RealmScope scope) {
        this.scope = scope;
    }

    /** The row with this id; no query for a text that cannot be one, none of another realm. */
    Optional<AgentEntity> find(String id) {
        if (!Ids.isAgentId(id)) {
            return Optional.empty();
        }
        return Optional.ofNullable(em().find(AgentEntity.class, id)).filter(row -> row.isOf(scope.realmId()));
    }

    /** Reads again under the lock: what this session read before may be outdated. What it wrote is flushed, not lost. */
    Optional<AgentEntity> lock(String id, LockModeType mode) {
        Optional<AgentEntity> row = find(id);
        row.ifPresent(found -> {
            em().flush();
            em().refresh(found, mode);
        });
        return row;
    }

    /** The row whose secret has this public id. */
    Optional<AgentEntity> findBySecretKid(String kid) {
        return em().createNamedQuery("gatehouse.agentBySecret", AgentEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("kid", kid)
                .getResultStream()
                .findFirst();
    }

    /** Rows whose id contains a text, in the order of their ids. */
    List<AgentEntity> findByIdPart(String text, int first, int max) {
        return em().createNamedQuery("gatehouse.agentsByIdPart", AgentEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("pattern", AgentQuery.containing(text))
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList();
    }

    /**
     * Ids of an owner's agents that are not revoked, in order.
     *
     * @param after the last id of the batch before, or empty
     */
    List<String> idsOfOwner(Owner owner, String after) {
        List<String> types = owner.isUser(owner.id())
                ? List.of(Owner.Type.USER.text(), Owner.Type.SERVICE_ACCOUNT.text())
                : List.of(owner.type().text());
        return em().createNamedQuery("gatehouse.agentIdsOfOwner", String.class)
                .setParameter("realm", scope.realmId())
                .setParameter("owner", owner.id())
                .setParameter("types", types)
                .setParameter("after", after)
                .setMaxResults(OWNER_BATCH_ROWS)
                .getResultList();
    }

    /** An id that no realm uses: ids are client ids, and one agent must never be taken for another. */
    String freeId() {
        String id;
        do {
            id = Ids.agentId(Entropy.bytes(Ids.AGENT_RANDOM_BYTES));
        } while (em().find(AgentEntity.class, id) != null);
        return id;
    }

    void add(AgentEntity row) {
        em().persist(row);
    }

    /** Writes the row and lets go of it, so that a long run over many does not fill the session. */
    void letGo(AgentEntity row) {
        em().flush();
        em().detach(row);
    }

    private EntityManager em() {
        return scope.entityManager();
    }
}
