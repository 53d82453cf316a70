package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.tests.Interleaved.Comparison;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What a backlog of webhooks costs people who log in by password. Prints what it measured; docs/measured keeps such results.
 *
 * <p>The backlog comes and goes within a moment: there are two tables of deliveries, a full and an empty one, and the test
 * gives one or the other the name that the server uses. In each block with the backlog its endpoints are tried as if they had
 * died seconds ago, some fifty attempts a second, which is more than a backlog does that has grown for hours.
 */
@Tag("bench")
@Isolated("times are measured")
class LoginSpeedIT {
    private static final int ENDPOINTS = 100;
    private static final int EVENTS = 1_000;
    private static final int BACKLOG = ENDPOINTS * EVENTS;
    private static final int ROUNDS = 26;
    private static final int TRIAL_ROUNDS = 2;

    /** Longer than the nodes take to notice which of Keycloak's own events are wanted. */
    private static final long WARM_UP_MS = 700;

    private static final long BLOCK_MS = 2_000;

    /**
     * Each caller takes its own people in turn: Keycloak refuses whoever logs in again while the login before is still being put
     * away, which is after it was answered.
     */
    private static final int USERS_OF_A_CALLER = 8;

    private static final int CALLERS = 2;

    private static final double GOAL = 0.98;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String DATABASE = "logins";

    private final PostgresServer postgres = new PostgresServer(false).durable();
    private final EventRows rows = new EventRows(postgres.url(DATABASE));

    @Test
    void backlogOfHundredThousandLeavesPasswordLoginsWithinTwoPercentOfNone() throws Exception {
        // Accepts connections up to its backlog and never answers.
        try (ServerSocket silent = new ServerSocket(0, ENDPOINTS, InetAddress.getLoopbackAddress());
                postgres) {
            DistributionServer server = KeycloakServer.from(Built.distribution())
                    .home(Built.serverHome("login-speed"))
                    .database(postgres.start().createDatabase(DATABASE))
                    .importRealm(Built.demoRealm())
                    .provider(Built.jar())
                    .movableClock(Built.clockJar())
                    .loopbackWebhooks()
                    .build();
            try (Gatehouse gatehouse = new Gatehouse(server, null)) {
                server.start();
                TestRealm realm = gatehouse.realm("demo");
                fill(realm, silent.getLocalPort());
                measure(gatehouse, realm);
            }
        }
    }

    /** Half of the endpoints refuse connections, half take them and never answer. */
    private void fill(TestRealm realm, int silentPort) throws Exception {
        for (int i = 0; i < ENDPOINTS; i++) {
            // Nobody listens on port 9 of this machine.
            int port = i % 2 == 0 ? 9 : silentPort;
            realm.admin("POST", "/gatehouse/webhooks")
                    .json(Map.of("url", "http://127.0.0.1:" + port + "/" + i, "events", List.of("token.issued")))
                    .send()
                    .expect(201);
        }
        String realmId = realm.admin("GET", "").send().expect(200).text("id");
        try (EventLoad load = new EventLoad(postgres.url(DATABASE), realmId)) {
            load.insert(realmId, EVENTS);
            Eventually.holds(LIMIT, "the backlog is there", () -> rows.count("gatehouse_delivery", realmId) == BACKLOG);
            load.execute("create table deliveries_none (like gatehouse_delivery including all)");
            load.execute("vacuum analyze");
            load.execute("checkpoint");
        }
    }

    private void measure(Gatehouse gatehouse, TestRealm realm) throws Exception {
        int[] turns = new int[CALLERS];
        for (int caller = 0; caller < CALLERS; caller++) {
            for (int turn = 0; turn < USERS_OF_A_CALLER; turn++) {
                String ignored = realm.createUser(user(caller, turn));
            }
        }
        Interleaved logins = new Interleaved(
                        caller -> logIn(gatehouse, realm, user(caller, turns[caller]++)), WARM_UP_MS, BLOCK_MS)
                .state("no backlog", () -> enter(false, false))
                .state("backlog of 100,000", () -> enter(true, false))
                .state("backlog of 100,000, and logins are told of", () -> enter(true, true));
        rows.query("alter table gatehouse_delivery rename to deliveries_all");
        rows.query("alter table deliveries_none rename to gatehouse_delivery");
        // The server's code gets its final shape meanwhile.
        List<Comparison> ignored = logins.run(TRIAL_ROUNDS);
        List<Comparison> results = logins.run(ROUNDS);
        results.forEach(result -> System.out.println("logins by password, " + result));
        assertThat(results.get(1).throughput()).as("%s", results).isGreaterThanOrEqualTo(GOAL);
    }

    private static String user(int caller, int turn) {
        return "caller" + caller + "-" + turn % USERS_OF_A_CALLER;
    }

    private static void logIn(Gatehouse gatehouse, TestRealm realm, String user) {
        gatehouse
                .outsideContract()
                .post(realm.path("/protocol/openid-connect/token"))
                .form("grant_type", "password", "username", user, "password", user, "scope", "openid")
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(200);
    }

    /** @param isTold whether one of the dead endpoints wants Keycloak's own events of logins */
    private void enter(boolean isFull, boolean isTold) {
        boolean isFullNow = !rows.query("select 1 from pg_tables where tablename = 'deliveries_none'")
                .isEmpty();
        if (isFull != isFullNow) {
            rows.query("do $$ begin"
                    + " lock gatehouse_delivery;"
                    + " alter table gatehouse_delivery rename to " + (isFull ? "deliveries_none" : "deliveries_all")
                    + ";"
                    + " alter table " + (isFull ? "deliveries_all" : "deliveries_none")
                    + " rename to gatehouse_delivery;"
                    + " end $$");
        }
        if (isFull) {
            // As if all had died seconds ago: later each would be tried once a minute only.
            rows.query("update gatehouse_webhook set standing = 2, failures_in_row = 3, not_before_ms = 0,"
                    + " failing_since_ms = (extract(epoch from now()) * 1000)::bigint");
            rows.query("insert into gatehouse_webhook_wake (webhook_id) select id from gatehouse_webhook");
        }
        rows.query("update gatehouse_webhook set wants_stock = " + isTold + ", events = 'token.issued"
                + (isTold ? "\nuser.login" : "") + "' where id = (select min(id) from gatehouse_webhook)");
    }
}
