package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When checkpoints are signed and sent: by the clock, which the test moves, and by the number of events. */
@ExtendWith(GatehouseExtension.class)
class CheckpointTimingIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Far from a minute: what the test itself takes on a busy machine is added to it. */
    private static final Duration TOO_SOON = Duration.ofSeconds(5);

    private static final Duration WITHIN_A_MINUTE = Duration.ofSeconds(52);

    private static final Duration LONG = Duration.ofHours(2);
    private static final int MANY = 1_000;

    private Gatehouse gatehouse;
    private TestRealm realm;
    private AuditCalls audit;

    @BeforeEach
    void realm(Gatehouse server) {
        gatehouse = server;
        realm = gatehouse.freshRealm();
        audit = new AuditCalls(new RealmCalls(gatehouse, realm));
        audit.changes(1);
        awaitCheckpoints(1);
    }

    @AfterEach
    void remove() {
        gatehouse.resetClock();
        realm.close();
    }

    @Test
    void changeIsSignedWithinAMinuteAndNothingIsSignedWithoutOne() {
        audit.changes(1);
        gatehouse.moveClock(TOO_SOON);
        awaitLook();
        assertThat(checkpoints()).hasSize(1);

        gatehouse.moveClock(WITHIN_A_MINUTE);
        awaitCheckpoints(2);
        assertThat(checkpoints().get(0).at("/data/size").asLong())
                .isGreaterThan(checkpoints().get(1).at("/data/size").asLong());

        gatehouse.moveClock(LONG);
        awaitLook();
        assertThat(checkpoints()).hasSize(2);
    }

    /** Events by the thousand are put in by SQL, so on PostgreSQL alone. */
    @Test
    @Tag("postgresql")
    void thousandEventsAreSignedWithoutWaiting() throws Exception {
        String url = gatehouse.postgres().orElseThrow().url("keycloak");
        try (EventLoad load = new EventLoad(url, audit.realmId())) {
            load.insert(audit.realmId(), MANY / 2);
            awaitLook();
            assertThat(checkpoints()).hasSize(1);

            load.insert(audit.realmId(), MANY / 2);
        }

        awaitCheckpoints(2);
        assertThat(checkpoints().get(0).at("/data/size").asLong()).isGreaterThan(MANY);
    }

    /** Waits until the server has looked at all logs: it signs the first event of a new realm at its next look. */
    private void awaitLook() {
        try (TestRealm witness = gatehouse.freshRealm()) {
            AuditCalls other = new AuditCalls(new RealmCalls(gatehouse, witness));
            other.changes(1);
            JsonNode ignored = other.first("?type=audit.checkpoint");
        }
    }

    private void awaitCheckpoints(int count) {
        Eventually.holds(LIMIT, count + " checkpoints", () -> checkpoints().size() == count);
    }

    /** Newest first. */
    private List<JsonNode> checkpoints() {
        return audit.items("?type=audit.checkpoint");
    }
}
