package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import io.gatehouse.testkit.Mode;
import io.gatehouse.testkit.Ports;
import io.gatehouse.testkit.http.Http;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("own-server")
class ClusterIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void nodesShareTheirTokensAndSurviveTheKillOfOne() {
        Ports first = Ports.free();
        String hostname = "http://127.0.0.1:" + first.http();
        try (PostgresServer postgres = new PostgresServer(false).start()) {
            Database database = postgres.createDatabase("cluster");
            DistributionServer node1 = node("node1", hostname, database)
                    .ports(first)
                    .importRealm(Built.demoRealm())
                    .build();
            try (Gatehouse gatehouse1 = new Gatehouse(node1, null)) {
                node1.start();
                DistributionServer node2 = node("node2", hostname, database).build();
                try (Gatehouse gatehouse2 = new Gatehouse(node2, null)) {
                    node2.start();
                    Eventually.holds(
                            LIMIT, "both nodes see two members", () -> members(node1) == 2 && members(node2) == 2);
                    String token = gatehouse2.realm("demo").userToken("alice", "openid");
                    assertThat(userInfo(gatehouse1, token)).isEqualTo(200);

                    long pid = node2.pid();
                    node2.kill9();

                    assertThat(ProcessHandle.of(pid)).isEmpty();
                    assertThat(node2.isAlive()).isFalse();
                    Eventually.holds(LIMIT, "the survivor is alone", () -> members(node1) == 1);
                    assertThat(userInfo(gatehouse1, token)).isEqualTo(200);

                    node2.start();
                    Eventually.holds(LIMIT, "the killed node is back", () -> members(node1) == 2);
                    assertThat(userInfo(gatehouse2, token)).isEqualTo(200);
                }
            }
        }
    }

    private static KeycloakServerBuilder node(String name, String hostname, Database database) {
        return KeycloakServer.from(Built.distribution())
                .home(Built.serverHome("cluster-" + name))
                .mode(Mode.PRODUCTION)
                .database(database)
                .hostname(hostname)
                .clusterNode(Ports.freePort())
                .provider(Built.jar())
                .movableClock(Built.clockJar())
                .quickStart();
    }

    private static int userInfo(Gatehouse node, String token) {
        return node.http()
                .get("/realms/demo/protocol/openid-connect/userinfo")
                .bearer(token)
                .send()
                .status();
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
