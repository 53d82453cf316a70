package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Http;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An event that cannot be written leaves the login as if it had never been tried, and is counted. */
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
class StockEventFaultsIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The limit of one statement and what a busy machine adds; without a limit the login would wait for ever. */
    private static final Duration SLOWEST_LOGIN = Duration.ofSeconds(8);

    private static final String LOGINS =
            "select id from (select id, realm_id, event_type from gatehouse_event union all"
                    + " select id, realm_id, event_type from gatehouse_sequenced_event) as events"
                    + " where realm_id = ? and event_type like 'user.%'";

    private Gatehouse gatehouse;
    private TestRealm realm;
    private EventRows rows;
    private String realmId;

    @BeforeEach
    void wantLogins(Gatehouse server, TestRealm made) {
        gatehouse = server;
        realm = made;
        rows = new EventRows(server.postgres().orElseThrow().url("keycloak"));
        realmId = made.admin("GET", "").send().expect(200).text("id");
        new WebhookCalls(new RealmCalls(server, made))
                .hook("http://127.0.0.1:9/", "events", List.of("user.login", "user.login_error"));
    }

    @AfterEach
    void mend() {
        rows.query("alter table if exists gatehouse_event_gone rename to gatehouse_event");
        rows.query("alter table gatehouse_event drop constraint if exists no_events");
    }

    @Test
    void refusedRowLeavesTheLoginWorking() {
        rows.query(
                "alter table gatehouse_event add constraint no_events check (realm_id <> '" + realmId + "') not valid");
        long before = rows.query(LOGINS, realmId).size();
        double failures = failures();

        assertLoginWorks();

        assertThat(failures()).isGreaterThan(failures);
        assertThat(rows.query(LOGINS, realmId)).hasSize((int) before);
    }

    @Test
    void missingTableLeavesTheLoginWorking() {
        double failures = failures();
        rows.query("alter table gatehouse_event rename to gatehouse_event_gone");

        assertLoginWorks();
        realm.token("grant_type", "password", "username", "alice", "password", "wrong")
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(400, 401);

        rows.query("alter table gatehouse_event_gone rename to gatehouse_event");
        assertThat(failures()).isGreaterThanOrEqualTo(failures + 2);
        long before = rows.query(LOGINS, realmId).size();
        assertLoginWorks();
        assertThat(rows.query(LOGINS, realmId)).hasSize((int) before + 1);
    }

    @Test
    void lockedTableHoldsTheLoginUpForAShortTimeOnly() throws Exception {
        double failures = failures();
        String url = gatehouse.postgres().orElseThrow().url("keycloak");
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table gatehouse_event in access exclusive mode");
            long startNs = System.nanoTime();

            assertLoginWorks();

            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(SLOWEST_LOGIN);
            connection.rollback();
        }
        assertThat(failures()).isGreaterThan(failures);
    }

    @Test
    void loginIsWrittenWithItsAddressApart() {
        realm.userToken("alice", "openid");

        Eventually.holds(LIMIT, "the login is written", () -> !rows.query(LOGINS, realmId)
                .isEmpty());
        String id = Objects.requireNonNull(rows.query(LOGINS, realmId).get(0).get("id"));
        assertThat(rows.personal(id)).containsOnlyKeys("ip").containsEntry("ip", "127.0.0.1");
    }

    /** Works: a token, and the session that the same transaction made. */
    private void assertLoginWorks() {
        String token = realm.userToken("alice", "openid");

        gatehouse
                .http()
                .get(realm.path("/protocol/openid-connect/userinfo"))
                .bearer(token)
                .send()
                .expect(200);
    }

    private double failures() {
        return new Http(gatehouse.server().managementUrl())
                .get("/metrics")
                .send()
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith("gatehouse_stock_events_failures_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
