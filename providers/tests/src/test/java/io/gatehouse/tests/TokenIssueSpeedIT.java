package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.Mode;
import io.gatehouse.tests.Interleaved.Comparison;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What giving events their place costs the issue of tokens: sequencing, the audit log and the checkpoints, on the node and in
 * the PostgreSQL that also issue. Prints what it measured; docs/measured keeps such results.
 */
@Tag("bench")
@Isolated("times are measured")
class TokenIssueSpeedIT {
    private static final int ROUNDS = 30;
    private static final int TRIAL_ROUNDS = 3;
    private static final long WARM_UP_MS = 500;
    private static final long BLOCK_MS = 2_500;
    private static final double GOAL = 0.95;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String DATABASE = "issue";
    private static final String USER = "postgres";

    private final PostgresServer postgres = new PostgresServer(false).durable();
    private @Nullable Connection holder;

    @Test
    void sequencingCostsTheIssueOfTokensFivePercentAtMost() throws Exception {
        try (postgres) {
            DistributionServer server = KeycloakServer.from(Built.distribution())
                    .home(Built.serverHome("issue-speed"))
                    .mode(Mode.PRODUCTION)
                    .database(postgres.start().createDatabase(DATABASE))
                    .importRealm(Built.demoRealm())
                    .provider(Built.jar())
                    .movableClock(Built.clockJar())
                    .build();
            try (Gatehouse gatehouse = new Gatehouse(server, null)) {
                server.start();
                measure(new RealmCalls(gatehouse, gatehouse.realm("demo")));
            } finally {
                release();
            }
        }
    }

    private void measure(RealmCalls calls) throws Exception {
        RealmCalls.Agent agent = calls.agent();
        Interleaved issue = new Interleaved(caller -> issue(calls, agent), WARM_UP_MS, BLOCK_MS)
                .state("events wait", this::hold)
                .state("events get their place", this::letSequence);
        List<Comparison> ignored = issue.run(TRIAL_ROUNDS);
        List<Comparison> results = issue.run(ROUNDS);
        results.forEach(result -> System.out.println("issue of tokens, " + result));
        assertThat(results.get(1).throughput()).as("%s", results).isGreaterThanOrEqualTo(GOAL);
    }

    private static void issue(RealmCalls calls, RealmCalls.Agent agent) {
        calls.gatehouse()
                .outsideContract()
                .post(calls.realm().path("/protocol/openid-connect/token"))
                .form("grant_type", "client_credentials")
                .basic(agent.id(), agent.secret())
                .send()
                .expect(200);
    }

    /** Nobody sequences while this connection holds the lease's row. */
    private void hold() throws SQLException {
        if (holder == null) {
            Connection connection = DriverManager.getConnection(postgres.url(DATABASE), USER, USER);
            connection.setAutoCommit(false);
            holder = connection;
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1 from gatehouse_lease where name = 'sequencer' for update");
            }
        }
    }

    /** Sequencing goes on, and what waited is done before anything is measured. */
    private void letSequence() throws SQLException {
        release();
        EventRows rows = new EventRows(postgres.url(DATABASE));
        Eventually.holds(LIMIT, "what waited has its place", () -> rows.query("select 1 from gatehouse_event limit 1")
                .isEmpty());
    }

    private void release() throws SQLException {
        Connection connection = holder;
        holder = null;
        if (connection != null) {
            connection.close();
        }
    }
}
