package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A node that is stopped, as at every rolling update, loses no delivery, sends none twice that it could wait for, and holds
 * up neither the stop nor the nodes that go on.
 */
@Tag("own-server")
@Isolated("stops and measures real time")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebhookStopIT {
    private static final int EVENTS = 32;
    private static final int DELIVERIES = EVENTS * DeliveryNodes.ENDPOINTS;
    private static final int MAX_IN_FLIGHT = 128;
    private static final long PROMPT_MS = 150;

    /** Longer than a stop waits for attempts. */
    private static final long SLOW_MS = 6_000;

    /** Gatehouse's part is some seconds; Keycloak's own comes on top. */
    private static final Duration STOP = Duration.ofSeconds(15);

    /** Shorter than a lease of 25 s: nobody waits for one. */
    private static final Duration GO_ON = Duration.ofSeconds(15);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LEASED =
            "select id from gatehouse_webhook" + " where lease_until_ms > extract(epoch from clock_timestamp()) * 1000";

    private final DeliveryNodes nodes = new DeliveryNodes("stop");

    @BeforeAll
    void start() {
        nodes.start();
    }

    @AfterAll
    void close() {
        nodes.close();
    }

    @Test
    @Order(1)
    void otherNodeGoesOnAtOnceAndNothingComesTwice() throws Exception {
        nodes.receiver().answerAfter(PROMPT_MS);
        insert();

        assertThat(stop(true)).isLessThan(STOP);
        Eventually.holds(
                GO_ON, "the other node sends the rest", () -> nodes.receiver().messages() == DELIVERIES);

        assertThat(nodes.receiver().received()).isEqualTo(DELIVERIES);
        Eventually.holds(LIMIT, "every delivery is settled", () -> unsettled() == 0);
    }

    /** Of the receivers that take their time nobody knows whether they got the message: those alone get it again. */
    @Test
    @Order(2)
    void lastNodeGivesItsLanesBackAndTheNextSendsTheRestAtOnce() throws Exception {
        nodes.receiver().clear();
        nodes.receiver().answerAfter(SLOW_MS);
        insert();

        assertThat(stop(false)).isLessThan(STOP);
        assertThat(nodes.rows().query(LEASED)).isEmpty();
        assertThat(nodes.rows()
                        .query("select 1 from gatehouse_lease where name in ('sequencer', 'audit-checkpoint')"
                                + " and expires_at_ms > 0"))
                .isEmpty();
        int begun = nodes.receiver().received();
        nodes.receiver().answerAfter(0);
        nodes.first().start();
        Eventually.holds(
                GO_ON, "the next node sends the rest", () -> nodes.receiver().messages() == DELIVERIES);
        Eventually.holds(LIMIT, "every delivery is settled", () -> unsettled() == 0);

        int twice = nodes.receiver().received() - DELIVERIES;
        System.out.printf("stop with %d attempts in flight: %d came twice%n", begun, twice);
        assertThat(twice).isLessThanOrEqualTo(Math.min(begun, MAX_IN_FLIGHT));
        assertThat(nodes.rows().query("select 1 from gatehouse_delivery_attempt where failure is not null limit 1"))
                .as("no endpoint is blamed for the stop")
                .isEmpty();
    }

    /** Stops a node as soon as it sends; how long that takes. */
    private Duration stop(boolean isFirst) {
        Eventually.holds(LIMIT, "deliveries run", () -> nodes.receiver().received() >= DeliveryNodes.ENDPOINTS);
        long startNs = System.nanoTime();
        (isFirst ? nodes.first() : nodes.second()).stop();
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    private void insert() throws Exception {
        try (EventLoad load = nodes.load()) {
            load.insert(nodes.realmId(), EVENTS);
        }
    }

    private int unsettled() {
        return nodes.rows()
                .query("select 1 from gatehouse_event union all select 1 from gatehouse_delivery where status = 0")
                .size();
    }
}
