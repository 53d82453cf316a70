package io.gatehouse.verifier;

import io.gatehouse.core.token.StatusListToken;
import io.gatehouse.core.token.StatusReference;
import io.gatehouse.core.token.TokenException;
import io.gatehouse.verifier.VerificationException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The realm's status lists in memory.
 *
 * <pre>
 *   age of the list                     what happens
 *   under its ttl                       answered from memory
 *   its ttl to the greatest age         fetched by one thread; meanwhile, or when that fails, from memory
 *   over the greatest age, or expired   fetched; when that fails, nothing is known
 * </pre>
 *
 * <p>The greatest age also shortens a longer ttl. A list that cannot be had is tried again once a second. At most
 * {@value #MAX_LISTS} lists are kept, those asked for last. Thread-safe: one thread fetches a list, others wait for it only
 * when they cannot answer without.
 */
final class StatusListCache {

    /** Most lists kept; each has at most 128 KiB. */
    static final int MAX_LISTS = 256;

    /** Shortest time between two fetches of one list. */
    static final Duration FETCH_INTERVAL = Duration.ofSeconds(1);

    private static final long MS_PER_SECOND = 1000;

    /** Where lists come from: fetched and verified for their address. */
    interface Source {
        StatusListToken fetch(String uri) throws IOException, TokenException, VerificationException;
    }

    private record Copy(StatusListToken token, long fetchedAtMs) {}

    private static final class Slot {
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile @Nullable Copy copy;
        private volatile @Nullable Exception lastFailure;
        private @Nullable Long attemptedAtMs;
    }

    private final Source source;
    private final Clock clock;
    private final long maxAgeMs;
    private final Map<String, Slot> slots = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Slot> eldest) {
            return size() > MAX_LISTS;
        }
    };

    StatusListCache(Source source, Clock clock, Duration maxAge) {
        this.source = source;
        this.clock = clock;
        this.maxAgeMs = maxAge.toMillis();
    }

    /**
     * Whether the token with this place is revoked.
     *
     * @throws VerificationException {@code STATUS_UNAVAILABLE} when nobody knows, {@code MALFORMED} when the list has no such
     *     place
     */
    boolean isRevoked(StatusReference place) throws VerificationException {
        Slot slot = slot(place.uri());
        Copy copy = usable(slot);
        if (copy == null || !isFresh(copy)) {
            copy = refreshed(slot, place.uri(), copy);
        }
        if (copy == null) {
            throw new VerificationException(
                    Reason.STATUS_UNAVAILABLE,
                    "the token's status list could not be had, so that nobody knows whether it is revoked",
                    slot.lastFailure);
        }
        try {
            return copy.token().list().isInvalid(place.index());
        } catch (IndexOutOfBoundsException e) {
            throw new VerificationException(Reason.MALFORMED, "the token's status list has no such place");
        }
    }

    private @Nullable Copy refreshed(Slot slot, String uri, @Nullable Copy stale) {
        if (stale == null) {
            slot.fetching.lock();
        } else if (!slot.fetching.tryLock()) {
            return stale;
        }
        try {
            Copy present = usable(slot);
            // Another thread may have fetched it while this one waited.
            if (present == null || !isFresh(present)) {
                fetchIfDue(slot, uri);
            }
        } finally {
            slot.fetching.unlock();
        }
        return usable(slot);
    }

    private void fetchIfDue(Slot slot, String uri) {
        long nowMs = clock.millis();
        Long lastMs = slot.attemptedAtMs;
        // The distance in both directions, so that a clock set back does not stop the fetching.
        if (lastMs != null && Math.abs(nowMs - lastMs) < FETCH_INTERVAL.toMillis()) {
            return;
        }
        slot.attemptedAtMs = nowMs;
        try {
            slot.copy = new Copy(source.fetch(uri), nowMs);
            slot.lastFailure = null;
        } catch (IOException | TokenException | VerificationException | RuntimeException e) {
            // Whatever went wrong, the answer is the same: the old list while it is usable, else none.
            slot.lastFailure = e;
        }
    }

    private Slot slot(String uri) {
        synchronized (slots) {
            return slots.computeIfAbsent(uri, key -> new Slot());
        }
    }

    private @Nullable Copy usable(Slot slot) {
        Copy copy = slot.copy;
        boolean isUsable = copy != null
                && age(copy) < maxAgeMs
                && clock.millis() < copy.token().expiresAtSeconds() * MS_PER_SECOND;
        return isUsable ? copy : null;
    }

    private boolean isFresh(Copy copy) {
        // A ttl beyond the greatest age would overflow when multiplied.
        return copy.token().ttlSeconds() > maxAgeMs / MS_PER_SECOND
                || age(copy) < copy.token().ttlSeconds() * MS_PER_SECOND;
    }

    private long age(Copy copy) {
        return Math.abs(clock.millis() - copy.fetchedAtMs());
    }
}
