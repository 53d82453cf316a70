package io.gatehouse.tests;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.KeyDigest;
import io.gatehouse.core.key.KeyEnvironment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Puts any number of real agents with secrets into a realm, by way of its PostgreSQL: ids and secrets follow from their
 * numbers, digests are made with the realm's own pepper, everything else is copied from one agent that the API made.
 */
final class BulkAgents {
    private static final int BATCH = 1_000;
    private static final int FLUSH = 50_000;
    private static final List<String> OWN = List.of("id", "secret_kid", "secret_digest", "name");

    private final String url;
    private final String realmId;
    private final String templateId;
    private final byte[] pepper;
    private int count;

    BulkAgents(String url, TestRealm realm, String templateId) throws SQLException {
        this.url = url;
        this.templateId = templateId;
        this.realmId = realm.admin("GET", "").send().expect(200).text("id");
        this.pepper = Base64.getUrlDecoder()
                .decode(text("select cc.value from component c join component_config cc on cc.component_id = c.id"
                        + " where c.name = 'gatehouse-pepper' and cc.name = 'secret' and c.realm_id = '" + realmId
                        + "'"));
    }

    /** The id of the agent with this number. */
    static String id(long number) {
        byte[] random = new byte[6];
        new SplittableRandom(~number).nextBytes(random);
        return "agent_" + HexFormat.of().formatHex(random);
    }

    /** The secret of the agent with this number. */
    static String secret(long number) {
        byte[] random = new byte[ApiKeyText.RANDOM_BYTES];
        new SplittableRandom(number).nextBytes(random);
        return ApiKeyText.create("sk", KeyEnvironment.LIVE, random).text().reveal();
    }

    /** Loads further agents until there are so many, those with the numbers from 0. */
    void loadUpTo(int wanted) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String columns = columns(connection);
            statement.execute("create temporary table bulk (n int, id text, kid text, digest text)");
            try (PreparedStatement insert = connection.prepareStatement("insert into bulk values (?, ?, ?, ?)")) {
                for (int number = count; number < wanted; number++) {
                    String secret = secret(number);
                    insert.setInt(1, number);
                    insert.setString(2, id(number));
                    insert.setString(3, ApiKeyText.parse(secret).orElseThrow().kid());
                    insert.setString(4, KeyDigest.hmacSha256(pepper, secret));
                    insert.addBatch();
                    if (number % BATCH == BATCH - 1) {
                        insert.executeBatch();
                    }
                    if (number % FLUSH == FLUSH - 1) {
                        settle(statement, columns);
                    }
                }
                insert.executeBatch();
            }
            settle(statement, columns);
            statement.execute("drop table bulk");
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("vacuum analyze gatehouse_agent");
            statement.execute("checkpoint");
        }
        count = wanted;
    }

    /** Bytes of the table of agents with its indexes, and of the whole database. */
    long[] sizes() throws SQLException {
        return new long[] {
            Long.parseLong(text("select pg_total_relation_size('gatehouse_agent')")),
            Long.parseLong(text("select pg_database_size(current_database())"))
        };
    }

    private void settle(Statement statement, String columns) throws SQLException {
        statement.execute("insert into gatehouse_agent (id, secret_kid, secret_digest, name, " + columns
                + ") select b.id, b.kid, b.digest, 'bulk ' || b.n, " + columns + " from (select " + columns
                + " from gatehouse_agent where id = '" + templateId + "') t cross join bulk b");
        statement.execute("truncate bulk");
    }

    /** Of the table, but those that each agent has of its own. */
    private static String columns(Connection connection) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet found = connection.getMetaData().getColumns(null, "public", "gatehouse_agent", null)) {
            while (found.next()) {
                columns.add(found.getString("COLUMN_NAME"));
            }
        }
        columns.removeAll(OWN);
        return String.join(", ", columns);
    }

    private String text(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            if (!found.next()) {
                throw new IllegalStateException("nothing found by " + query);
            }
            return found.getString(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url + "?reWriteBatchedInserts=true", "postgres", "postgres");
    }
}
