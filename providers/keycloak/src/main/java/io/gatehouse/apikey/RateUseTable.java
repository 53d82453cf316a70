package io.gatehouse.apikey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * GATEHOUSE_RATE_USE on one connection: how much of each window each node has given out. Only a node itself writes its rows,
 * one flush after the other, so that no two writers ever meet.
 */
final class RateUseTable {
    /** How long rows stay after their window, in milliseconds: nodes' clocks may differ. */
    static final long KEPT_MS = 3_600_000;

    private final Connection connection;

    RateUseTable(Connection connection) {
        this.connection = connection;
    }

    /** Adds what a node has given out since it last told; nothing for a realm that is gone meanwhile. */
    void add(String nodeId, List<Map.Entry<RateWindow, Long>> use) throws SQLException {
        int[] updated;
        try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_RATE_USE set USED = USED + ?"
                + " where REALM_ID = ? and ID = ? and NAME = ? and WINDOW_SECONDS = ? and WINDOW_START_MS = ?"
                + " and NODE_ID = ?")) {
            for (Map.Entry<RateWindow, Long> row : use) {
                update.setLong(1, row.getValue());
                bind(update, 2, row.getKey());
                update.setString(7, nodeId);
                update.addBatch();
            }
            updated = update.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into GATEHOUSE_RATE_USE"
                + " (REALM_ID, ID, NAME, WINDOW_SECONDS, WINDOW_START_MS, NODE_ID, USED, EXPIRES_AT_MS)"
                + " select cast(? as varchar(36)), cast(? as varchar(36)), cast(? as varchar(64)), cast(? as int),"
                + " cast(? as bigint), cast(? as varchar(36)), cast(? as bigint), cast(? as bigint)"
                + " from REALM where ID = ?")) {
            boolean isAny = false;
            for (int i = 0; i < updated.length; i++) {
                if (updated[i] == 0) {
                    Map.Entry<RateWindow, Long> row = use.get(i);
                    bind(insert, 1, row.getKey());
                    insert.setString(6, nodeId);
                    insert.setLong(7, row.getValue());
                    insert.setLong(8, row.getKey().endMs());
                    insert.setString(9, row.getKey().account().realmId());
                    insert.addBatch();
                    isAny = true;
                }
            }
            if (isAny) {
                insert.executeBatch();
            }
        }
    }

    /** What all nodes have told of the windows of some accounts of one realm that have not ended yet. */
    Map<RateWindow, Long> totals(String realmId, Collection<String> ids, long nowMs) throws SQLException {
        String marks = String.join(", ", java.util.Collections.nCopies(ids.size(), "?"));
        Map<RateWindow, Long> totals = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("select ID, NAME, WINDOW_SECONDS, WINDOW_START_MS, sum(USED)"
                        + " from GATEHOUSE_RATE_USE where REALM_ID = ? and ID in (" + marks + ") and EXPIRES_AT_MS > ?"
                        + " group by ID, NAME, WINDOW_SECONDS, WINDOW_START_MS")) {
            select.setString(1, realmId);
            int at = 2;
            for (String id : ids) {
                select.setString(at++, id);
            }
            select.setLong(at, nowMs);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    MeterId account = new MeterId(realmId, rows.getString(1));
                    totals.put(
                            new RateWindow(account, rows.getString(2), rows.getInt(3), rows.getLong(4)),
                            rows.getLong(5));
                }
            }
        }
        return totals;
    }

    /** Forgets windows that ended long ago. */
    void purge(long nowMs) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from GATEHOUSE_RATE_USE where EXPIRES_AT_MS < ?")) {
            delete.setLong(1, nowMs - KEPT_MS);
            delete.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int from, RateWindow window) throws SQLException {
        statement.setString(from, window.account().realmId());
        statement.setString(from + 1, window.account().id());
        statement.setString(from + 2, window.name());
        statement.setInt(from + 3, window.windowSeconds());
        statement.setLong(from + 4, window.startMs());
    }
}
