package io.gatehouse.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A lease that one node of the cluster holds at a time: a row of GATEHOUSE_LEASE, by the database's clock, because the
 * nodes' clocks may differ. The holder works inside the transaction that {@link #take takes} the row, so that even a holder
 * whose lease ran out unnoticed cannot work beside its successor.
 *
 * @param name the row
 * @param holder who asks: a random id of this node
 * @param durationMs how long a lease outlives its holder, in milliseconds
 */
public record Lease(String name, String holder, long durationMs) {
    /** The start of the transaction in milliseconds, on every database of Keycloak that we support. */
    public static final String NOW_MS = "cast(extract(epoch from current_timestamp) * 1000 as bigint)";

    /**
     * What the row said.
     *
     * @param holder who held it
     * @param leftMs how long it is still held, in milliseconds; 0 or less when it has run out
     * @param version changes with every take
     */
    public record State(String holder, long leftMs, long version) {}

    /** Whether this node may try: it holds the lease, or nobody does any longer. Reads without a lock. */
    public boolean isOpen(Connection connection) throws SQLException {
        State state = read(connection, "");
        return state != null && isOpen(state);
    }

    /** How much of this node's lease is left, in milliseconds; 0 or less when it does not hold it. */
    public long leftMs(Connection connection) throws SQLException {
        State state = read(connection, "");
        return state != null && holder.equals(state.holder()) ? state.leftMs() : 0;
    }

    /**
     * Takes or renews the lease and keeps its row locked until the transaction ends.
     *
     * @return the version before, or -1 when another node holds the lease or is taking it now
     */
    public long take(Connection connection) throws SQLException {
        State state = read(connection, " for update skip locked");
        if (state == null || !isOpen(state)) {
            return -1;
        }
        try (PreparedStatement update =
                connection.prepareStatement("update GATEHOUSE_LEASE set HOLDER = ?, EXPIRES_AT_MS = " + NOW_MS
                        + " + ?, VERSION = VERSION + 1 where NAME = ?")) {
            update.setString(1, holder);
            update.setLong(2, durationMs);
            update.setString(3, name);
            update.executeUpdate();
        }
        return state.version();
    }

    /** Ends this node's lease, so that another node need not wait until it runs out. Does nothing when this node does not hold it. */
    public void giveBack(Connection connection) throws SQLException {
        State state = read(connection, " for update skip locked");
        if (state != null && holder.equals(state.holder())) {
            try (PreparedStatement update =
                    connection.prepareStatement("update GATEHOUSE_LEASE set EXPIRES_AT_MS = 0 where NAME = ?")) {
                update.setString(1, name);
                update.executeUpdate();
            }
        }
    }

    private boolean isOpen(State state) {
        return holder.equals(state.holder()) || state.leftMs() <= 0;
    }

    private @org.jspecify.annotations.Nullable State read(Connection connection, String lock) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select HOLDER, EXPIRES_AT_MS - " + NOW_MS + ", VERSION from GATEHOUSE_LEASE where NAME = ?" + lock)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new State(row.getString(1), row.getLong(2), row.getLong(3)) : null;
            }
        }
    }
}
