package io.gatehouse.eligibility;

import io.gatehouse.platform.GatehouseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every live revocation, in the memory of this node: loaded at start, told by cluster notices, caught up by
 * {@link RevocationPoll} every second. A question costs no query. A node that could not read the database for
 * {@link #MAX_STALENESS_MS} answers 503, never "valid". Thread-safe.
 */
public final class RevocationState {
    /** How long this node may go without reading the database, in milliseconds. */
    public static final long MAX_STALENESS_MS = 30_000;

    /** Most revocations held in memory; beyond it a token that memory does not know is looked up in the database. */
    public static final int MAX_ENTRIES = 1_000_000;

    private static final int RETRY_AFTER_SECONDS = 5;

    private record Key(String realmId, RevocationKind kind, String id) {}

    private record Entry(long notBeforeMs, long expiresAtMs) {
        Entry merge(Entry other) {
            return new Entry(Math.max(notBeforeMs, other.notBeforeMs), Math.max(expiresAtMs, other.expiresAtMs));
        }
    }

    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();
    private final Map<String, Long> changes = new ConcurrentHashMap<>();
    private final int maxEntries;
    private volatile boolean isComplete = true;
    private volatile boolean isLoaded;
    private volatile long caughtUpAtMs;
    private volatile long settledSeq;

    /** An empty state that answers 503 until it has been loaded. */
    public RevocationState() {
        this(MAX_ENTRIES);
    }

    RevocationState(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    /** Takes a revocation in; twice is as good as once. */
    void apply(Revocation revocation) {
        Key key = new Key(revocation.realmId(), revocation.kind(), revocation.id());
        if (entries.size() >= maxEntries && !entries.containsKey(key)) {
            isComplete = false;
            changes.merge(revocation.realmId(), 1L, Long::sum);
            return;
        }
        Entry entry = new Entry(revocation.notBeforeMs(), revocation.expiresAtMs());
        Entry before = entries.get(key);
        Entry after = entries.merge(key, entry, Entry::merge);
        if (!after.equals(before)) {
            changes.merge(revocation.realmId(), 1L, Long::sum);
        }
    }

    /** Notes that every row numbered up to this one was committed, and taken in, a while ago. */
    void settled(long seq) {
        settledSeq = seq;
    }

    /**
     * The number of the last row that is certain to have been seen by whatever was computed from the database by now: only
     * rows after it can be news.
     */
    public long settledSeq() {
        return settledSeq;
    }

    /** How often something changed in a realm: what was computed when it was the same is still right. */
    public long changes(String realmId) {
        return changes.getOrDefault(realmId, 0L);
    }

    /** Notes that everything committed before a moment of the node's own clock has been taken in. */
    void caughtUp(long monotonicMs) {
        caughtUpAtMs = monotonicMs;
        isLoaded = true;
    }

    /** Forgets what expired. */
    void forgetExpired(long nowMs) {
        entries.values().removeIf(entry -> entry.expiresAtMs() < nowMs);
    }

    /** Whether memory knows that something issued at that millisecond is revoked. */
    public boolean isRevoked(String realmId, RevocationKind kind, String id, long issuedAtMs) {
        Entry entry = entries.get(new Key(realmId, kind, id));
        return entry != null && issuedAtMs <= entry.notBeforeMs();
    }

    /** Whether memory holds every live revocation; false once it overflowed. */
    public boolean isComplete() {
        return isComplete;
    }

    /** @throws GatehouseException 503 when the state was never loaded or is older than {@link #MAX_STALENESS_MS} */
    public void requireFresh(long monotonicMs) {
        if (!isLoaded || monotonicMs - caughtUpAtMs > MAX_STALENESS_MS) {
            throw GatehouseException.unavailable(
                    "The revocation state of this node is not current; nothing can be called valid now.",
                    RETRY_AFTER_SECONDS);
        }
    }
}
