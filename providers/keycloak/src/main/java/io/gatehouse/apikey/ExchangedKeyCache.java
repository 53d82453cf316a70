package io.gatehouse.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.gatehouse.platform.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The keys, by realm and id, whose tokens this node has verified of late, so that verifying such a token costs no query. It
 * hears no notices: whether an entry is outdated is asked of the revocation state each time, which knows of every change of
 * a key at once on its own node and within a second on the others. One for each node; thread-safe.
 */
public final class ExchangedKeyCache {
    /** Most keys held. */
    public static final int MAX_ENTRIES = 100_000;

    /** Longest time that an entry is used without a look at the database, in milliseconds. */
    public static final long MAX_AGE_MS = ApiKeyCache.MAX_AGE_MS;

    private static final long NANOS_PER_MS = 1_000_000;

    private record Slot(String realmId, String keyId) {}

    private final Cache<Slot, ApiKey> keys;

    /** An empty cache that ages by the node's own clock. */
    public ExchangedKeyCache() {
        this(() -> Clock.monotonicMs() * NANOS_PER_MS, MAX_ENTRIES);
    }

    ExchangedKeyCache(Ticker ticker, int maxEntries) {
        this.keys = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(maxEntries)
                .expireAfterWrite(Duration.ofMillis(MAX_AGE_MS))
                .executor(Runnable::run)
                .build();
    }

    /**
     * The key with this id.
     *
     * @param isOutdated whether a key was changed after it was read
     * @param load reads it from the database; called without any lock
     */
    Optional<ApiKey> get(String realmId, String keyId, Predicate<ApiKey> isOutdated, Supplier<Optional<ApiKey>> load) {
        Slot slot = new Slot(realmId, keyId);
        ApiKey known = keys.getIfPresent(slot);
        if (known != null && !isOutdated.test(known)) {
            return Optional.of(known);
        }
        Optional<ApiKey> loaded = load.get();
        loaded.ifPresent(key -> keys.put(slot, key));
        return loaded;
    }

    /** How many keys are held now. */
    long size() {
        keys.cleanUp();
        return keys.estimatedSize();
    }
}
