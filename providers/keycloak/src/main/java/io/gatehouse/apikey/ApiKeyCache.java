package io.gatehouse.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.ClusterNotice;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The keys that this node has seen of late, by realm and public id, so that verifying one costs no query. A change drops
 * the key here after its commit and on the other nodes by notice. A notice may be lost: whether an entry is outdated is also
 * asked of the revocation state each time, which knows of every change within a second.
 * That a key does not exist is remembered too, apart from the others: were it asked for each time, the time taken would tell
 * whether a public id is that of a key. One for each node; thread-safe.
 */
public final class ApiKeyCache {
    /** Most keys held. */
    public static final int MAX_ENTRIES = 100_000;

    /** Longest time that an entry is used without a look at the database, in milliseconds. */
    public static final long MAX_AGE_MS = 30_000;

    /** Most absent keys remembered: whoever asks for more of them makes room in here alone. */
    static final int MAX_ABSENT = 10_000;

    static final String TOPIC = "gatehouse-api-key";

    private static final long NANOS_PER_MS = 1_000_000;

    private record Slot(String realmId, String kid) {}

    private final Cache<Slot, StoredKey> keys;
    private final Cache<Slot, Boolean> absent;
    private final AtomicLong drops = new AtomicLong();

    /** An empty cache that ages by the node's own clock. */
    public ApiKeyCache() {
        this(() -> Clock.monotonicMs() * NANOS_PER_MS, MAX_ENTRIES);
    }

    ApiKeyCache(Ticker ticker, int maxEntries) {
        this.absent = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MAX_ABSENT)
                .expireAfterWrite(Duration.ofMillis(MAX_AGE_MS))
                .executor(Runnable::run)
                .build();
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
     * Forgets on every node, once the present transaction has committed, which keys there are not: for keys whose text may
     * have been presented before they came. Nobody can have presented a key that was made here.
     */
    void forgetAbsentAfterCommit(RealmScope scope) {
        dropAfterCommit(scope, "");
    }

    /** As {@link #get(String, List, Predicate, Supplier)} for one public id. */
    Optional<StoredKey> get(
            String realmId, String kid, Predicate<StoredKey> isOutdated, Supplier<Optional<StoredKey>> load) {
        return get(realmId, List.of(kid), isOutdated, load);
    }

    /**
     * The key with one of these public ids: an imported key may be found under several.
     *
     * @param kids at least one
     * @param isOutdated whether a key was changed after it was read
     * @param load reads it from the database; called without any lock, and only when the cache does not know the key as it is
     */
    Optional<StoredKey> get(
            String realmId, List<String> kids, Predicate<StoredKey> isOutdated, Supplier<Optional<StoredKey>> load) {
        for (String kid : kids) {
            StoredKey known = keys.getIfPresent(new Slot(realmId, kid));
            if (known != null && !isOutdated.test(known)) {
                return Optional.of(known);
            }
        }
        if (kids.stream().allMatch(kid -> absent.getIfPresent(new Slot(realmId, kid)) != null)) {
            return Optional.empty();
        }
        long dropsBefore = drops.get();
        Optional<StoredKey> loaded = load.get();
        if (loaded.isEmpty() && drops.get() == dropsBefore) {
            kids.forEach(kid -> absent.put(new Slot(realmId, kid), true));
        }
        loaded.ifPresent(key -> {
            Slot slot =
                    new Slot(realmId, kids.size() == 1 ? kids.get(0) : key.key().kid());
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
        if (kid.isEmpty()) {
            absent.asMap().keySet().removeIf(slot -> slot.realmId().equals(realmId));
        } else {
            keys.invalidate(new Slot(realmId, kid));
        }
    }

    /** How many keys are held now. */
    long size() {
        keys.cleanUp();
        return keys.estimatedSize();
    }
}
