package io.gatehouse.tests;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the rows of events as they stand in PostgreSQL. */
record EventRows(String url) {
    private static final String USER = "postgres";
    private static final String COLUMNS = "id, realm_id, event_type, occurred_at_ms, actor_type, actor_id, agent_id,"
            + " subject_id, key_id, target_type, target_id, decision, decision_id, revocation_cause, auth_method,"
            + " request_id, correlation_id, data";

    /** In one statement, so that an event on its way from one table to the other is seen once. */
    private static final String ALL = "select " + COLUMNS + " from gatehouse_event union all select " + COLUMNS
            + " from gatehouse_sequenced_event";

    /** The events of one request by column, whether they have their place yet or not. */
    List<Map<String, String>> ofRequest(String requestId) {
        return query("select * from (" + ALL + ") as events where request_id = ?", requestId);
    }

    /** How many events a realm has; checkpoints come by themselves and do not count. */
    long events(String realmId) {
        return Long.parseLong(query(
                        "select count(*) as n from (" + ALL
                                + ") as events where realm_id = ? and event_type <> 'audit.checkpoint'",
                        realmId)
                .get(0)
                .get("n"));
    }

    /** What an event tells of a person, by name. */
    Map<String, String> personal(String eventId) {
        Map<String, String> facts = new LinkedHashMap<>();
        query("select * from gatehouse_event_personal where event_id = ?", eventId)
                .forEach(row -> facts.put(row.get("name"), row.get("value_text")));
        return facts;
    }

    /** How many rows of a realm a table has. */
    long count(String table, String realmId) {
        return Long.parseLong(query("select count(*) as n from " + table + " where realm_id = ?", realmId)
                .get(0)
                .get("n"));
    }

    /** Rows with their columns as text, null columns left out. */
    List<Map<String, String>> query(String sql, String... parameters) {
        try (Connection connection = DriverManager.getConnection(url, USER, USER);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<Map<String, String>> rows = new ArrayList<>();
            if (!statement.execute()) {
                return rows;
            }
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static Map<String, String> row(ResultSet result) throws SQLException {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            String value = result.getString(i);
            if (value != null) {
                row.put(result.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), value);
            }
        }
        return row;
    }
}
