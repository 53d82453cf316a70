package io.gatehouse.plan;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.ClusterNotice;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which plan, as this node knows it: to count costs no query for what was counted of late. That somebody holds none
 * is remembered as well. A change of a realm's plans drops all of the realm, here after its commit and on the other nodes by
 * notice; a notice that is lost is made up for within {@link #MAX_AGE_MS}. One for each node; thread-safe.
 */
final class PlanCache {
    /** Most holders remembered. */
    static final int MAX_ENTRIES = 100_000;

    /** Longest time that an entry is used, in milliseconds. */
    static final long MAX_AGE_MS = 30_000;

    static final String TOPIC = "gatehouse-plan";

    private static final long NANOS_PER_MS = 1_000_000;

    private record Slot(String realmId, String holderId) {}

    private final Cache<Slot, Optional<HeldPlan>> plans;
    private final AtomicLong drops = new AtomicLong();

    PlanCache() {
        this(Clock::monotonicMs);
    }

    PlanCache(LongSupplier monotonicMs) {
        plans = Caffeine.newBuilder()
                .ticker(() -> monotonicMs.getAsLong() * NANOS_PER_MS)
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(Duration.ofMillis(MAX_AGE_MS))
                .executor(Runnable::run)
                .build();
    }

    void listen(ClusterNotice notices) {
        notices.listen(TOPIC, notice -> drop(notice.getOrDefault("realm", "")));
    }

    /** What things of an organization are counted against: its own plan, else the realm's. */
    HeldPlan covering(RealmScope scope, @Nullable String organizationId) {
        if (organizationId != null) {
            Optional<HeldPlan> own = of(scope, new Holder(organizationId));
            if (own.isPresent()) {
                return own.get();
            }
        }
        return of(scope, Holder.REALM).orElse(HeldPlan.NONE);
    }

    /** The plan of the holder itself. */
    Optional<HeldPlan> of(RealmScope scope, Holder holder) {
        Slot slot = new Slot(scope.realmId(), holder.id());
        Optional<HeldPlan> known = plans.getIfPresent(slot);
        if (known != null) {
            return known;
        }
        long dropsBefore = drops.get();
        Optional<HeldPlan> read = scope.ports()
                .database()
                .onConnection(scope.session(), connection -> new PlanTable(connection, scope.realmId()).of(holder))
                .map(plan -> new HeldPlan(holder, plan.name(), plan.limits()));
        plans.put(slot, read);
        if (drops.get() != dropsBefore) {
            // It may have changed while it was read: it is used this once.
            plans.invalidate(slot);
        }
        return read;
    }

    /** Forgets the realm's plans on every node once the present transaction has committed. */
    void dropAfterCommit(RealmScope scope) {
        AfterCommit.run(scope.session(), () -> drop(scope.realmId()));
        scope.ports().clusterNotice().afterCommit(scope.session(), TOPIC, Map.of("realm", scope.realmId()));
    }

    private void drop(String realmId) {
        drops.incrementAndGet();
        plans.asMap().keySet().removeIf(slot -> slot.realmId().equals(realmId));
    }
}
