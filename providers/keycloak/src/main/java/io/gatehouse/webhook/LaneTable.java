package io.gatehouse.webhook;

import io.gatehouse.core.webhook.LaneHealth;
import io.gatehouse.core.webhook.LaneHealth.Standing;
import io.gatehouse.platform.Lease;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The statements about lanes, on one connection. A lane is the queue of one endpoint and lives in the endpoint's row. Its row
 * is only ever locked by plain updates, in the order of the ids, and for milliseconds: the sequencer, which refers to it with
 * every delivery, never waits for it and nobody waits for the sequencer.
 */
final class LaneTable {
    /** Nothing is due. */
    static final long NEVER_MS = Long.MAX_VALUE;

    private static final int MAX_WAKES = 1_000;

    private final Connection connection;

    LaneTable(Connection connection) {
        this.connection = connection;
    }

    /** A lane that was leased. */
    record Leased(String webhookId, String realmId, LaneHealth health) {}

    /**
     * Says that something of the lane is due. A row of its own and not a change of the lane, so that whoever writes it, the
     * sequencer above all, holds no lock on the lane until its transaction ends.
     */
    void wake(String webhookId) throws SQLException {
        wake(List.of(webhookId));
    }

    /** As {@link #wake(String)}. */
    void wake(Collection<String> webhookIds) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into GATEHOUSE_WEBHOOK_WAKE (WEBHOOK_ID) values (?)")) {
            for (String id : webhookIds) {
                insert.setString(1, id);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Turns what {@link #wake} wrote into due lanes. What it tells of was committed with it: a release of the lane that comes
     * after sees it, and one that came before is overridden.
     *
     * @return how many
     */
    int absorbWakes(long nowMs) throws SQLException {
        List<Long> wakes = new ArrayList<>();
        TreeSet<String> webhooks = new TreeSet<>();
        try (PreparedStatement select = connection.prepareStatement("select ID, WEBHOOK_ID from GATEHOUSE_WEBHOOK_WAKE"
                        + " order by ID fetch first " + MAX_WAKES + " rows only for update skip locked");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                wakes.add(rows.getLong(1));
                webhooks.add(rows.getString(2));
            }
        }
        if (wakes.isEmpty()) {
            return 0;
        }
        try (PreparedStatement delete =
                        connection.prepareStatement("delete from GATEHOUSE_WEBHOOK_WAKE where ID = any(?)");
                PreparedStatement update = connection.prepareStatement("update GATEHOUSE_WEBHOOK set NEXT_DUE_AT_MS ="
                        + " least(NEXT_DUE_AT_MS, greatest(NOT_BEFORE_MS, ?)) where ID = ?")) {
            Array ids = connection.createArrayOf("bigint", wakes.toArray());
            delete.setArray(1, ids);
            delete.executeUpdate();
            ids.free();
            for (String id : webhooks) {
                update.setLong(1, nowMs);
                update.setString(2, id);
                update.addBatch();
            }
            update.executeBatch();
        }
        return wakes.size();
    }

    /** Whether anything waits or is due at all: the one statement of a node with nothing to do, and it locks nothing. */
    boolean isAnyDue(long nowMs) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select 1 from GATEHOUSE_WEBHOOK_WAKE union all"
                + " select 1 from GATEHOUSE_WEBHOOK where STANDING in (0, 1, 2) and NEXT_DUE_AT_MS <= ?"
                + " and LEASE_UNTIL_MS <= " + Lease.NOW_MS
                + " and IS_ACTIVE = true and DELETED_AT_MS is null fetch first 1 rows only")) {
            select.setLong(1, nowMs);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Lanes of which something is due and that nobody holds, the longest due first. */
    List<Leased> candidates(Standing standing, long nowMs, int limit) throws SQLException {
        List<Leased> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select ID, REALM_ID, FAILURES_IN_ROW, FAILING_SINCE_MS from GATEHOUSE_WEBHOOK"
                        + " where STANDING = ? and NEXT_DUE_AT_MS <= ? and LEASE_UNTIL_MS <= " + Lease.NOW_MS
                        + " and IS_ACTIVE = true and DELETED_AT_MS is null order by NEXT_DUE_AT_MS fetch first " + limit
                        + " rows only")) {
            select.setInt(1, standing.code());
            select.setLong(2, nowMs);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Leased(
                            rows.getString(1),
                            rows.getString(2),
                            new LaneHealth(rows.getInt(3), standing == Standing.TRUSTED, rows.getLong(4))));
                }
            }
        }
        return found;
    }

    /** Leases a lane for the time, by the database's clock; false when somebody else was faster. */
    boolean lease(String webhookId, String holder, long durationMs) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update GATEHOUSE_WEBHOOK set LEASE_HOLDER = ?, LEASE_UNTIL_MS = "
                        + Lease.NOW_MS + " + ? where ID = ? and LEASE_UNTIL_MS <= " + Lease.NOW_MS
                        + " and IS_ACTIVE = true and DELETED_AT_MS is null")) {
            update.setString(1, holder);
            update.setLong(2, durationMs);
            update.setString(3, webhookId);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Gives lanes back, with their health and what is due next. First the rows are locked, then it is looked what is due: the
     * other way round, what comes in between would be overlooked.
     *
     * @param ends in the order of the webhooks' ids; those whose lease another holds now are passed over
     */
    void release(List<LaneEnd> ends) throws SQLException {
        int[] held;
        try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_WEBHOOK set STANDING = ?,"
                + " FAILURES_IN_ROW = ?, FAILING_SINCE_MS = ?, NOT_BEFORE_MS = ?, LEASE_HOLDER = null,"
                + " LEASE_UNTIL_MS = " + Lease.NOW_MS + " + ? where ID = ? and LEASE_HOLDER = ?")) {
            for (LaneEnd end : ends) {
                update.setInt(1, end.health().standing().code());
                update.setInt(2, end.health().failuresInRow());
                update.setLong(3, end.health().failingSinceMs());
                update.setLong(4, end.notBeforeMs());
                update.setLong(5, end.pacingMs());
                update.setString(6, end.webhookId());
                update.setString(7, end.holder());
                update.addBatch();
            }
            held = update.executeBatch();
        }
        try (PreparedStatement update = prepareDue()) {
            for (int i = 0; i < held.length; i++) {
                if (held[i] == 1) {
                    addDue(update, ends.get(i).webhookId());
                }
            }
            update.executeBatch();
        }
    }

    /** Forgets what the lane went through: the next attempt is made at once, as if it were the first. */
    void reset(String realmId, String webhookId) throws SQLException {
        LaneHealth fresh = LaneHealth.fresh();
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_WEBHOOK set STANDING = ?, FAILURES_IN_ROW = 0, FAILING_SINCE_MS = 0,"
                        + " NOT_BEFORE_MS = 0 where ID = ? and REALM_ID = ?")) {
            update.setInt(1, fresh.standing().code());
            update.setString(2, webhookId);
            update.setString(3, realmId);
            update.executeUpdate();
        }
        wake(webhookId);
    }

    /**
     * As {@link #wake(String)} for somebody who says that the endpoint is back: the pause of an open circuit is not waited for.
     * Its failures stay counted, so a single attempt tells.
     */
    void wakeAtOnce(String realmId, String webhookId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_WEBHOOK set NOT_BEFORE_MS = 0 where ID = ? and REALM_ID = ?")) {
            update.setString(1, webhookId);
            update.setString(2, realmId);
            update.executeUpdate();
        }
        wake(webhookId);
    }

    private PreparedStatement prepareDue() throws SQLException {
        return connection.prepareStatement("update GATEHOUSE_WEBHOOK set NEXT_DUE_AT_MS = greatest(NOT_BEFORE_MS,"
                + " coalesce((select min(DUE_AT_MS) from GATEHOUSE_DELIVERY where WEBHOOK_ID = ? and STATUS = 0), "
                + NEVER_MS + ")) where ID = ?");
    }

    private static void addDue(PreparedStatement update, String webhookId) throws SQLException {
        update.setString(1, webhookId);
        update.setString(2, webhookId);
        update.addBatch();
    }
}
