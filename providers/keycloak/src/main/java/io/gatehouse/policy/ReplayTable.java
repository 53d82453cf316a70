package io.gatehouse.policy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of GATEHOUSE_POLICY_REPLAY of one realm. Belongs to its connection. */
final class ReplayTable {
    private static final String COLUMNS =
            "STATUS, DRAFT, FINGERPRINT, SINCE_MS, NEXT_SEQ, END_SEQ, TOTAL, TALLY, FAILURE,"
                    + " CREATED_AT_MS, UPDATED_AT_MS, EXPIRES_AT_MS, ID, REALM_ID";
    private static final String RUNNING = "'" + ReplayStatus.RUNNING.text() + "'";
    private static final String STARTS = "policy-replay-starts";

    private final Connection connection;
    private final String realmId;

    ReplayTable(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /** One that is to be gone on with. */
    record Running(String realmId, String id, long updatedAtMs) {}

    /** Those of any realm that run, the one that waited longest first. */
    static List<Running> running(Connection connection, int limit) throws SQLException {
        List<Running> running = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select REALM_ID, ID, UPDATED_AT_MS"
                        + " from GATEHOUSE_POLICY_REPLAY where STATUS = " + RUNNING
                        + " order by UPDATED_AT_MS fetch first " + limit + " rows only");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                running.add(new Running(rows.getString(1), rows.getString(2), rows.getLong(3)));
            }
        }
        return running;
    }

    /** Forgets those of any realm whose time is over. */
    static int purge(Connection connection, long nowMs) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from GATEHOUSE_POLICY_REPLAY where EXPIRES_AT_MS < ?")) {
            delete.setLong(1, nowMs);
            return delete.executeUpdate();
        }
    }

    /** Lets nobody else begin one until the transaction ends; how many of the realm run. */
    int lockAndCountRunning() throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update GATEHOUSE_LEASE set VERSION = VERSION + 1 where NAME = ?")) {
            update.setString(1, STARTS);
            update.executeUpdate();
        }
        try (PreparedStatement select = connection.prepareStatement(
                "select count(*) from GATEHOUSE_POLICY_REPLAY where REALM_ID = ? and STATUS = " + RUNNING)) {
            select.setString(1, realmId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    void insert(Replay replay) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into GATEHOUSE_POLICY_REPLAY (" + COLUMNS
                + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, replay.status().text());
            insert.setString(2, replay.draft().toJson());
            insert.setString(3, replay.fingerprint());
            insert.setLong(4, replay.sinceMs());
            insert.setLong(5, replay.nextSeq());
            insert.setLong(6, replay.endSeq());
            insert.setLong(7, replay.total());
            insert.setString(8, replay.tally().toJson());
            insert.setString(9, replay.failure());
            insert.setLong(10, replay.createdAtMs());
            insert.setLong(11, replay.updatedAtMs());
            insert.setLong(12, replay.expiresAtMs());
            insert.setString(13, replay.id());
            insert.setString(14, realmId);
            insert.executeUpdate();
        }
    }

    /** Forgets those that ended, but for the newest. */
    void trim() throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from GATEHOUSE_POLICY_REPLAY where REALM_ID = ?"
                        + " and STATUS <> " + RUNNING
                        + " and ID in (select ID from GATEHOUSE_POLICY_REPLAY where REALM_ID = ?"
                        + " order by CREATED_AT_MS desc, ID desc offset " + Replay.MAX_KEPT + " rows)")) {
            delete.setString(1, realmId);
            delete.setString(2, realmId);
            delete.executeUpdate();
        }
    }

    void update(Replay replay) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_POLICY_REPLAY set STATUS = ?,"
                + " NEXT_SEQ = ?, TALLY = ?, FAILURE = ?, UPDATED_AT_MS = ? where REALM_ID = ? and ID = ?")) {
            update.setString(1, replay.status().text());
            update.setLong(2, replay.nextSeq());
            update.setString(3, replay.tally().toJson());
            update.setString(4, replay.failure());
            update.setLong(5, replay.updatedAtMs());
            update.setString(6, realmId);
            update.setString(7, replay.id());
            update.executeUpdate();
        }
    }

    Optional<Replay> find(String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select " + COLUMNS + " from GATEHOUSE_POLICY_REPLAY where REALM_ID = ? and ID = ?")) {
            select.setString(1, realmId);
            select.setString(2, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(replay(row)) : Optional.empty();
            }
        }
    }

    private static Replay replay(ResultSet row) throws SQLException {
        return new Replay(
                row.getString("ID"),
                ReplayStatus.of(row.getString("STATUS")),
                ReplayDraft.ofJson(row.getString("DRAFT")),
                row.getString("FINGERPRINT"),
                row.getLong("SINCE_MS"),
                row.getLong("NEXT_SEQ"),
                row.getLong("END_SEQ"),
                row.getLong("TOTAL"),
                ReplayTally.ofJson(row.getString("TALLY")),
                row.getString("FAILURE"),
                row.getLong("CREATED_AT_MS"),
                row.getLong("UPDATED_AT_MS"),
                row.getLong("EXPIRES_AT_MS"));
    }
}
