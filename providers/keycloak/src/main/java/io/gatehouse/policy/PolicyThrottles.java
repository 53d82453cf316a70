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
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is left of the throttles of policies on this node. Each node counts for itself: on several, a throttle lets through at
 * most so many times its limit as there are nodes. One for each node; thread-safe.
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
     * Takes one from each count of the throttles that have a say.
     *
     * @throws GatehouseException 429 with {@code Retry-After} when one has none left; what was taken from others is not put
     *     back
     */
    void take(String realmId, Decision decision, Facts facts) {
        for (PlacedRule placed : decision.deciding()) {
            Throttle throttle = placed.rule().throttle();
            if (placed.rule().effect() == Effect.THROTTLE && throttle != null) {
                for (String what : counted(throttle.per(), facts)) {
                    take(new Count(realmId, placed.policy().id(), placed.rule().id(), throttle, what));
                }
            }
        }
    }

    private void take(Count count) {
        Bucket bucket = buckets.get(count, PolicyThrottles::full);
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            throw GatehouseException.throttled(
                    "A policy of the realm allows this " + count.throttle().limit() + " times in "
                            + count.throttle().windowSeconds() + " seconds.",
                    (int) Math.min(seconds, Throttle.MAX_WINDOW_SECONDS));
        }
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
