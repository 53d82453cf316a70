package io.gatehouse.tests;

import io.gatehouse.tests.WebhookCalls.Hook;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A webhook that asks for Keycloak's own events on one node is known to every other within a second, whether a notice reaches
 * it or not; and so is that it is gone.
 */
@Tag("own-server")
@Isolated("the second that is promised is real time")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockEventsClusterIT {
    /** The second that is promised, and a login and a look that end after it. */
    private static final Duration LIMIT = Duration.ofMillis(1_500);

    private static final String LOGINS =
            "select id from (select id, realm_id, event_type from gatehouse_event union all"
                    + " select id, realm_id, event_type from gatehouse_sequenced_event) as events"
                    + " where event_type = 'user.login'";

    private final Cluster cluster = new Cluster();
    private EventRows rows;

    @BeforeAll
    void start() {
        cluster.start();
        rows = new EventRows(cluster.postgres().url("cluster"));
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"second", "loner"})
    void otherNodeTellsOfLoginsWithinASecond(String name) {
        RealmCalls other = name.equals("second") ? cluster.second() : cluster.loner();
        WebhookCalls hooks = new WebhookCalls(cluster.first());
        other.realm().userToken("alice", "openid");

        Hook hook = hooks.hook("https://nowhere.invalid/", "events", List.of("user.login"));
        Eventually.holds(LIMIT, name + " tells of a login", () -> isLoginTold(other));

        cluster.first().admin("DELETE", "/webhooks/" + hook.id()).send().expect(204);
        Eventually.holds(LIMIT, name + " tells of no login", () -> !isLoginTold(other));
    }

    /** The event is in the login's own transaction, so it is there when the login is answered. */
    private boolean isLoginTold(RealmCalls node) {
        int before = rows.query(LOGINS).size();
        node.realm().userToken("alice", "openid");
        return rows.query(LOGINS).size() > before;
    }
}
