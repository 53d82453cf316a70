package io.gatehouse.plan;

import io.gatehouse.core.plan.Month;
import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Allotments;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.PlanSettings;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RequestFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * What is used of the monthly limits, counted in the memory of this node and written down every {@link #FLUSH_INTERVAL_MS}: a
 * use itself writes nothing. Each use is written at most once, so that nobody is billed for what was not used; a node that is
 * killed loses what it counted since its last flush, which is at most that interval. Between two flushes a node does not know
 * what the others count: together they may go past a limit by what they take in two intervals. One for each node;
 * thread-safe. Long because taking, writing down and what is between them must agree on every count.
 */
final class UsageMeters {
    /** Pause between two flushes, in milliseconds: the most use that a crash can lose. */
    static final long FLUSH_INTERVAL_MS = 5_000;

    /** A meter that was not used for so many flushes is forgotten. */
    static final int MAX_IDLE_FLUSHES = 12;

    private static final int DAYS = 31;
    private static final Logger LOG = Logger.getLogger(UsageMeters.class);

    /** What a meter counts. */
    record Slot(String realmId, Holder holder, PlanLimit limit, Month month) {
        /** All nodes write in this order, so that two never wait for each other in a circle. */
        static final Comparator<Slot> ORDER = Comparator.comparing(
                        (Slot slot) -> slot.holder().id())
                .thenComparing(Slot::limit)
                .thenComparing(slot -> slot.month().beginMs());
    }

    /** A meter, and the day of the month on which it counts. */
    record Use(Meter meter, int day) implements Allotments.Taken {
        @Override
        public void count() {
            meter.count(day);
        }

        @Override
        public void giveBack() {
            meter.giveBack();
        }
    }

    private record Zoned(String attribute, Month month) {}

    /** What one flush writes of one meter. */
    private static final class Draft {
        private final Slot slot;
        private final Meter meter;
        private final long[] byDay = new long[DAYS + 1];

        /** What the database holds afterwards, null while nothing is written. */
        private @Nullable Long total;

        Draft(Slot slot, Meter meter) {
            this.slot = slot;
            this.meter = meter;
            for (int day = 1; day <= DAYS; day++) {
                byDay[day] = meter.drain(day);
            }
        }

        long amount() {
            long sum = 0;
            for (long amount : byDay) {
                sum += amount;
            }
            return sum;
        }

        void restore() {
            for (int day = 1; day <= DAYS; day++) {
                meter.restore(day, byDay[day]);
            }
        }
    }

    private final PlanCache plans;
    private final Map<Slot, Meter> meters = new ConcurrentHashMap<>();
    private final Map<String, Zoned> months = new ConcurrentHashMap<>();

    UsageMeters(PlanCache plans) {
        this.plans = plans;
    }

    /** The present month of a realm, which is computed anew only when it has ended or the realm moved to another zone. */
    Month month(RealmScope scope) {
        long nowMs = Clock.nowMs();
        String attribute = String.valueOf(scope.realm().getAttribute(PlanSettings.TIME_ZONE_ATTRIBUTE));
        Zoned known = months.get(scope.realmId());
        if (known != null
                && known.attribute().equals(attribute)
                && known.month().contains(nowMs)) {
            return known.month();
        }
        Month month = Month.of(nowMs, PlanSettings.of(scope.realm()).zone());
        months.put(scope.realmId(), new Zoned(attribute, month));
        return month;
    }

    /**
     * Takes one of a monthly limit.
     *
     * @return where to count it once it has happened; null when none is left
     */
    @Nullable
    Use take(RealmScope scope, HeldPlan plan, PlanLimit limit) {
        Month month = month(scope);
        Slot slot = new Slot(scope.realmId(), plan.holder(), limit, month);
        Long max = plan.limits().of(limit);
        while (true) {
            Meter meter = meters.computeIfAbsent(slot, key -> new Meter());
            if (max != null && !meter.isRead()) {
                read(scope, slot, meter);
            }
            Meter.Outcome outcome = meter.take(max);
            if (outcome == Meter.Outcome.TAKEN) {
                return new Use(meter, Month.day(Clock.nowMs(), month.zone()).getDayOfMonth());
            }
            if (outcome == Meter.Outcome.FULL) {
                return null;
            }
            boolean ignored = meters.remove(slot, meter);
        }
    }

    /** How much of a monthly limit this node knows to be used. */
    long used(RealmScope scope, Holder holder, PlanLimit limit) {
        Slot slot = new Slot(scope.realmId(), holder, limit, month(scope));
        Meter meter = meters.get(slot);
        if (meter != null && meter.isRead()) {
            return meter.used();
        }
        long written = scope.ports().database().onConnection(scope.session(), connection -> new UsageTable(
                        connection, slot.realmId())
                .used(holder, limit, slot.month()));
        return written + (meter == null ? 0 : meter.used());
    }

    /** The one read that a month with a limit takes on each node. */
    private static void read(RealmScope scope, Slot slot, Meter meter) {
        synchronized (meter) {
            if (!meter.isRead()) {
                long total = scope.ports().database().onConnection(scope.session(), connection -> new UsageTable(
                                connection, slot.realmId())
                        .used(slot.holder(), slot.limit(), slot.month()));
                meter.settle(total, 0);
            }
        }
    }

    /** Writes down what was counted so far, realm by realm; one that fails does not hold up the others. */
    synchronized void flush(Ports ports) {
        Map<String, List<Slot>> byRealm = new TreeMap<>();
        for (Slot slot : List.copyOf(meters.keySet())) {
            byRealm.computeIfAbsent(slot.realmId(), key -> new ArrayList<>()).add(slot);
        }
        byRealm.forEach((realmId, slots) -> {
            slots.sort(Slot.ORDER);
            flush(ports, realmId, slots);
        });
    }

    private void flush(Ports ports, String realmId, List<Slot> slots) {
        List<Draft> drafts = new ArrayList<>();
        for (Slot slot : slots) {
            Meter meter = meters.get(slot);
            if (meter != null) {
                drafts.add(new Draft(slot, meter));
            }
        }
        boolean[] isWritten = new boolean[1];
        try {
            ports.database().runInNewTransaction(session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                if (realm == null) {
                    return;
                }
                session.getContext().setRealm(realm);
                RealmScope scope = new RealmScope(session, realm, ports, RequestFacts.ofBackground());
                for (Draft draft : drafts) {
                    draft.total = write(scope, draft);
                }
                isWritten[0] = true;
            });
        } catch (RuntimeException e) {
            if (isWritten[0]) {
                // The commit failed, and it is not known how: what may be written already is not written again.
                drafts.forEach(draft -> draft.meter.drop(draft.amount()));
            } else {
                drafts.forEach(Draft::restore);
            }
            LOG.warnf(e, "Gatehouse could not write down what realm %s used", realmId);
            return;
        }
        for (Draft draft : drafts) {
            Long total = draft.total;
            if (total == null) {
                meters.remove(draft.slot);
            } else {
                draft.meter.settle(total, draft.amount());
                if (draft.meter.retire(MAX_IDLE_FLUSHES)) {
                    boolean ignored = meters.remove(draft.slot, draft.meter);
                }
            }
        }
    }

    private long write(RealmScope scope, Draft draft) {
        Slot slot = draft.slot;
        long total = scope.ports().database().onConnection(scope.session(), connection -> {
            UsageTable table = new UsageTable(connection, slot.realmId());
            for (int day = 1; day <= DAYS; day++) {
                if (draft.byDay[day] > 0) {
                    table.add(slot.holder(), slot.limit(), slot.month().month().atDay(day), draft.byDay[day]);
                }
            }
            return table.used(slot.holder(), slot.limit(), slot.month());
        });
        plans.of(scope, slot.holder()).ifPresent(plan -> tell(scope, plan, slot, total));
        return total;
    }

    private static void tell(RealmScope scope, HeldPlan plan, Slot slot, long total) {
        Long max = plan.limits().of(slot.limit());
        if (max == null) {
            return;
        }
        OptionalInt percent = scope.ports()
                .database()
                .onConnection(scope.session(), connection -> told(connection, slot, total, max));
        if (percent.isPresent()) {
            PlanEvents.limitReached(
                    new Events(scope, Caller.system()),
                    plan,
                    slot.limit(),
                    new PlanEvents.Reached(
                            max, total, percent.getAsInt(), slot.month().text()));
        }
    }

    private static OptionalInt told(Connection connection, Slot slot, long total, long max) throws SQLException {
        return new CountTable(connection, slot.realmId(), slot.holder(), slot.limit())
                .tell(total, max, slot.month().text());
    }
}
