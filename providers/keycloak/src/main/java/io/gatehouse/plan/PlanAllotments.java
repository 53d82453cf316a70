package io.gatehouse.plan;

import io.gatehouse.core.plan.Month;
import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Allotments;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RealmScope;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;

/**
 * Holds everything that is made or used against the plans of its realm. A realm without plans pays for a look into memory and,
 * for tokens and verifications, one number counted up there.
 */
public final class PlanAllotments implements Allotments {
    private static final long PURGE_INTERVAL_MS = 60_000;

    private final PlanCache plans = new PlanCache();
    private final UsageMeters meters = new UsageMeters(plans);

    /** Begins to hear of changes, and to write down what is used. */
    public void start(Ports ports, Jobs jobs) {
        plans.listen(ports.clusterNotice());
        jobs.every("plan-usage", UsageMeters.FLUSH_INTERVAL_MS, () -> flush(ports));
        jobs.every("plan-purge", PURGE_INTERVAL_MS, () -> purge(ports.database()));
    }

    /** Writes down what was counted so far. */
    public void flush(Ports ports) {
        meters.flush(ports);
    }

    private static void purge(Database database) {
        Boolean ignored = database.inNewConnection(connection -> {
            BillingEventTable.purge(connection, Clock.nowMs());
            UsageTable.purge(connection, Month.day(Clock.nowMs(), ZoneOffset.UTC));
            return Boolean.TRUE;
        });
    }

    PlanCache plans() {
        return plans;
    }

    UsageMeters meters() {
        return meters;
    }

    @Override
    public void reserve(RealmScope scope, PlanLimit limit, @Nullable String organizationId) {
        HeldPlan plan = plans.covering(scope, organizationId);
        Long max = plan.limits().of(limit);
        if (max == null) {
            return;
        }
        // What this transaction made before must be counted, too.
        scope.entityManager().flush();
        long nowMs = Clock.nowMs();
        CountTable.Reservation made = scope.ports()
                .database()
                .onConnection(
                        scope.session(), connection -> new CountTable(connection, scope.realmId(), plan.holder(), limit)
                                .reserve(max, nowMs, () -> new CountedRows(connection, scope.realmId())
                                        .count(limit, plan.holder(), nowMs)));
        if (!made.isTaken()) {
            throw plan.refusal(scope, limit, max, made.used());
        }
        tell(scope, plan, limit, max, made.used());
    }

    /**
     * Counts somebody who has just joined an organization, in the transaction that lets them in: all who want the last seat wait
     * for each other at the row's lock. Seats are always counted, since nobody who leaves comes here.
     *
     * @throws io.gatehouse.platform.GatehouseException 402 {@code plan_limit_reached} when that is one too many
     */
    public void takeSeat(RealmScope scope, String organizationId) {
        HeldPlan plan = plans.covering(scope, organizationId);
        Long max = plan.limits().of(PlanLimit.SEATS);
        if (max == null) {
            return;
        }
        Boolean ignored = scope.ports().database().onConnection(scope.session(), connection -> {
            new CountTable(connection, scope.realmId(), plan.holder(), PlanLimit.SEATS).lock();
            return Boolean.TRUE;
        });
        long used = new Seats(scope).used(plan.holder());
        if (used > max) {
            throw plan.refusal(scope, PlanLimit.SEATS, max, used - 1);
        }
        tell(scope, plan, PlanLimit.SEATS, max, used);
    }

    private void tell(RealmScope scope, HeldPlan plan, PlanLimit limit, long max, long used) {
        String month = meters.month(scope).text();
        OptionalInt percent = scope.ports().database().onConnection(scope.session(), connection -> new CountTable(
                        connection, scope.realmId(), plan.holder(), limit)
                .tell(used, max, month));
        if (percent.isPresent()) {
            PlanEvents.limitReached(
                    new Events(scope, Caller.system()),
                    plan,
                    limit,
                    new PlanEvents.Reached(max, used, percent.getAsInt(), month));
        }
    }

    @Override
    public void takeToken(RealmScope scope, @Nullable String organizationId) {
        HeldPlan plan = plans.covering(scope, organizationId);
        PlanLimit limit = PlanLimit.TOKENS_PER_MONTH;
        UsageMeters.Use use = meters.take(scope, plan, limit);
        if (use == null) {
            Long max = plan.limits().of(limit);
            long most = max == null ? 0 : max;
            throw plan.refusal(scope, limit, most, most);
        }
        scope.session().getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                use.count();
            }

            @Override
            protected void rollbackImpl() {
                use.giveBack();
            }
        });
    }

    @Override
    public @Nullable Taken takeVerification(RealmScope scope, @Nullable String organizationId) {
        return meters.take(scope, plans.covering(scope, organizationId), PlanLimit.VERIFICATIONS_PER_MONTH);
    }
}
