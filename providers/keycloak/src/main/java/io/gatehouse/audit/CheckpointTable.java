package io.gatehouse.audit;

import io.gatehouse.core.audit.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checkpoints of one realm that were sent out as events, GATEHOUSE_AUDIT_CHECKPOINT. Belongs to its connection. */
final class CheckpointTable {
    private static final String FROM =
            "select TREE_SIZE, ROOT, NOTE from GATEHOUSE_AUDIT_CHECKPOINT where REALM_ID = ?";

    private final Connection connection;
    private final String realmId;

    CheckpointTable(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /**
     * A checkpoint as it was signed.
     *
     * @param size leaves of the tree
     * @param root root over them, base64
     * @param note the signed note
     */
    record Row(long size, String root, String note) {
        boolean hasRoot(Hash other) {
            return other.base64().equals(root);
        }
    }

    /**
     * A realm whose log has grown since its last checkpoint by more than that checkpoint's own event.
     *
     * @param nextSeq leaves that it has now
     * @param size leaves that the last checkpoint covered, 0 when there is none
     * @param signedAtMs when that was signed, 0 when there is none
     */
    record Grown(String realmId, long nextSeq, long size, long signedAtMs) {}

    /** Every realm that has grown, at most limit. */
    static List<Grown> grown(Connection connection, int limit) throws SQLException {
        String sql = "select s.REALM_ID, s.NEXT_SEQ, coalesce(c.TREE_SIZE, 0), coalesce(c.SIGNED_AT_MS, 0)"
                + " from GATEHOUSE_EVENT_SEQUENCE s left join GATEHOUSE_AUDIT_CHECKPOINT c on c.REALM_ID = s.REALM_ID"
                + " and c.TREE_SIZE = (select max(m.TREE_SIZE) from GATEHOUSE_AUDIT_CHECKPOINT m"
                + " where m.REALM_ID = s.REALM_ID) where exists (select 1 from GATEHOUSE_SEQUENCED_EVENT e"
                + " where e.REALM_ID = s.REALM_ID and e.SEQ >= coalesce(c.TREE_SIZE, 0)"
                + " and e.EVENT_TYPE <> 'audit.checkpoint') fetch first " + limit + " rows only";
        List<Grown> realms = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                realms.add(new Grown(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
        }
        return realms;
    }

    /** The one that covers most. */
    Optional<Row> newest() throws SQLException {
        return row(FROM + " order by TREE_SIZE desc fetch first 1 rows only", Long.MAX_VALUE);
    }

    /** How many there are up to a size of the tree. */
    long countUpTo(long size) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select count(*) from GATEHOUSE_AUDIT_CHECKPOINT where REALM_ID = ? and TREE_SIZE <= ?")) {
            select.setString(1, realmId);
            select.setLong(2, size);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** The one at a place in the order of size, from 0. */
    Optional<Row> at(long place) throws SQLException {
        return row(FROM + " order by TREE_SIZE offset ? rows fetch first 1 rows only", place);
    }

    void insert(Row row, long nowMs) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into GATEHOUSE_AUDIT_CHECKPOINT"
                + " (REALM_ID, TREE_SIZE, ROOT, NOTE, SIGNED_AT_MS) values (?, ?, ?, ?, ?)")) {
            insert.setString(1, realmId);
            insert.setLong(2, row.size());
            insert.setString(3, row.root());
            insert.setString(4, row.note());
            insert.setLong(5, nowMs);
            int ignored = insert.executeUpdate();
        }
    }

    private Optional<Row> row(String sql, long place) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, realmId);
            if (place != Long.MAX_VALUE) {
                select.setLong(2, place);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Row(row.getLong(1), row.getString(2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }
}
