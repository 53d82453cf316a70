package io.gatehouse.agent;

import io.gatehouse.agent.DelegationQuery.By;
import io.gatehouse.agent.DelegationQuery.Found;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Consents;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom the agents of one realm may act for: rows of ours, made by administrators or by users, and the consents that users give
 * in Keycloak, which stay there. A change locks the agent's row, so that no exchange runs beside it: what it withdraws either
 * is missing when the exchange looks, or the token is on record and dies. It knows nothing of who may do what. Long
 * because grants and consents end in the same ways and share the lock.
 */
public final class Delegations {
    private static final String TARGET = "delegation";
    private static final int MAX_ID_LENGTH = 36;

    private final RealmScope scope;
    private final Events events;
    private final DelegationEnds ends;
    private final AgentRows agents;

    /** @param ends kills what was exchanged */
    public Delegations(RealmScope scope, Events events, DelegationEnds ends) {
        this.scope = scope;
        this.events = events;
        this.ends = ends;
        this.agents = new AgentRows(scope);
    }

    /** All that the agent may do for the user now, read from the database. The agent must be locked. */
    public Allowance allowance(String userId, String agentId) {
        long nowMs = Clock.nowMs();
        List<Allowance.Part> parts = new ArrayList<>();
        ofPair(userId, agentId).stream()
                .filter(row -> !row.isEnded(nowMs))
                .map(DelegationEntity::toDelegation)
                .forEach(found -> parts.add(new Allowance.Part(found.scopes(), found.expiresAtMs())));
        consents()
                .scopes(scope.session(), scope.realm(), userId, agentId)
                .ifPresent(scopes -> parts.add(new Allowance.Part(scopes, null)));
        return new Allowance(parts);
    }

    /**
     * Lets an agent act for a user.
     *
     * @param source {@link Delegation.Source#ADMIN} or {@link Delegation.Source#USER}
     * @param expiresAtMs when it ends, null for never
     * @throws GatehouseException 404 without such an agent, 409 when it is revoked, acts for itself only, or may act for the
     *     user by {@link Delegation#MAX_PER_USER} delegations already
     */
    public Delegation grant(
            String agentId,
            String userId,
            Delegation.Source source,
            List<String> scopes,
            @Nullable Long expiresAtMs,
            String createdBy) {
        Agent agent = agents.lock(agentId, LockModeType.PESSIMISTIC_WRITE)
                .map(agents::agent)
                .orElseThrow(GatehouseException::notFound);
        requireDelegable(agent);
        long nowMs = Clock.nowMs();
        int ignored = named("gatehouse.deleteEndedDelegations", userId)
                .setParameter("agent", agentId)
                .setParameter("now", nowMs)
                .executeUpdate();
        if (ofPair(userId, agentId).size() >= Delegation.MAX_PER_USER) {
            throw GatehouseException.conflict(
                    "too_many_delegations",
                    "The agent may act for this user by " + Delegation.MAX_PER_USER + " delegations; withdraw one.");
        }
        Delegation made = new Delegation(
                Entropy.uuid().toString(), agentId, userId, source, scopes, expiresAtMs, createdBy, nowMs);
        scope.entityManager().persist(new DelegationEntity(scope.realmId(), made));
        append(event(EventType.DELEGATION_GRANTED, made, agent)
                .data("scopes", made.scopes())
                .data("expires_at", expiresAtMs == null ? null : Clock.iso(expiresAtMs)));
        return made;
    }

    /** One page of whom an agent may act for, newest first. */
    public Page<Delegation> ofAgent(String agentId, PageRequest request) {
        return page(new DelegationQuery(scope, Clock.nowMs(), By.AGENT_ID, agentId), request);
    }

    /** One page of who may act for a user, newest first. */
    public Page<Delegation> ofUser(String userId, PageRequest request) {
        return page(new DelegationQuery(scope, Clock.nowMs(), By.USER_ID, userId), request);
    }

    /** The delegation with this id, one that has not ended. */
    public Optional<Delegation> find(String id) {
        if (id.length() > MAX_ID_LENGTH || id.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        PageRequest one = new PageRequest(1, null, null, null);
        return delegations(new DelegationQuery(scope, Clock.nowMs(), By.ID, id).page(one)).stream()
                .findFirst();
    }

    /** Ends a delegation, and at once what was exchanged for it; a consent ends in Keycloak. */
    public void withdraw(Delegation delegation) {
        Optional<AgentEntity> agent = agents.lock(delegation.agentId(), LockModeType.PESSIMISTIC_WRITE);
        if (agent.isEmpty()) {
            return;
        }
        if (delegation.source() == Delegation.Source.CONSENT) {
            consents().withdraw(scope.session(), scope.realm(), delegation.userId(), delegation.agentId());
        } else {
            DelegationEntity row = scope.entityManager().find(DelegationEntity.class, delegation.id());
            if (row == null || !row.isOf(scope.realmId())) {
                return;
            }
            scope.entityManager().remove(row);
        }
        withdrawn(delegation, agents.agent(agent.get()), "requested");
    }

    /**
     * Hears that a user withdrew the consent in Keycloak: what was allowed here for the same agent ends, too.
     *
     * @param agentId a client id, perhaps no agent's
     */
    public void consentWithdrawn(String userId, String agentId) {
        Optional<AgentEntity> agent = agents.lock(agentId, LockModeType.PESSIMISTIC_WRITE);
        if (agent.isEmpty()) {
            return;
        }
        for (DelegationEntity row : ofPair(userId, agentId)) {
            scope.entityManager().remove(row);
            withdrawn(row.toDelegation(), agents.agent(agent.get()), "consent_withdrawn");
        }
        ends.ofPair(userId, agentId);
    }

    /** Hears that a user changed the consent in Keycloak: tokens may say more than it does now. */
    public void consentChanged(String userId, String agentId) {
        if (agents.lock(agentId, LockModeType.PESSIMISTIC_WRITE).isPresent()) {
            ends.ofPair(userId, agentId);
        }
    }

    /** Hears that a user is gone. */
    public void userGone(String userId) {
        int ignored = named("gatehouse.deleteDelegationsOfUser", userId).executeUpdate();
        ends.ofUser(userId, "user_deleted");
    }

    private static void requireDelegable(Agent agent) {
        if (agent.status() == AgentStatus.REVOKED) {
            throw GatehouseException.conflict("agent_revoked", "The agent is revoked for good; create another one.");
        }
        if (agent.mode() == AgentMode.AUTONOMOUS) {
            throw GatehouseException.conflict(
                    "agent_autonomous", "The agent acts for itself only; its mode was fixed when it was created.");
        }
    }

    private void withdrawn(Delegation delegation, Agent agent, String cause) {
        append(event(EventType.DELEGATION_WITHDRAWN, delegation, agent).cause(cause));
        ends.ofPair(delegation.userId(), delegation.agentId());
    }

    private Page<Delegation> page(DelegationQuery query, PageRequest request) {
        Long total = request.wantsTotal() ? query.count() : null;
        Page<Found> page = Page.of(query.page(request), request, Found::cursor, total);
        return new Page<>(delegations(page.items()), request, page.nextCursor(), total);
    }

    /** In the order found. */
    private List<Delegation> delegations(List<Found> found) {
        Map<String, Delegation> ours = new HashMap<>();
        List<String> ids = ids(found, false);
        if (!ids.isEmpty()) {
            scope.entityManager()
                    .createNamedQuery("gatehouse.delegationsById", DelegationEntity.class)
                    .setParameter("realm", scope.realmId())
                    .setParameter("ids", ids)
                    .getResultList()
                    .forEach(row -> ours.put(row.toDelegation().id(), row.toDelegation()));
        }
        Map<String, List<String>> scopes = consents().scopesOf(scope.session(), ids(found, true));
        return found.stream()
                .map(row ->
                        row.isConsent() ? consent(row, scopes.getOrDefault(row.id(), List.of())) : ours.get(row.id()))
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toList());
    }

    private static Delegation consent(Found row, List<String> scopes) {
        return new Delegation(
                row.id(),
                row.agentId(),
                row.userId(),
                Delegation.Source.CONSENT,
                scopes,
                null,
                row.userId(),
                row.createdAtMs());
    }

    private static List<String> ids(List<Found> found, boolean ofConsents) {
        return found.stream()
                .filter(row -> row.isConsent() == ofConsents)
                .map(Found::id)
                .toList();
    }

    private List<DelegationEntity> ofPair(String userId, String agentId) {
        return scope.entityManager()
                .createNamedQuery("gatehouse.delegationsOfPair", DelegationEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("agent", agentId)
                .setParameter("user", userId)
                .getResultList();
    }

    private jakarta.persistence.Query named(String query, String userId) {
        return scope.entityManager()
                .createNamedQuery(query)
                .setParameter("realm", scope.realmId())
                .setParameter("user", userId);
    }

    private Consents consents() {
        return scope.ports().consents();
    }

    private static Event.Builder event(EventType type, Delegation delegation, Agent agent) {
        return Event.of(type, TARGET, delegation.id())
                .agent(agent.id())
                .subject(delegation.userId())
                .data("organization_id", agent.organizationId())
                .data("source", delegation.source().text());
    }

    private void append(Event.Builder event) {
        String ignored = events.append(event.build());
    }
}
