package io.gatehouse.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.gatehouse.core.limit.LimitReading;
import io.gatehouse.core.limit.RateLimit;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/**
 * The rate limits of API keys on this node. A use is decided in memory. Each node tells the others what it has given out, and
 * hears what they have, every {@link #EXCHANGE_INTERVAL_MS}: on one node a limit is exact, on several it is exceeded at most
 * by what the others give out in two exchanges (docs/adr/0018-limits-of-keys.md). Buckets that were not used for a while are
 * forgotten and made anew from what was told, so that a restart or an eviction hands out nothing. One for each node;
 * thread-safe.
 */
final class RateBuckets {
    /** Pause between two exchanges with the other nodes, in milliseconds. */
    static final long EXCHANGE_INTERVAL_MS = 1_000;

    /** Most accounts with buckets. */
    static final int MAX_ENTRIES = 100_000;

    /** How long unused buckets are kept, in milliseconds. */
    static final long KEPT_MS = 30_000;

    private static final long NANOS_PER_MS = 1_000_000;

    private record Slot(MeterId account, List<RateLimit> limits) {}

    private final RateUse use = new RateUse();
    private final Cache<Slot, KeyBuckets> buckets;

    private final Database database;

    RateBuckets(Database database) {
        this(database, () -> Clock.monotonicMs() * NANOS_PER_MS, MAX_ENTRIES);
    }

    RateBuckets(Database database, Ticker ticker, int maxEntries) {
        this.database = database;
        this.buckets = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(maxEntries)
                .expireAfterAccess(Duration.ofMillis(KEPT_MS))
                .executor(Runnable::run)
                .build();
    }

    /**
     * Takes a use from all rate limits that count for it, or from none.
     *
     * @throws io.gatehouse.platform.GatehouseException 503, see {@link KeyBuckets#take}
     */
    RateOutcome take(KeycloakSession session, ApiKey key, ApiKeyUse wanted, long nowMs) {
        MeterId account = MeterId.of(key);
        List<RateLimit> counted = key.limits().rateLimitsOf(wanted.resource());
        return of(key).take(counted, wanted.cost(), nowMs, () -> use.used(database, session, account));
    }

    /**
     * Puts back what was taken for a use that something else refused.
     *
     * @return where the limits stand now
     */
    List<LimitReading> giveBack(ApiKey key, RateOutcome taken, int cost) {
        return taken.windows().isEmpty() ? taken.readings() : of(key).giveBack(taken, cost);
    }

    /** Tells the other nodes what was given out here, and takes from the buckets what they have given out. */
    synchronized void exchange() {
        use.tell(database);
        List<KeyBuckets> present = List.copyOf(buckets.asMap().values());
        if (!present.isEmpty()) {
            Map<RateWindow, Long> told =
                    use.told(database, present.stream().map(KeyBuckets::account).toList());
            present.forEach(some -> some.align(told));
        }
    }

    /** Forgets windows that ended long ago. */
    void purge() {
        database.inNewConnection(connection -> {
            new RateUseTable(connection).purge(Clock.nowMs());
            return Boolean.TRUE;
        });
    }

    private KeyBuckets of(ApiKey key) {
        List<RateLimit> limits = key.limits().rateLimits();
        return buckets.get(new Slot(MeterId.of(key), limits), slot -> new KeyBuckets(slot.account(), limits, use));
    }
}
