package io.gatehouse.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/**
 * Looks for rows whose time has come: on one node of the cluster at a time, realm by realm, in batches of a transaction each.
 * When to look is a column of the row, planned when the row is written, so that a run in which nothing is due costs one probe
 * of an index for each realm, and nothing is forgotten by a restart. Runs on the jobs' threads, never twice at a time.
 */
public final class Deadlines {
    /** Pause between two runs, in milliseconds, unless the job says otherwise. */
    public static final long INTERVAL_MS = 5_000;

    /** Most batches of one realm in one run. */
    private static final int MAX_BATCHES = 20;

    /** Most realms of one run. */
    private static final int MAX_REALMS = 1_000;

    /** How long the others wait for a holder that died, in milliseconds. */
    private static final long LEASE_MS = 15_000;

    private final Database database;
    private final String name;
    private final Lease lease;
    private final List<Kind> kinds;
    private final long intervalMs;

    /** Works on what is due of one realm, inside a transaction that holds the lease. */
    @FunctionalInterface
    public interface Batch {
        /** @return whether there may be more, so that the next batch follows at once */
        boolean work(KeycloakSession session, String realmId, long nowMs);
    }

    /**
     * One kind of what may be due.
     *
     * @param table with REALM_ID; a constant of ours, for it is put into the statement
     * @param column when to look in milliseconds since the epoch, or null; a constant of ours too
     * @param batch must move the column on, or take it away, in every row that it finds
     */
    public record Kind(String table, String column, Batch batch) {}

    /** @param name of the job and of its lease, a row of GATEHOUSE_LEASE */
    public Deadlines(Database database, String name, List<Kind> kinds) {
        this(database, name, INTERVAL_MS, kinds);
    }

    /** As the other, with a pause between two runs of its own: for what people wait for. */
    public Deadlines(Database database, String name, long intervalMs, List<Kind> kinds) {
        this.intervalMs = intervalMs;
        this.database = database;
        this.name = name;
        this.lease = new Lease(name, Entropy.uuid().toString(), LEASE_MS);
        this.kinds = List.copyOf(kinds);
    }

    /** Looks from now on. */
    public void start(Jobs jobs) {
        jobs.every(name, intervalMs, this::run);
    }

    /** Lets another node go on at once; called when the jobs have ended. */
    public void giveBack() {
        Boolean ignored = database.inNewConnection(connection -> {
            lease.giveBack(connection);
            return true;
        });
    }

    /** One run. A realm that cannot be worked on does not hold up the others. */
    private void run() {
        long nowMs = Clock.nowMs();
        RuntimeException failure = null;
        for (Kind kind : kinds) {
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
        while (batch(kind, realmId, nowMs) && ++batches < MAX_BATCHES) {
            // The next batch.
        }
    }

    private boolean batch(Kind kind, String realmId, long nowMs) {
        return database.inNewTransaction(session -> {
            boolean isHolder = database.onConnection(session, connection -> lease.take(connection) >= 0);
            return isHolder && kind.batch().work(session, realmId, nowMs);
        });
    }

    private List<String> realmsDue(Kind kind, long nowMs) {
        return database.inNewConnection(
                connection -> lease.isOpen(connection) ? realmsDue(connection, kind, nowMs) : List.<String>of());
    }

    private static List<String> realmsDue(Connection connection, Kind kind, long nowMs) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select r.ID from REALM r where exists (select 1 from " + kind.table
                        + " t where t.REALM_ID = r.ID and t." + kind.column + " <= ?) fetch first " + MAX_REALMS
                        + " rows only")) {
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
}
