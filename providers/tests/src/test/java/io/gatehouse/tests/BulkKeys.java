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
import java.util.List;
import java.util.SplittableRandom;

/**
 * Puts any number of real keys into a realm, by way of its PostgreSQL: their texts follow from their numbers, their digests
 * are made with the realm's own pepper, everything else is copied from one key that the API made.
 */
final class BulkKeys {
    private static final int BATCH = 1_000;
    private static final int FLUSH = 50_000;
    private static final List<String> OWN = List.of("id", "kid", "digest", "name");

    private final String url;
    private final String realmId;
    private final String templateId;
    private final byte[] pepper;
    private int count;

    BulkKeys(String url, TestRealm realm, String templateId) throws SQLException {
        this.url = url;
        this.templateId = templateId;
        this.realmId = realm.admin("GET", "").send().expect(200).text("id");
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement(
                        "select cc.value from component c join component_config cc on cc.component_id = c.id"
                                + " where c.name = 'gatehouse-pepper' and cc.name = 'secret' and c.realm_id = ?")) {
            query.setString(1, realmId);
            try (ResultSet found = query.executeQuery()) {
                if (!found.next()) {
                    throw new IllegalStateException("the realm has no pepper");
                }
                pepper = Base64.getUrlDecoder().decode(found.getString(1));
            }
        }
    }

    /** The whole text of the key with this number. */
    static String text(long number) {
        byte[] random = new byte[ApiKeyText.RANDOM_BYTES];
        new SplittableRandom(number).nextBytes(random);
        return ApiKeyText.create("ak", KeyEnvironment.LIVE, random).text().reveal();
    }

    /** Loads further keys until there are so many, those with the numbers from 0. */
    void loadUpTo(int wanted) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String columns = columns(connection);
            statement.execute("create temporary table bulk (n int, kid text, digest text)");
            try (PreparedStatement insert = connection.prepareStatement("insert into bulk values (?, ?, ?)")) {
                for (int number = count; number < wanted; number++) {
                    String text = text(number);
                    insert.setInt(1, number);
                    insert.setString(2, ApiKeyText.parse(text).orElseThrow().kid());
                    insert.setString(3, KeyDigest.hmacSha256(pepper, text));
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
            statement.execute("vacuum analyze gatehouse_api_key");
            statement.execute("checkpoint");
        }
        count = wanted;
    }

    private void settle(Statement statement, String columns) throws SQLException {
        statement.execute("insert into gatehouse_api_key (id, kid, digest, name, " + columns
                + ") select gen_random_uuid()::text, b.kid, b.digest, 'bulk ' || b.n, " + columns
                + " from (select " + columns + " from gatehouse_api_key where id = '" + templateId
                + "') t cross join bulk b");
        statement.execute("truncate bulk");
    }

    /** Of the table, but those that each key has of its own. */
    private static String columns(Connection connection) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet found = connection.getMetaData().getColumns(null, "public", "gatehouse_api_key", null)) {
            while (found.next()) {
                columns.add(found.getString("COLUMN_NAME"));
            }
        }
        columns.removeAll(OWN);
        return String.join(", ", columns);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url + "?reWriteBatchedInserts=true", "postgres", "postgres");
    }
}
