package io.gatehouse.apikey;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;

/**
 * What this node has given out of rate limits and not told the others yet, and what all nodes together have given out. Told
 * every {@link RateBuckets#EXCHANGE_INTERVAL_MS}. Thread-safe.
 */
final class RateUse {
    /** Most windows that are not told yet; with more, further limited keys are answered 503. */
    static final int MAX_WINDOWS = 500_000;

    /** Most rows of one transaction, and most ids of one query. */
    static final int BATCH = 500;

    private static final int LOCK_WAIT_SECONDS = 3;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final String nodeId = Entropy.uuid().toString();
    private final Map<RateWindow, Long> untold = new ConcurrentHashMap<>();

    // Written while what was committed is taken out of the untold: who adds up both then would count it twice.
    private final ReentrantReadWriteLock telling = new ReentrantReadWriteLock();

    /** @throws GatehouseException 503 when too much is untold */
    void add(RateWindow window, long used) {
        if (untold.size() >= MAX_WINDOWS && !untold.containsKey(window)) {
            throw unavailable();
        }
        untold.merge(window, used, Long::sum);
    }

    /** What this node has given out and not told. */
    long untold(RateWindow window) {
        return untold.getOrDefault(window, 0L);
    }

    /**
     * What all nodes have given out of an account's windows, as far as they have told, and this one in any case. Reads on the
     * session's own connection.
     *
     * @throws GatehouseException 503 when the database is so slow that a running exchange does not end
     */
    Map<RateWindow, Long> used(Database database, KeycloakSession session, MeterId account) {
        lockForReading();
        try {
            Map<RateWindow, Long> used = database.onConnection(session, connection -> new RateUseTable(connection)
                    .totals(account.realmId(), List.of(account.id()), Clock.nowMs()));
            untold.forEach((window, count) -> {
                if (window.account().equals(account)) {
                    used.merge(window, count, Long::sum);
                }
            });
            return used;
        } finally {
            telling.readLock().unlock();
        }
    }

    /** Tells the other nodes. What cannot be written is kept for the next time. */
    void tell(Database database) {
        List<Map.Entry<RateWindow, Long>> rows = new ArrayList<>(new TreeMap<>(untold).entrySet());
        if (rows.isEmpty()) {
            return;
        }
        telling.writeLock().lock();
        try {
            for (int from = 0; from < rows.size(); from += BATCH) {
                List<Map.Entry<RateWindow, Long>> batch = rows.subList(from, Math.min(from + BATCH, rows.size()));
                database.inNewConnection(connection -> {
                    new RateUseTable(connection).add(nodeId, batch);
                    return Boolean.TRUE;
                });
                batch.forEach(row -> untold.computeIfPresent(row.getKey(), (window, count) -> {
                    long left = count - row.getValue();
                    return left == 0 ? null : left;
                }));
            }
        } finally {
            telling.writeLock().unlock();
        }
    }

    /** What all nodes have told of these accounts. */
    Map<RateWindow, Long> told(Database database, Collection<MeterId> accounts) {
        Map<String, List<String>> idsByRealm = accounts.stream()
                .distinct()
                .collect(Collectors.groupingBy(MeterId::realmId, Collectors.mapping(MeterId::id, Collectors.toList())));
        Map<RateWindow, Long> told = new HashMap<>();
        idsByRealm.forEach((realmId, ids) -> {
            for (int from = 0; from < ids.size(); from += BATCH) {
                List<String> batch = ids.subList(from, Math.min(from + BATCH, ids.size()));
                told.putAll(database.inNewConnection(
                        connection -> new RateUseTable(connection).totals(realmId, batch, Clock.nowMs())));
            }
        });
        return told;
    }

    private void lockForReading() {
        try {
            if (telling.readLock().tryLock(LOCK_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw unavailable();
    }

    static GatehouseException unavailable() {
        return GatehouseException.unavailable(
                "How much of a limit is left cannot be told now; try again.", RETRY_AFTER_SECONDS);
    }
}
