package io.gatehouse.testkit.clock;

import io.gatehouse.testkit.search.SecretWindows;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Searches every column of every table of the server's database; one row at a time is in memory. */
final class TableSearch {
    private static final int FETCH_ROWS = 500;

    private final Connection connection;
    private final Set<String> secrets;

    TableSearch(Connection connection, Set<String> secrets) {
        this.connection = connection;
        this.secrets = Set.copyOf(secrets);
    }

    /** The tables and columns that hold a secret, such as {@code GATEHOUSE_EVENT.DETAILS}. */
    List<String> findings() throws SQLException {
        List<String> findings = new ArrayList<>();
        DatabaseMetaData metadata = connection.getMetaData();
        String quote = metadata.getIdentifierQuoteString().strip();
        List<String> tables = new ArrayList<>();
        try (ResultSet found =
                metadata.getTables(null, connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
        }
        for (String table : tables) {
            search(quote, table, findings);
        }
        return findings;
    }

    private void search(String quote, String table, List<String> findings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery("SELECT * FROM " + quote + table + quote)) {
                ResultSetMetaData columns = rows.getMetaData();
                while (rows.next()) {
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        String value = rows.getString(i);
                        String place = table + "." + columns.getColumnName(i);
                        if (value != null && SecretWindows.hasAny(secrets, value) && !findings.contains(place)) {
                            findings.add(place);
                        }
                    }
                }
            }
        }
    }
}
