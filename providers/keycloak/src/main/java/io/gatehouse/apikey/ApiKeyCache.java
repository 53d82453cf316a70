package io.gatehouse.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.ClusterNotice;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The keys that this node has seen of late, by realm and public id, so that verifying one costs no query. A change drops
 * the key here after its commit and on the other nodes by notice. A notice may be lost: whether an entry is outdated is also
 * asked of the revocation state each time, which knows of every change within a second.
 * Keys that do not exist are not remembered. One for each node; thread-safe.
 */
public final class ApiKeyCache {
    /** Most keys held. */
    public static final int MAX_ENTRIES = 100_000;

    /** Longest time that an entry is used without a look at the database, in milliseconds. */
    public static final long MAX_AGE_MS = 30_000;

    static final String TOPIC = "gatehouse-api-key";

    private static final long NANOS_PER_MS = 1_000_000;

    private record Slot(String realmId, String kid) {}

    private final Cache<Slot, StoredKey> keys;
    private final AtomicLong drops = new AtomicLong();

    /** An empty cache that ages by the node's own clock. */
    public ApiKeyCache() {
        this(() -> Clock.monotonicMs() * NANOS_PER_MS, MAX_ENTRIES);
    }

    ApiKeyCache(Ticker ticker, int maxEntries) {
        this.keys = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(maxEntries)
                .expireAfterWrite(Duration.ofMillis(MAX_AGE_MS))
                .executor(Runnable::run)
                .build();
    }

    /** Hears from now on what other nodes change. */
    public void listen(ClusterNotice notices) {
        notices.listen(TOPIC, notice -> drop(notice.getOrDefault("realm", ""), notice.getOrDefault("kid", "")));
    }

    /** Drops a key on every node once the present transaction has committed. */
    void dropAfterCommit(RealmScope scope, String kid) {
        AfterCommit.run(scope.session(), () -> drop(scope.realmId(), kid));
        scope.ports().clusterNotice().afterCommit(scope.session(), TOPIC, Map.of("realm", scope.realmId(), "kid", kid));
    }

    /**
     * The key with this public id.
     *
     * @param isOutdated whether a key was changed after it was read
     * @param load reads it from the database; called without any lock, and only when the cache does not know the key as it is
     */
    Optional<StoredKey> get(
            String realmId, String kid, Predicate<StoredKey> isOutdated, Supplier<Optional<StoredKey>> load) {
        Slot slot = new Slot(realmId, kid);
        StoredKey known = keys.getIfPresent(slot);
        if (known != null && !isOutdated.test(known)) {
            return Optional.of(known);
        }
        long dropsBefore = drops.get();
        Optional<StoredKey> loaded = load.get();
        loaded.ifPresent(key -> {
            keys.put(slot, key);
            // A key that was changed while it was read may be the old one: it is used this once and read again next
            // time.
            if (drops.get() != dropsBefore) {
                keys.invalidate(slot);
            }
        });
        return loaded;
    }

    void drop(String realmId, String kid) {
        drops.incrementAndGet();
        keys.invalidate(new Slot(realmId, kid));
    }

    /** How many keys are held now. */
    long size() {
        keys.cleanUp();
        return keys.estimatedSize();
    }
}
