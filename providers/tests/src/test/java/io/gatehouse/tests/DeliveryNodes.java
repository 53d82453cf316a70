package io.gatehouse.tests;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Two nodes that share one PostgreSQL and know nothing else of each other, with webhooks to a receiver of the test's. In
 * start-dev, because production mode sends nothing to loopback.
 */
final class DeliveryNodes implements AutoCloseable {
    static final int ENDPOINTS = 32;

    private final Ports firstPorts = Ports.free();
    private final String hostname = "http://127.0.0.1:" + firstPorts.http();
    private final PostgresServer postgres = new PostgresServer(false);
    private final CountingReceiver receiver = new CountingReceiver();
    private final String name;
    private final DistributionServer first;
    private final DistributionServer second;
    private String realmId = "";

    /** @param name of the test, for the nodes' folders */
    DeliveryNodes(String name) {
        this.name = name;
        Database database = postgres.start().createDatabase("deliveries");
        first = describe("first", database, firstPorts);
        second = describe("second", database, Ports.free());
    }

    private DistributionServer describe(String node, Database database, Ports ports) {
        return KeycloakServer.from(Built.distribution())
                .home(Built.serverHome(name + "-" + node))
                .ports(ports)
                .database(database)
                .hostname(hostname)
                .importRealm(Built.demoRealm())
                .provider(Built.jar())
                .movableClock(Built.clockJar())
                .loopbackWebhooks()
                .quickStart()
                .build();
    }

    /** Starts both, with {@value #ENDPOINTS} endpoints that want {@code token.issued}. */
    DeliveryNodes start() {
        first.start();
        second.start();
        realmId = calls(first).realm().admin("GET", "").send().expect(200).text("id");
        IntStream.range(0, ENDPOINTS).forEach(i -> calls(first)
                .admin("POST", "/webhooks")
                .json(Map.of("url", receiver.url("endpoint-" + i), "events", List.of("token.issued")))
                .send()
                .expect(201));
        return this;
    }

    DistributionServer first() {
        return first;
    }

    DistributionServer second() {
        return second;
    }

    List<DistributionServer> both() {
        return List.of(first, second);
    }

    CountingReceiver receiver() {
        return receiver;
    }

    PostgresServer postgres() {
        return postgres;
    }

    String realmId() {
        return realmId;
    }

    /** Puts events of which each endpoint wants each into the inbox. */
    EventLoad load() throws java.sql.SQLException {
        return new EventLoad(postgres.url("deliveries"), realmId);
    }

    EventRows rows() {
        return new EventRows(postgres.url("deliveries"));
    }

    /** Calls to the demo realm of a node. */
    RealmCalls calls(KeycloakServer node) {
        Gatehouse gatehouse = new Gatehouse(node, null);
        return new RealmCalls(gatehouse, gatehouse.realm("demo"));
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(List.of(first, second, receiver, postgres));
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
