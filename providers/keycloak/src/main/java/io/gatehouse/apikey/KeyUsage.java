package io.gatehouse.apikey;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts how often keys are found valid, in memory, and writes it down every {@link #FLUSH_INTERVAL_MS}: a verification itself
 * writes nothing. A crash loses at most what was counted since then, and a graceful stop nothing when it calls
 * {@link #flush}. Failed and refused verifications are not counted. One for each node; thread-safe.
 */
public final class KeyUsage {
    /** Pause between two flushes, in milliseconds: the most use that a crash can lose. */
    public static final long FLUSH_INTERVAL_MS = 10_000;

    /** Most keys counted between two flushes; further ones are not counted until the next. */
    public static final int MAX_KEYS = 100_000;

    /** Most rows of one transaction, so that no row is locked for long. */
    static final int BATCH_ROWS = 1_000;

    /** Which key. */
    record Counted(String realmId, String keyId) implements Comparable<Counted> {
        /** All nodes update in this order, so that two flushes never wait for each other in a circle. */
        @Override
        public int compareTo(Counted other) {
            int byId = keyId.compareTo(other.keyId);
            return byId != 0 ? byId : realmId.compareTo(other.realmId);
        }
    }

    /** How often, and when last. */
    record Tally(long uses, long lastAtMs) {
        Tally plus(Tally other) {
            return new Tally(uses + other.uses, Math.max(lastAtMs, other.lastAtMs));
        }
    }

    // Immutable tallies merged in place of adders: what is taken out for a flush can then not be added to any more.
    private final Map<Counted, Tally> tallies = new ConcurrentHashMap<>();
    private final int maxKeys;

    /** Counts from now on; {@link #flush} is for a job to call. */
    public KeyUsage() {
        this(MAX_KEYS);
    }

    KeyUsage(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    /** Writes down what was counted so far. What cannot be written is counted again. */
    public synchronized void flush(Database database) {
        List<Map.Entry<Counted, Tally>> rows = drain();
        for (int from = 0; from < rows.size(); from += BATCH_ROWS) {
            int end = Math.min(from + BATCH_ROWS, rows.size());
            List<Map.Entry<Counted, Tally>> batch = rows.subList(from, end);
            try {
                database.runInNewTransaction(session -> write(database.entityManager(session), batch));
            } catch (RuntimeException e) {
                rows.subList(from, rows.size())
                        .forEach(row -> tallies.merge(row.getKey(), row.getValue(), Tally::plus));
                throw e;
            }
        }
    }

    void count(ApiKey key) {
        Counted counted = new Counted(key.realmId(), key.id());
        if (tallies.size() < maxKeys || tallies.containsKey(counted)) {
            tallies.merge(counted, new Tally(1, Clock.nowMs()), Tally::plus);
        }
    }

    /** Takes out what was counted, in the order of the keys' ids. */
    List<Map.Entry<Counted, Tally>> drain() {
        Map<Counted, Tally> drained = new TreeMap<>();
        for (Counted counted : List.copyOf(tallies.keySet())) {
            Tally tally = tallies.remove(counted);
            if (tally != null) {
                drained.put(counted, tally);
            }
        }
        return new ArrayList<>(drained.entrySet());
    }

    private static void write(EntityManager em, List<Map.Entry<Counted, Tally>> rows) {
        for (Map.Entry<Counted, Tally> row : rows) {
            em.createNamedQuery("gatehouse.countApiKeyUse")
                    .setParameter("uses", row.getValue().uses())
                    .setParameter("at", row.getValue().lastAtMs())
                    .setParameter("realm", row.getKey().realmId())
                    .setParameter("id", row.getKey().keyId())
                    .executeUpdate();
        }
    }
}
