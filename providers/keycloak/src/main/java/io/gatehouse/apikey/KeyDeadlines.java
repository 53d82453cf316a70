package io.gatehouse.apikey;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.Lease;
import io.gatehouse.platform.RequestFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/**
 * Looks for keys whose time has come, see {@link KeyEnds}: on one node of the cluster at a time, realm by realm, in batches
 * of a transaction each. What is due is a column of the row, planned when the row is written, so that a look costs one probe
 * of an index for each realm, and nothing is forgotten by a restart. Runs on the jobs' threads, never twice at a time.
 */
public final class KeyDeadlines {
    /** Pause between two looks, in milliseconds. */
    public static final long INTERVAL_MS = 5_000;

    /** Most keys of one transaction. */
    static final int BATCH_KEYS = 100;

    /** Most batches of one realm in one run. */
    static final int MAX_BATCHES = 20;

    /** Most realms of one run. */
    static final int MAX_REALMS = 1_000;

    /** How long the others wait for a holder that died, in milliseconds. */
    private static final long LEASE_MS = 15_000;

    private final KeyStores stores;
    private final Lease lease = new Lease("api-key-deadlines", Entropy.uuid().toString(), LEASE_MS);

    /** What there is to look for. */
    private enum Kind {
        NOTICE("NOTICE_AT_MS", "gatehouse.apiKeysToTellOf") {
            @Override
            void act(KeyEnds ends, String id, long nowMs) {
                ends.tell(id, nowMs);
            }
        },
        IDLE("IDLE_LOOK_AT_MS", "gatehouse.apiKeysThatMayBeIdle") {
            @Override
            void act(KeyEnds ends, String id, long nowMs) {
                ends.revokeIfIdle(id, nowMs);
            }
        };

        private final String column;
        private final String query;

        Kind(String column, String query) {
            this.column = column;
            this.query = query;
        }

        abstract void act(KeyEnds ends, String id, long nowMs);
    }

    /** Looks in every realm. */
    public KeyDeadlines(KeyStores stores) {
        this.stores = stores;
    }

    /** Looks from now on. */
    public void start(Jobs jobs) {
        jobs.every("api-key-deadlines", INTERVAL_MS, this::run);
    }

    /** One look. A realm whose keys cannot be worked on does not hold up the others. */
    private void run() {
        long nowMs = Clock.nowMs();
        RuntimeException failure = null;
        for (Kind kind : Kind.values()) {
            for (String realmId : realmsDue(kind, nowMs)) {
                try {
                    run(kind, realmId, nowMs);
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void run(Kind kind, String realmId, long nowMs) {
        int batches = 0;
        while (batch(kind, realmId, nowMs) == BATCH_KEYS && ++batches < MAX_BATCHES) {
            // The next batch.
        }
    }

    private List<String> realmsDue(Kind kind, long nowMs) {
        return stores.ports().database().inNewConnection(connection -> {
            if (!lease.isOpen(connection)) {
                return List.<String>of();
            }
            return realmsDue(connection, kind, nowMs);
        });
    }

    private static List<String> realmsDue(Connection connection, Kind kind, long nowMs) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select r.ID from REALM r where exists"
                + " (select 1 from GATEHOUSE_API_KEY k where k.REALM_ID = r.ID and k." + kind.column
                + " <= ?) fetch first " + MAX_REALMS + " rows only")) {
            select.setLong(1, nowMs);
            List<String> realmIds = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    realmIds.add(rows.getString(1));
                }
            }
            return realmIds;
        }
    }

    /** How many keys were due. */
    private int batch(Kind kind, String realmId, long nowMs) {
        return stores.ports().database().inNewTransaction(session -> {
            boolean isHolder =
                    stores.ports().database().onConnection(session, connection -> lease.take(connection) >= 0);
            return isHolder ? batch(session, kind, realmId, nowMs) : 0;
        });
    }

    private int batch(KeycloakSession session, Kind kind, String realmId, long nowMs) {
        ApiKeys keys = stores.open(session, realmId, Caller.system(), RequestFacts.ofBackground())
                .orElse(null);
        if (keys == null) {
            return 0;
        }
        List<String> ids = stores.ports()
                .database()
                .entityManager(session)
                .createNamedQuery(kind.query, String.class)
                .setParameter("realm", realmId)
                .setParameter("now", nowMs)
                .setMaxResults(BATCH_KEYS)
                .getResultList();
        KeyEnds ends = new KeyEnds(keys);
        // In the order of ids, as whoever locks many keys does, so that two never wait for each other in a circle.
        ids.stream().sorted().forEach(id -> kind.act(ends, id, nowMs));
        return ids.size();
    }
}
