package io.gatehouse.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.core.policy.Attribute;
import io.gatehouse.core.policy.Decision;
import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.core.policy.PlacedRule;
import io.gatehouse.core.policy.Throttle;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is left of the throttles of policies on this node. A count begins with the whole limit, which comes back evenly over the
 * window: so in any window a node lets through at most twice the limit, and in one that begins with rest the limit once more only as
 * it comes back. Each node counts for itself: <i>n</i> nodes let through at most <i>n</i> times as much. One for each node;
 * thread-safe.
 */
public final class PolicyThrottles {
    /** Most counts kept; whoever comes when they are full pushes out the one that was used longest ago. */
    static final int MAX_COUNTS = 100_000;

    private static final TimeMeter CLOCK = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(Clock.nowMs());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    };

    private record Count(String realmId, String policyId, String ruleId, Throttle throttle, String what) {}

    private final Cache<Count, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_COUNTS)
            .expireAfterAccess(Duration.ofSeconds(Throttle.MAX_WINDOW_SECONDS))
            .executor(Runnable::run)
            .build();

    /**
     * Takes one from each count of the throttles that have a say, or from none.
     *
     * @throws GatehouseException 429 with {@code Retry-After} when one has none left
     */
    void take(String realmId, Decision decision, Facts facts) {
        List<Bucket> taken = new ArrayList<>();
        for (Count count : counts(realmId, decision, facts)) {
            Bucket bucket = buckets.get(count, PolicyThrottles::full);
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                taken.forEach(one -> one.addTokens(1));
                throw refused(count.throttle(), probe.getNanosToWaitForRefill());
            }
            taken.add(bucket);
        }
    }

    /** Puts back what {@link #take} took for a request that something else refused afterwards; never above the limit. */
    void giveBack(String realmId, Decision decision, Facts facts) {
        for (Count count : counts(realmId, decision, facts)) {
            Bucket bucket = buckets.getIfPresent(count);
            if (bucket != null) {
                bucket.addTokens(1);
            }
        }
    }

    private static GatehouseException refused(Throttle throttle, long nanosToWait) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanosToWait) + 1;
        return GatehouseException.throttled(
                "A policy of the realm allows this %d times in %d seconds."
                        .formatted(throttle.limit(), throttle.windowSeconds()),
                (int) Math.min(seconds, Throttle.MAX_WINDOW_SECONDS));
    }

    private static List<Count> counts(String realmId, Decision decision, Facts facts) {
        List<Count> counts = new ArrayList<>();
        for (PlacedRule placed : decision.deciding()) {
            Throttle throttle = placed.rule().throttle();
            if (placed.rule().effect() == Effect.THROTTLE && throttle != null) {
                for (String what : counted(throttle.per(), facts)) {
                    counts.add(new Count(
                            realmId, placed.policy().id(), placed.rule().id(), throttle, what));
                }
            }
        }
        return counts;
    }

    /** What is not known counts as one and the same: nobody gets round a throttle by leaving it out. */
    private static List<String> counted(Throttle.Per per, Facts facts) {
        return switch (per) {
            case AGENT -> List.of(facts.text(Attribute.AGENT).orElse(""));
            case OWNER -> List.of(facts.text(Attribute.OWNER).orElse(""));
            case KEY -> List.of(facts.keyId() == null ? "" : String.valueOf(facts.keyId()));
            case SCOPE -> facts.scopes().isEmpty() ? List.of("") : facts.scopes();
            case TARGET -> facts.targets().isEmpty() ? List.of("") : facts.targets();
        };
    }

    private static Bucket full(Count count) {
        Throttle throttle = count.throttle();
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth
                        .capacity(throttle.limit())
                        .refillGreedy(throttle.limit(), Duration.ofSeconds(throttle.windowSeconds())))
                .withCustomTimePrecision(CLOCK)
                .build();
    }
}
