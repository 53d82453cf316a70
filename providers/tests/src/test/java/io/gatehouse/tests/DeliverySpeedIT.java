package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
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
 * How fast one node delivers, to a receiver on the same machine, from one PostgreSQL that writes through to the disk. Prints
 * what it measured; docs/measured keeps such results.
 */
@Tag("bench")
@Isolated("times are measured")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeliverySpeedIT {
    private static final int ENDPOINTS = 32;
    private static final int WARM_UP_EVENTS = 100;
    private static final int EVENTS = 500;
    private static final int PACED_EVENTS = 400;
    private static final double GOAL = 1_000;
    private static final long SLOW_MS = 20;
    private static final int DEAD_REALMS = 100;
    private static final int DEAD_OF_A_REALM = 100;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final PostgresServer postgres = new PostgresServer(false).durable();
    private final CountingReceiver receiver = new CountingReceiver();
    private DistributionServer server;
    private Gatehouse gatehouse;
    private TestRealm realm;
    private String realmId;

    @BeforeAll
    void start() {
        server = KeycloakServer.from(Built.distribution())
                .home(Built.serverHome("delivery-speed"))
                .database(postgres.start().createDatabase("speed"))
                .importRealm(Built.demoRealm())
                .provider(Built.jar())
                .movableClock(Built.clockJar())
                .loopbackWebhooks()
                .build();
        gatehouse = new Gatehouse(server, null);
        server.start();
        realm = gatehouse.realm("demo");
        realmId = realm.admin("GET", "").send().expect(200).text("id");
        IntStream.range(0, ENDPOINTS).forEach(i -> webhook(realm, receiver.url("live-" + i)));
    }

    @AfterAll
    void close() {
        gatehouse.close();
        receiver.close();
        postgres.close();
    }

    @Test
    @Order(1)
    void thousandDeliveriesASecondToAnInstantReceiver() throws Exception {
        double warm = perSecond(WARM_UP_EVENTS);
        double perSecond = perSecond(EVENTS);
        System.out.printf(
                "deliveries: %.0f/s to 32 instant endpoints (goal %.0f; first %d events %.0f/s)%n",
                perSecond, GOAL, WARM_UP_EVENTS, warm);
        assertThat(perSecond).isGreaterThanOrEqualTo(GOAL);
    }

    @Test
    @Order(2)
    void thousandDeliveriesASecondToEndpointsThatTakeTwentyMilliseconds() throws Exception {
        receiver.answerAfter(SLOW_MS);
        double perSecond = perSecond(EVENTS);
        receiver.answerAfter(0);
        System.out.printf("deliveries: %.0f/s to 32 endpoints of 20 ms (goal %.0f)%n", perSecond, GOAL);
        assertThat(perSecond).isGreaterThanOrEqualTo(GOAL);
    }

    @Test
    @Order(3)
    void firstAttemptComesWithinASecondAtHalfOfThatLoad() throws Exception {
        Arrivals arrivals = paced(PACED_EVENTS, GOAL / 2 / ENDPOINTS);
        System.out.printf(
                "deliveries: commit to arrival p50 %d ms, p99 %d ms at %.0f/s (goal 1000 ms)%n",
                arrivals.percentileMs(50), arrivals.percentileMs(99), GOAL / 2);
        assertThat(arrivals.percentileMs(99)).isLessThan(1_000);
    }

    @Test
    @Order(4)
    void tenThousandDeadEndpointsLeaveLiveOnesAlone() throws Exception {
        for (int r = 0; r < DEAD_REALMS; r++) {
            String name = "dead-" + r;
            gatehouse
                    .outsideContract()
                    .post("/admin/realms")
                    .bearer(gatehouse.adminToken())
                    .json(Map.of("realm", name, "enabled", true))
                    .send()
                    .expect(201);
            TestRealm dead = gatehouse.realm(name);
            String id = dead.admin("GET", "").send().expect(200).text("id");
            // Nobody listens on port 9 of this machine.
            IntStream.range(0, DEAD_OF_A_REALM).forEach(i -> webhook(dead, "http://127.0.0.1:9/" + i));
            try (EventLoad load = new EventLoad(postgres.url("speed"), id)) {
                load.insert(id, 1);
            }
        }
        Arrivals arrivals = paced(PACED_EVENTS, 5);
        System.out.printf(
                "deliveries: with %d dead endpoints live ones get theirs after p50 %d ms, p99 %d ms (goal 5000 ms)%n",
                DEAD_REALMS * DEAD_OF_A_REALM, arrivals.percentileMs(50), arrivals.percentileMs(99));
        assertThat(arrivals.percentileMs(99)).isLessThan(5_000);
    }

    private static void webhook(TestRealm of, String url) {
        of.admin("POST", "/gatehouse/webhooks")
                .json(Map.of("url", url, "events", List.of("token.issued")))
                .send()
                .expect(201);
    }

    /** So many events for all endpoints at once; deliveries a second from the first event's place to the last arrival. */
    private double perSecond(int events) throws Exception {
        receiver.clear();
        long startNs = System.nanoTime();
        try (EventLoad load = new EventLoad(postgres.url("speed"), realmId)) {
            load.insert(realmId, events);
        }
        int wanted = events * ENDPOINTS;
        Eventually.holds(LIMIT, wanted + " deliveries", () -> receiver.messages() >= wanted);
        return wanted * 1e9 / (System.nanoTime() - startNs);
    }

    private Arrivals paced(int events, double eventsPerSecond) throws Exception {
        receiver.clear();
        Arrivals arrivals = new Arrivals();
        receiver.onMessage(arrivals::arrived);
        long startNs = System.nanoTime();
        try (EventLoad load = new EventLoad(postgres.url("speed"), realmId)) {
            for (int i = 0; i < events; i++) {
                long dueNs = startNs + (long) (i * 1e9 / eventsPerSecond);
                while (System.nanoTime() < dueNs) {
                    LockSupport.parkNanos(500_000);
                }
                arrivals.committed(load.insertWithId(), System.nanoTime());
            }
        }
        int wanted = events * ENDPOINTS;
        Eventually.holds(LIMIT, wanted + " deliveries", () -> receiver.messages() >= wanted);
        receiver.onMessage((id, ns) -> {});
        return arrivals;
    }
}
