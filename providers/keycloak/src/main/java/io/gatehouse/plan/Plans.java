package io.gatehouse.plan;

import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.core.plan.PlanLimits;
import io.gatehouse.core.plan.PlanStep;
import io.gatehouse.core.webhook.SigningSecret;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * The plans of one realm, and who holds which. A realm gets its first plans when somebody first asks for them. Every change
 * takes the realm's lock first and tells all nodes after its commit. Long because each of these changes is a method, and all share
 * the lock.
 */
public final class Plans {
    private final RealmScope scope;
    private final Events events;
    private final PlanCache cache;

    /** @param allotments those of the node */
    public Plans(RealmScope scope, Events events, PlanAllotments allotments) {
        this.scope = scope;
        this.events = events;
        this.cache = allotments.plans();
    }

    /** A plan and how many hold it. */
    record Held(Plan plan, long holders) {}

    /**
     * What is to become of a plan; what is null stays.
     *
     * @param hasDescription whether the description is to become this one, null for none
     */
    record Patch(
            boolean hasDescription,
            @Nullable String description,
            @Nullable Integer rank,
            @Nullable PlanLimits limits) {}

    /** All plans, the lowest first. */
    List<Held> all() {
        seed();
        return onTable(table -> {
            Map<String, Long> holders = table.holders();
            return table.all().stream()
                    .map(plan -> new Held(plan, holders.getOrDefault(plan.name(), 0L)))
                    .toList();
        });
    }

    Optional<Held> find(String name) {
        return all().stream().filter(held -> held.plan().name().equals(name)).findFirst();
    }

    /** The plan of the holder itself. */
    Optional<Plan> of(Holder holder) {
        return onTable(table -> table.of(holder));
    }

    /** @throws GatehouseException 409 {@code plan_exists} or {@code too_many_plans} */
    Plan create(Plan plan) {
        lock();
        List<Held> all = all();
        if (all.stream().anyMatch(held -> held.plan().name().equals(plan.name()))) {
            throw GatehouseException.conflict("plan_exists", "There is a plan of this name already.");
        }
        if (all.size() >= Plan.MAX_PER_REALM) {
            throw GatehouseException.conflict(
                    "too_many_plans", "A realm may have at most " + Plan.MAX_PER_REALM + " plans.");
        }
        change(table -> table.insert(plan));
        return plan;
    }

    /**
     * Changes a plan.
     *
     * @return empty when there is none of this name
     * @throws GatehouseException 409 {@code plan_in_use} when it would give less to somebody who holds it
     */
    Optional<Plan> patch(String name, Patch patch) {
        lock();
        return find(name).map(held -> {
            Plan before = held.plan();
            Plan after = new Plan(
                    before.name(),
                    patch.hasDescription() ? patch.description() : before.description(),
                    Objects.requireNonNullElse(patch.rank(), before.rank()),
                    Objects.requireNonNullElse(patch.limits(), before.limits()),
                    before.createdAtMs(),
                    Clock.nowMs());
            List<PlanLimit> lost = before.limits().notKeptBy(after.limits());
            if (held.holders() > 0 && !lost.isEmpty()) {
                throw inUse(
                        held,
                        "only raise limits of it, or make another plan and assign that. Not kept: "
                                + lost.stream().map(PlanLimit::text).collect(Collectors.joining(", ")) + ".");
            }
            change(table -> table.update(after));
            return after;
        });
    }

    /**
     * Deletes a plan.
     *
     * @return it, empty when there is none of this name
     * @throws GatehouseException 409 {@code plan_in_use}
     */
    Optional<Plan> delete(String name) {
        lock();
        Optional<Held> found = find(name);
        found.ifPresent(held -> {
            if (held.holders() > 0) {
                throw inUse(held, "assign another plan to them first.");
            }
            change(table -> table.delete(name));
        });
        return found.map(Held::plan);
    }

    private static GatehouseException inUse(Held held, String rest) {
        return GatehouseException.conflict(
                "plan_in_use",
                "The plan " + held.plan().name() + " is held by " + held.holders()
                        + (held.holders() == 1 ? " holder: " : " holders: ") + rest);
    }

    /**
     * Gives a holder a plan in place of any other, or none. What there is more of than the new plan allows stays; there is no
     * more of it until enough has ended.
     *
     * @param name null for no plan
     * @param assignedBy who asked for it
     * @throws GatehouseException 422 {@code unknown_plan}
     */
    @Nullable
    Plan assign(Holder holder, @Nullable String name, String assignedBy) {
        lock();
        Plan before = of(holder).orElse(null);
        Plan after = name == null ? null : find(name).map(Held::plan).orElseThrow(Plans::unknown);
        PlanStep step = PlanStep.between(before == null ? null : before.tier(), after == null ? null : after.tier());
        if (step == PlanStep.NONE) {
            return after;
        }
        Boolean ignored = database().onConnection(scope.session(), connection -> {
            PlanTable table = new PlanTable(connection, scope.realmId());
            if (after == null) {
                table.unassign(holder);
            } else {
                table.assign(holder, after.name(), assignedBy, Clock.nowMs());
                CountTable.prepare(connection, scope.realmId(), holder);
            }
            // What an organization's plan covers is none of the realm's, and the other way round.
            CountTable.recountLater(connection, scope.realmId(), Holder.REALM);
            return Boolean.TRUE;
        });
        cache.dropAfterCommit(scope);
        PlanEvents.stepped(events, step, holder, before, after);
        return after;
    }

    /**
     * As {@link #assign}, by a payment provider; an event counts once.
     *
     * @param eventId under which the provider sent it
     * @throws GatehouseException 409 {@code event_repeated}
     */
    @Nullable
    Plan assignByEvent(Holder holder, PlanBodies.Told told, String eventId) {
        lock();
        boolean isNew = database().onConnection(scope.session(), connection -> {
            if (BillingEventTable.isKnown(connection, scope.realmId(), eventId)) {
                return false;
            }
            BillingEventTable.add(connection, scope.realmId(), eventId, Clock.nowMs());
            return true;
        });
        if (!isNew) {
            throw GatehouseException.conflict(
                    "event_repeated", "This event was taken before; it changes nothing more.");
        }
        String reference = told.reference();
        return assign(holder, told.plan(), "billing:" + (reference == null ? eventId : reference));
    }

    /** Makes the secret by which a payment provider signs. */
    SigningSecret rotateSecret(int overlapSeconds) {
        lock();
        return new BillingSecrets(scope).rotate(overlapSeconds);
    }

    /** Forgets an organization that is gone. */
    public void organizationGone(String organizationId) {
        Boolean ignored = database().onConnection(scope.session(), connection -> {
            new PlanTable(connection, scope.realmId()).forget(new Holder(organizationId));
            return Boolean.TRUE;
        });
        cache.dropAfterCommit(scope);
    }

    private static GatehouseException unknown() {
        return GatehouseException.invalid("/plan", "unknown_plan", "There is no plan of this name.");
    }

    /** Two that do it at once: one of them finds that it is done. */
    private void seed() {
        if (isSeeded(scope.session())) {
            return;
        }
        try {
            Boolean ignored = database().inNewConnection(connection -> {
                new PlanTable(connection, scope.realmId()).seed(Clock.nowMs());
                return Boolean.TRUE;
            });
        } catch (RuntimeException e) {
            boolean isDone =
                    database().inNewConnection(connection -> new PlanTable(connection, scope.realmId()).isSeeded());
            if (!isDone) {
                throw e;
            }
        }
    }

    private boolean isSeeded(KeycloakSession session) {
        return database().onConnection(session, connection -> new PlanTable(connection, scope.realmId()).isSeeded());
    }

    private void lock() {
        seed();
        write(PlanTable::lock);
    }

    private interface Read<T> {
        T from(PlanTable table) throws SQLException;
    }

    private interface Write {
        void to(PlanTable table) throws SQLException;
    }

    private void change(Write write) {
        write(write);
        cache.dropAfterCommit(scope);
    }

    private void write(Write write) {
        Boolean ignored = database().onConnection(scope.session(), connection -> {
            write.to(new PlanTable(connection, scope.realmId()));
            return Boolean.TRUE;
        });
    }

    private <T> T onTable(Read<T> read) {
        return database()
                .onConnection(
                        scope.session(),
                        (Connection connection) -> read.from(new PlanTable(connection, scope.realmId())));
    }

    private Database database() {
        return scope.ports().database();
    }
}
