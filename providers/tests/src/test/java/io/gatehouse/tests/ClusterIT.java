package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import io.gatehouse.testkit.Mode;
import io.gatehouse.testkit.Ports;
import io.gatehouse.testkit.http.Http;
import io.gatehouse.testkit.http.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("own-server")
class ClusterIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int VERIFICATIONS = 5_000;

    @Test
    void nodesShareTokensAndUsedAssertionsAndSurviveTheKillOfOne() throws InterruptedException {
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
                    assertAssertionIsGoodOnce(gatehouse1, gatehouse2, hostname + "/realms/demo");
                    String token = gatehouse2.realm("demo").userToken("alice", "openid");
                    assertThat(userInfo(gatehouse1, token)).isEqualTo(200);

                    long pid = node2.pid();
                    KilledMeters.verify(
                            VERIFICATIONS,
                            new RealmCalls(gatehouse2, gatehouse2.realm("demo")),
                            new RealmCalls(gatehouse1, gatehouse1.realm("demo")),
                            node2::kill9);

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

    /** An assertion that one node has taken is shown to the other the next moment. */
    private static void assertAssertionIsGoodOnce(Gatehouse one, Gatehouse other, String issuer) {
        SigningKey pair = SigningKey.p256();
        Map<String, Object> jwk = new LinkedHashMap<>(pair.jwk());
        jwk.put("kid", "test");
        jwk.put("alg", pair.algorithm());
        String agent = new RealmCalls(one, one.realm("demo"))
                .agent("credential", "public_key", "jwks", Map.of("keys", List.of(jwk)))
                .id();
        for (List<Gatehouse> nodes : List.of(List.of(one, other), List.of(other, one))) {
            String assertion = pair.assertion(agent, issuer);
            asks(nodes.get(0), assertion).send().expect(200);
            assertThat(asks(nodes.get(1), assertion).send().text("error")).isEqualTo("invalid_client");
        }
    }

    private static Request asks(Gatehouse node, String assertion) {
        return node.realm("demo")
                .token(
                        "grant_type",
                        "client_credentials",
                        "client_assertion_type",
                        ClientAssertion.TYPE,
                        "client_assertion",
                        assertion);
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
