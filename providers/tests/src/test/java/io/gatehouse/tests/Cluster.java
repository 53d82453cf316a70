package io.gatehouse.tests;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import io.gatehouse.testkit.Mode;
import io.gatehouse.testkit.Ports;
import io.gatehouse.testkit.http.Http;
import java.time.Duration;

/**
 * Three nodes on one PostgreSQL: two that form a cluster, and one that knows of no cluster, so that nothing but the database
 * tells it what the others do. All of them trust one proxy.
 */
final class Cluster implements AutoCloseable {
    /** From here alone headers of a proxy count. Every Linux has all of 127.0.0.0/8. */
    static final String TRUSTED_PROXY = "127.0.0.9";

    /** As many connections to the database as the node has that forms no cluster. */
    static final int LONER_CONNECTIONS = 12;

    private static final Duration JOIN_LIMIT = Duration.ofSeconds(60);

    private final Ports firstPorts = Ports.free();
    private final String hostname = "http://127.0.0.1:" + firstPorts.http();
    private final PostgresServer postgres = new PostgresServer(false);
    private final Database database = postgres.start().createDatabase("cluster");
    private final DistributionServer first = describe("first")
            .ports(firstPorts)
            .clusterNode(Ports.freePort())
            .importRealm(Built.demoRealm())
            .build();
    private final DistributionServer second =
            describe("second").clusterNode(Ports.freePort()).build();
    private final DistributionServer loner =
            describe("loner").option("--db-pool-max-size=" + LONER_CONNECTIONS).build();

    /** Starts all three. */
    Cluster start() {
        startPair();
        loner.start();
        return this;
    }

    /** Starts the two that form a cluster, and waits until they see each other. */
    void startPair() {
        first.start();
        second.start();
        Eventually.holds(JOIN_LIMIT, "two nodes see each other", () -> members(first) == 2 && members(second) == 2);
    }

    void killFirst() {
        first.kill9();
    }

    void stopPair() {
        first.stop();
        second.stop();
    }

    RealmCalls first() {
        return demo(first);
    }

    RealmCalls second() {
        return demo(second);
    }

    /** The node that hears no notice. */
    RealmCalls loner() {
        return demo(loner);
    }

    /** Sets the clocks of the two that form a cluster to real time plus the offset. */
    void moveClocks(Duration offset) {
        first.moveClock(offset);
        second.moveClock(offset);
    }

    PostgresServer postgres() {
        return postgres;
    }

    @Override
    public void close() {
        loner.close();
        second.close();
        first.close();
        postgres.close();
    }

    private static RealmCalls demo(KeycloakServer node) {
        Gatehouse gatehouse = new Gatehouse(node, null);
        return new RealmCalls(gatehouse, gatehouse.realm("demo"));
    }

    private KeycloakServerBuilder describe(String name) {
        return KeycloakServer.from(Built.distribution())
                .home(Built.serverHome("revocation-" + name))
                .mode(Mode.PRODUCTION)
                .database(database)
                .hostname(hostname)
                .provider(Built.jar())
                .movableClock(Built.clockJar())
                .option("--proxy-headers=xforwarded")
                .option("--proxy-trusted-addresses=" + TRUSTED_PROXY)
                .quickStart();
    }

    /** How many nodes the node's cluster has, as its metrics say. */
    private static int members(KeycloakServer node) {
        return new Http(node.managementUrl())
                .get("/metrics")
                .send()
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith("vendor_cluster_size"))
                .map(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }
}
