package io.gatehouse.agent;

import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.ListQuery;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The blueprints of one realm. Whoever gives scopes to an agent of a blueprint locks the blueprint for reading, before the
 * agent; who changes or deletes it locks it for writing. So no agent gets a scope by a blueprint that has just lost it. It knows
 * nothing of who may do what.
 */
public final class AgentBlueprints {
    /** Most blueprints of a realm. */
    public static final int MAX_BLUEPRINTS = 1_000;

    private static final String TARGET = "agent_blueprint";
    private static final int MAX_ID_LENGTH = 36;

    private final RealmScope scope;
    private final Events events;

    /** Of the realm of a scope. */
    public AgentBlueprints(RealmScope scope, Events events) {
        this.scope = scope;
        this.events = events;
    }

    /**
     * A blueprint after a change.
     *
     * @param blueprint as it is now
     * @param narrowAtMs when a job takes from its agents the scopes that it lost; null when it lost none
     */
    record Changed(AgentBlueprint blueprint, @Nullable Long narrowAtMs) {}

    /** The blueprint with this id. */
    Optional<AgentBlueprint> find(String id) {
        return row(id).map(AgentBlueprintEntity::toBlueprint);
    }

    /** The blueprint with this id, kept from changing until the transaction ends. */
    Optional<AgentBlueprint> lockForUse(String id) {
        return lock(id, LockModeType.PESSIMISTIC_READ).map(AgentBlueprintEntity::toBlueprint);
    }

    /**
     * The blueprint of an agent, kept from changing until the transaction ends; null when it has none. One that is gone allows
     * nothing.
     */
    @Nullable
    AgentBlueprint lockOf(Agent agent) {
        String id = agent.marks().blueprintId();
        return id == null ? null : lockForUse(id).orElseGet(() -> AgentBlueprint.gone(id));
    }

    /** One page, newest first. */
    Page<AgentBlueprint> list(PageRequest request) {
        return new ListQuery<>(scope, "GatehouseAgentBlueprint", AgentBlueprintEntity.class)
                .page(
                        request,
                        AgentBlueprintEntity::toBlueprint,
                        blueprint -> new PageCursor(blueprint.createdAtMs(), blueprint.id()));
    }

    /**
     * Adds a blueprint.
     *
     * @param createdBy id of who asked for it
     * @throws GatehouseException 409 {@code too_many_blueprints}
     */
    AgentBlueprint create(AgentBlueprint.Content wanted, String createdBy) {
        if (count() >= MAX_BLUEPRINTS) {
            throw GatehouseException.conflict(
                    "too_many_blueprints", "The realm has " + MAX_BLUEPRINTS + " blueprints; delete one.");
        }
        long nowMs = Clock.nowMs();
        AgentBlueprint made = new AgentBlueprint(
                Entropy.uuid().toString(),
                wanted.mode(),
                wanted.credential(),
                wanted.details(),
                wanted.expiresInDays(),
                createdBy,
                nowMs,
                nowMs);
        em().persist(new AgentBlueprintEntity(scope.realmId(), made));
        append(event(EventType.AGENT_BLUEPRINT_CREATED, made)
                .data("scopes", made.details().scopes()));
        return made;
    }

    /**
     * Changes a blueprint. Its agents keep the scopes that it loses until {@link BlueprintNarrowing} takes them away.
     *
     * @param change what becomes of it, called with the locked blueprint; what it throws ends the change
     * @return empty when there is no such blueprint
     */
    Optional<Changed> update(String id, UnaryOperator<AgentBlueprint.Content> change) {
        return lock(id, LockModeType.PESSIMISTIC_WRITE).map(row -> {
            AgentBlueprint before = row.toBlueprint();
            AgentBlueprint.Content after = change.apply(before.content());
            List<String> changed = after.changedSince(before.content());
            if (changed.isEmpty()) {
                return new Changed(before, null);
            }
            long nowMs = Clock.nowMs();
            row.change(after, nowMs);
            List<String> lost = before.details().scopesBeyond(after.details());
            if (!lost.isEmpty()) {
                row.narrowAt(nowMs + BlueprintNarrowing.GRACE_MS);
            }
            AgentBlueprint now = row.toBlueprint();
            append(event(EventType.AGENT_BLUEPRINT_UPDATED, now)
                    .data("changed", changed)
                    .data("scopes_removed", lost));
            return new Changed(now, lost.isEmpty() ? null : row.narrowAtMs());
        });
    }

    /**
     * Deletes a blueprint that no agent uses, but for revoked ones.
     *
     * @return the blueprint as it was; empty when there is no such blueprint
     * @throws GatehouseException 409 {@code blueprint_in_use}
     */
    Optional<AgentBlueprint> delete(String id) {
        return lock(id, LockModeType.PESSIMISTIC_WRITE).map(row -> {
            AgentBlueprint blueprint = row.toBlueprint();
            if (isInUse(id)) {
                throw GatehouseException.conflict(
                        "blueprint_in_use", "Agents use the blueprint; revoke them first, singly or all at once.");
            }
            em().remove(row);
            append(event(EventType.AGENT_BLUEPRINT_DELETED, blueprint));
            return blueprint;
        });
    }

    /** The row, locked, of the blueprint of which a job is to narrow the agents first; empty when none is due. */
    Optional<AgentBlueprintEntity> lockToNarrow(long nowMs) {
        return em()
                .createNamedQuery("gatehouse.blueprintsToNarrow", String.class)
                .setParameter("realm", scope.realmId())
                .setParameter("now", nowMs)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .flatMap(id -> lock(id, LockModeType.PESSIMISTIC_WRITE))
                .filter(row -> row.isToNarrow(nowMs));
    }

    /** Notes that the agents were narrowed, unless another narrowing was planned since. */
    void narrowed(String id, long plannedAtMs) {
        lock(id, LockModeType.PESSIMISTIC_WRITE).ifPresent(row -> row.narrowed(plannedAtMs));
    }

    private boolean isInUse(String id) {
        return !new AgentRows(scope)
                .idsOf(AgentBatches.Target.ofBlueprint(id), "")
                .isEmpty();
    }

    private Optional<AgentBlueprintEntity> row(String id) {
        return isId(id)
                ? Optional.ofNullable(em().find(AgentBlueprintEntity.class, id))
                        .filter(row -> row.isOf(scope.realmId()))
                : Optional.empty();
    }

    /** Reads and locks at once: nobody in this transaction has read it before. */
    private Optional<AgentBlueprintEntity> lock(String id, LockModeType mode) {
        if (!isId(id)) {
            return Optional.empty();
        }
        return em()
                .createNamedQuery("gatehouse.blueprintById", AgentBlueprintEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("id", id)
                .setLockMode(mode)
                .getResultList()
                .stream()
                .findFirst();
    }

    private static boolean isId(String text) {
        return text.length() <= MAX_ID_LENGTH && text.indexOf('\0') < 0;
    }

    private long count() {
        return em().createNamedQuery("gatehouse.countBlueprints", Long.class)
                .setParameter("realm", scope.realmId())
                .getSingleResult();
    }

    private static Event.Builder event(EventType type, AgentBlueprint blueprint) {
        return Event.of(type, TARGET, blueprint.id())
                .data("name", blueprint.details().name());
    }

    private void append(Event.Builder event) {
        String ignored = events.append(event.build());
    }

    private EntityManager em() {
        return scope.entityManager();
    }
}
