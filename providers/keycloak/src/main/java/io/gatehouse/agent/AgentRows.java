package io.gatehouse.agent;

import io.gatehouse.core.id.Ids;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RealmSettings;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rows of one realm: how they are found and locked. */
final class AgentRows {
    /** Most ids that are read at once. */
    static final int OWNER_BATCH_ROWS = 100;

    private final RealmScope scope;

    AgentRows(RealmScope scope) {
        this.scope = scope;
    }

    /** The agent of a row, which ends when the realm's setting says so now, if not sooner. */
    Agent agent(AgentEntity row) {
        return row.toAgent(RealmSettings.agentMaxLifetimeDays(scope.realm()));
    }

    /** Plans a look at every agent that is not revoked for now, but where one is due already. */
    void lookAtAll(long nowMs) {
        int ignored = em().createNamedQuery("gatehouse.lookAtAllAgents")
                .setParameter("realm", scope.realmId())
                .setParameter("now", nowMs)
                .executeUpdate();
    }

    /** Deletes what lets an agent act for people; their consents in Keycloak stay. */
    void dropDelegations(String id) {
        scope.ports().consents().deleteAll(scope.session(), scope.realm(), id);
        int ignored = em().createNamedQuery("gatehouse.deleteDelegationsOfAgent")
                .setParameter("realm", scope.realmId())
                .setParameter("agent", id)
                .executeUpdate();
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

    /** The rows with these ids. */
    List<AgentEntity> findAll(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : em().createQuery(
                                "select a from GatehouseAgent a where a.realmId = :realm and a.id in :ids",
                                AgentEntity.class)
                        .setParameter("realm", scope.realmId())
                        .setParameter("ids", ids)
                        .getResultList();
    }

    /** The row whose secret has this public id. */
    Optional<AgentEntity> findBySecretKid(String kid) {
        return em().createNamedQuery("gatehouse.agentBySecret", AgentEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("kid", kid)
                .getResultStream()
                .findFirst();
    }

    /** Rows of agents that are not revoked and have this subject, two at most: one is the rule. */
    List<AgentEntity> findByFederatedSubject(String subject) {
        return em().createNamedQuery("gatehouse.agentsByFederatedSubject", AgentEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("subject", subject)
                .setMaxResults(2)
                .getResultList();
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

    /** Does something with each of an owner's agents that are not revoked; see {@link #forEach}. */
    int forEachOfOwner(Owner owner, Consumer<AgentEntity> act) {
        return forEach(after -> idsOfOwner("gatehouse.agentIdsOfOwner", owner, after), act);
    }

    /** Does something with each of an owner's agents that are marked as orphans; see {@link #forEach}. */
    int forEachOrphanOf(Owner owner, Consumer<AgentEntity> act) {
        return forEach(after -> idsOfOwner("gatehouse.orphanIdsOfOwner", owner, after), act);
    }

    /**
     * Locks rows one by one in the order of their ids, as whoever locks many does, does something with each and lets go of it.
     *
     * @param idsAfter the next {@link #OWNER_BATCH_ROWS} ids after one
     * @return how many ids there were
     */
    private int forEach(Function<String, List<String>> idsAfter, Consumer<AgentEntity> act) {
        int count = 0;
        String after = "";
        List<String> ids;
        do {
            ids = idsAfter.apply(after);
            for (String id : ids) {
                after = id;
                lock(id, LockModeType.PESSIMISTIC_WRITE).ifPresent(row -> {
                    act.accept(row);
                    letGo(row);
                });
            }
            count += ids.size();
        } while (ids.size() == OWNER_BATCH_ROWS);
        return count;
    }

    /**
     * The next {@link #OWNER_BATCH_ROWS} ids of agents that are not revoked, in order.
     *
     * @param after the last id of the batch before, or empty
     */
    List<String> idsOf(AgentBatches.Target target, String after) {
        Owner owner = target.owner();
        if (owner != null) {
            return idsOfOwner("gatehouse.agentIdsOfOwner", owner, after);
        }
        boolean isBlueprint = target.blueprintId() != null;
        return em().createNamedQuery(
                        isBlueprint ? "gatehouse.agentIdsOfBlueprint" : "gatehouse.agentIdsOfOrganization",
                        String.class)
                .setParameter("realm", scope.realmId())
                .setParameter("of", isBlueprint ? target.blueprintId() : target.organizationId())
                .setParameter("after", after)
                .setMaxResults(OWNER_BATCH_ROWS)
                .getResultList();
    }

    /** As ids name a user, whether as a person or as a service account. */
    static List<String> typesOf(Owner owner) {
        return owner.isUser(owner.id())
                ? List.of(Owner.Type.USER.text(), Owner.Type.SERVICE_ACCOUNT.text())
                : List.of(owner.type().text());
    }

    private List<String> idsOfOwner(String query, Owner owner, String after) {
        return em().createNamedQuery(query, String.class)
                .setParameter("realm", scope.realmId())
                .setParameter("owner", owner.id())
                .setParameter("types", typesOf(owner))
                .setParameter("after", after)
                .setMaxResults(OWNER_BATCH_ROWS)
                .getResultList();
    }

    /** Ids of agents that are to be looked at, those that have waited longest first. */
    List<String> idsToLookAt(long nowMs, int max) {
        return em().createNamedQuery("gatehouse.agentIdsToLookAt", String.class)
                .setParameter("realm", scope.realmId())
                .setParameter("now", nowMs)
                .setMaxResults(max)
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
    private void letGo(AgentEntity row) {
        em().flush();
        em().detach(row);
    }

    private EntityManager em() {
        return scope.entityManager();
    }
}
