package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.Mode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Ten thousand agents and ten thousand keys: lists stay quick, and nothing of it lands in Keycloak's own tables. */
@Tag("own-server")
@Isolated("times are measured")
class LargeListsIT {
    private static final int ROWS = 10_000;
    private static final int WARM_UP = 60;
    private static final int MEASURED = 100;

    /** The quietest round counts: other programs on the machine are not what is measured. */
    private static final int ROUNDS = 3;

    private static final long LIMIT_MS = 50;

    /** Keycloak's tables that an agent or a key of the stock kind would fill. */
    private static final String[] STOCK_TABLES = {
        "client",
        "client_attributes",
        "client_scope_client",
        "component",
        "component_config",
        "credential",
        "keycloak_role",
        "user_attribute",
        "user_entity",
        "user_role_mapping"
    };

    private static final String[] PAGES = {
        "/agents?limit=20",
        "/agents?limit=100",
        "/agents?status=active&limit=20",
        "/agents?search=bulk+9999",
        "/api-keys?limit=20",
        "/api-keys?limit=100",
        "/api-keys?status=active&limit=20",
        "/api-keys?search=bulk+9999"
    };

    @Test
    void listsOfTenThousandStayUnderFiftyMillisecondsAndStockTablesStayAsTheyAre() throws SQLException {
        try (PostgresServer postgres = new PostgresServer(false).start()) {
            Database database = postgres.createDatabase("large");
            DistributionServer server = KeycloakServer.from(Built.distribution())
                    .home(Built.serverHome("large"))
                    .mode(Mode.PRODUCTION)
                    .database(database)
                    .importRealm(Built.demoRealm())
                    .provider(Built.jar())
                    .movableClock(Built.clockJar())
                    .build();
            try (Gatehouse gatehouse = new Gatehouse(server, null)) {
                server.start();
                TestRealm realm = gatehouse.realm("demo");
                make(realm, "agents", Map.of("name", "bulk 0", "owner", "team"));
                make(realm, "api-keys", Map.of("name", "bulk 0"));
                try (Connection connection =
                        DriverManager.getConnection(postgres.url("large"), "postgres", "postgres")) {
                    Map<String, Long> before = counts(connection);
                    multiply(connection);

                    Map<String, Long> medians = new LinkedHashMap<>();
                    for (String page : PAGES) {
                        medians.put(page, medianMs(realm, page));
                    }

                    System.out.println("median in ms of lists over " + ROWS + " rows on PostgreSQL: " + medians);
                    assertThat(counts(connection)).isEqualTo(before);
                    assertThat(medians.values()).allMatch(ms -> ms < LIMIT_MS, "under " + LIMIT_MS + " ms: " + medians);
                    assertThat(total(realm, "agents")).isEqualTo(ROWS);
                    assertThat(total(realm, "api-keys")).isEqualTo(ROWS);
                    revokeAll(realm, connection);
                }
            }
        }
    }

    /** In one call, which takes many transactions, each key with its event. */
    private static void revokeAll(TestRealm realm, Connection connection) throws SQLException {
        String owner = realm.userId("alice");
        try (Statement statement = connection.createStatement()) {
            int given = statement.executeUpdate(
                    "update gatehouse_api_key set owner_type = 'user', owner_id = '" + owner + "'");
            assertThat(given).isEqualTo(ROWS);
            long startNs = System.nanoTime();

            int revoked = realm.admin("POST", "/gatehouse/api-keys/revoke-all")
                    .json(Map.of("owner", Map.of("type", "user", "id", owner)))
                    .send()
                    .expect(200)
                    .json()
                    .path("revoked")
                    .asInt();

            System.out.println(ROWS + " keys revoked in " + (System.nanoTime() - startNs) / 1_000_000 + " ms");
            assertThat(revoked).isEqualTo(ROWS);
            try (ResultSet events = statement.executeQuery("select count(*) from (select id from gatehouse_event where"
                    + " event_type = 'api_key.revoked' union all select id from gatehouse_sequenced_event where"
                    + " event_type = 'api_key.revoked') as revoked")) {
                events.next();
                assertThat(events.getInt(1)).isEqualTo(ROWS);
            }
        }
    }

    private static void make(TestRealm realm, String what, Map<String, String> body) {
        realm.admin("POST", "/gatehouse/" + what).json(body).send().expect(201);
    }

    private static long total(TestRealm realm, String what) {
        JsonNode page = realm.admin("GET", "/gatehouse/" + what + "?page=1&limit=1")
                .send()
                .expect(200)
                .json();
        return page.path("pagination").path("total").asLong();
    }

    private static long medianMs(TestRealm realm, String page) {
        for (int i = 0; i < WARM_UP; i++) {
            realm.admin("GET", "/gatehouse" + page).send().expect(200);
        }
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.min(best, medianOfOneRoundMs(realm, page));
        }
        return best;
    }

    private static long medianOfOneRoundMs(TestRealm realm, String page) {
        long[] ns = new long[MEASURED];
        for (int i = 0; i < MEASURED; i++) {
            long startNs = System.nanoTime();
            realm.admin("GET", "/gatehouse" + page).send().expect(200);
            ns[i] = System.nanoTime() - startNs;
        }
        Arrays.sort(ns);
        return ns[MEASURED / 2] / 1_000_000;
    }

    /** Copies the one agent and the one key that exist, each with an id of its own. */
    private static void multiply(Connection connection) throws SQLException {
        copy(
                connection,
                "gatehouse_agent",
                Map.of(
                        "id", "'agent_' || lpad(to_hex(n), 12, '0')",
                        "name", "'bulk ' || n",
                        "secret_kid", "lpad(n::text, 12, 'k')",
                        "created_at_ms", "created_at_ms - n"));
        copy(
                connection,
                "gatehouse_api_key",
                Map.of(
                        "id", "gen_random_uuid()::text",
                        "name", "'bulk ' || n",
                        "kid", "lpad(n::text, 12, 'k')",
                        "created_at_ms", "created_at_ms - n"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE");
        }
    }

    private static void copy(Connection connection, String table, Map<String, String> changed) throws SQLException {
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, table, null)) {
            while (columns.next()) {
                String name = columns.getString("COLUMN_NAME");
                names.append(names.isEmpty() ? "" : ", ").append(name);
                values.append(values.isEmpty() ? "" : ", ").append(changed.getOrDefault(name, name));
            }
        }
        try (Statement statement = connection.createStatement()) {
            int made = statement.executeUpdate("INSERT INTO " + table + " (" + names + ") SELECT " + values + " FROM "
                    + table + ", generate_series(1, " + (ROWS - 1) + ") n");
            assertThat(made).isEqualTo(ROWS - 1);
        }
    }

    private static Map<String, Long> counts(Connection connection) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            for (String table : STOCK_TABLES) {
                try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
                    rows.next();
                    counts.put(table, rows.getLong(1));
                }
            }
        }
        return counts;
    }
}
