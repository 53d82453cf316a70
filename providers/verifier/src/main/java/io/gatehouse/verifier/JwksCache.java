package io.gatehouse.verifier;

import io.gatehouse.core.token.Ed25519PublicKey;
import io.gatehouse.verifier.VerificationException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The realm's keys in memory.
 *
 * <pre>
 *   age of the keys     key id known                         key id unknown
 *   under 5 min         answered from memory                 fetched once more, then refused
 *   5 min to 1 h        fetched by one thread; meanwhile,    the same
 *                       or when that fails, from memory
 *   over 1 h, or none   fetched; when that fails, refused    the same
 * </pre>
 *
 * <p>However many tokens with made-up key ids come, there is at most one fetch per 10 s. Thread-safe: one thread
 * fetches, others wait for it only when they cannot answer without.
 */
final class JwksCache {

    /** Age at which keys are fetched anew. */
    static final Duration FRESH_FOR = Duration.ofMinutes(5);

    /** Age up to which keys are used when they cannot be fetched anew. */
    static final Duration USABLE_FOR = Duration.ofHours(1);

    /** Shortest time between two fetches, failed ones included. */
    static final Duration FETCH_INTERVAL = Duration.ofSeconds(10);

    /** Where the keys come from. */
    interface Source {
        Map<String, Ed25519PublicKey> fetch() throws IOException;
    }

    private record Snapshot(Map<String, Ed25519PublicKey> keys, long fetchedAtMs) {}

    private final Source source;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Snapshot snapshot;
    private @Nullable Long attemptedAtMs;
    private volatile @Nullable Exception lastFailure;

    JwksCache(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * The key with that id.
     *
     * @throws VerificationException {@code UNKNOWN_KEY}, or {@code KEYS_UNAVAILABLE} when there are no usable keys
     */
    Ed25519PublicKey key(String keyId) throws VerificationException {
        Ed25519PublicKey known = find(keyId, USABLE_FOR);
        if (known != null && find(keyId, FRESH_FOR) != null) {
            return known;
        }
        if (known == null) {
            fetching.lock();
        } else if (!fetching.tryLock()) {
            return known;
        }
        try {
            // Another thread may have fetched the key while this one waited.
            if (find(keyId, FRESH_FOR) == null) {
                fetchIfDue();
            }
        } finally {
            fetching.unlock();
        }
        Ed25519PublicKey found = find(keyId, USABLE_FOR);
        if (found != null) {
            return found;
        }
        // After a failed fetch nobody knows whether the realm has the key by now.
        if (lastFailure == null && isWithin(snapshot, USABLE_FOR)) {
            throw new VerificationException(Reason.UNKNOWN_KEY, "the realm has no key with the token's key id");
        }
        throw new VerificationException(Reason.KEYS_UNAVAILABLE, "the realm's keys could not be fetched", lastFailure);
    }

    private void fetchIfDue() {
        long nowMs = clock.millis();
        Long lastMs = attemptedAtMs;
        // The distance in both directions, so that a clock set back does not stop the fetching.
        if (lastMs != null && Math.abs(nowMs - lastMs) < FETCH_INTERVAL.toMillis()) {
            return;
        }
        attemptedAtMs = nowMs;
        try {
            snapshot = new Snapshot(source.fetch(), nowMs);
            lastFailure = null;
        } catch (IOException | RuntimeException e) {
            // Whatever went wrong, the answer is the same: old keys while they are usable, else none.
            lastFailure = e;
        }
    }

    private @Nullable Ed25519PublicKey find(String keyId, Duration maxAge) {
        Snapshot current = snapshot;
        return current != null && isWithin(current, maxAge) ? current.keys().get(keyId) : null;
    }

    private boolean isWithin(@Nullable Snapshot current, Duration maxAge) {
        return current != null && Math.abs(clock.millis() - current.fetchedAtMs()) < maxAge.toMillis();
    }
}
