package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import io.gatehouse.testkit.Mode;
import io.gatehouse.testkit.Ports;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is revoked on one node is refused on every other within a second, by notice or by poll, and after a restart. */
@Tag("own-server")
class RevocationClusterIT {
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration STALE_LIMIT = Duration.ofSeconds(45);
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(15);
    private static final int TRIES = 200;

    @Test
    void whatIsRevokedOnOneNodeIsRefusedOnTheOtherWithinASecondAndAfterARestartOfBoth() {
        Ports first = Ports.free();
        String hostname = "http://127.0.0.1:" + first.http();
        try (PostgresServer postgres = new PostgresServer(false).start()) {
            Database database = postgres.createDatabase("revocation");
            DistributionServer node1 = node("cluster-node1", hostname, database)
                    .clusterNode(Ports.freePort())
                    .ports(first)
                    .importRealm(Built.demoRealm())
                    .build();
            try (Gatehouse gatehouse1 = new Gatehouse(node1, null)) {
                node1.start();
                DistributionServer node2 = node("cluster-node2", hostname, database)
                        .clusterNode(Ports.freePort())
                        .builtLike(node1)
                        .build();
                try (Gatehouse gatehouse2 = new Gatehouse(node2, null)) {
                    node2.start();
                    Subjects subjects = new Subjects(gatehouse1, gatehouse2);
                    subjects.allAreGoodOnTheOtherNode();

                    subjects.revokeEverythingAndSeeItRefused(ONE_SECOND);
                    subjects.nothingIsAcceptedAgain();

                    node1.restart();
                    node2.restart();
                    subjects.nothingIsAcceptedAgain();
                    assertThat(subjects.isTokenValid(subjects.spared)).isTrue();
                }
            }
        }
    }

    @Test
    void nodeThatHearsNoNoticeSeesRevocationsByItsPollAndWithoutADatabaseCallsNothingValid() {
        Ports first = Ports.free();
        String hostname = "http://127.0.0.1:" + first.http();
        try (PostgresServer postgres = new PostgresServer(false).start()) {
            Database database = postgres.createDatabase("polling");
            // Without a cluster port each node is alone: no notice of the one reaches the other.
            DistributionServer node1 = node("alone-node1", hostname, database)
                    .ports(first)
                    .importRealm(Built.demoRealm())
                    .build();
            try (Gatehouse gatehouse1 = new Gatehouse(node1, null)) {
                node1.start();
                DistributionServer node2 =
                        node("alone-node2", hostname, database).builtLike(node1).build();
                try (Gatehouse gatehouse2 = new Gatehouse(node2, null)) {
                    node2.start();
                    Subjects subjects = new Subjects(gatehouse1, gatehouse2);
                    subjects.allAreGoodOnTheOtherNode();

                    subjects.revokeEverythingAndSeeItRefused(TWO_SECONDS);

                    postgres.stop();
                    Eventually.holds(
                            STALE_LIMIT,
                            "a node that cannot read the database answers 503",
                            () -> subjects.verify(subjects.spared).status() == 503);
                    for (int i = 0; i < TRIES; i++) {
                        Answer answer = subjects.verify(subjects.spared);
                        assertThat(answer.status()).isEqualTo(503);
                        assertThat(answer.header("Retry-After")).isPresent();
                    }

                    PostgresServer ignored = postgres.start();
                    Eventually.holds(
                            RECOVERY_LIMIT,
                            "the node recovers",
                            () -> subjects.verify(subjects.spared).status() == 200);
                    assertThat(subjects.isTokenValid(subjects.spared)).isTrue();
                    subjects.nothingIsAcceptedAgain();
                }
            }
        }
    }

    private static KeycloakServerBuilder node(String home, String hostname, Database database) {
        return KeycloakServer.from(Built.distribution())
                .home(Built.serverHome(home))
                .mode(Mode.PRODUCTION)
                .database(database)
                .hostname(hostname)
                .provider(Built.jar())
                .movableClock(Built.clockJar())
                .quickStart();
    }

    /** Tokens and keys made on one node and used on the other. */
    private static final class Subjects {
        private final TestRealm here;
        private final Gatehouse there;
        private final String pausedAgent;
        private final String revokedAgent;
        private final String revokedToken;
        private final String tokenOfPaused;
        private final String tokenOfRevoked;
        private final String spared;
        private final String verifierKey;
        private final String revokedKey;
        private final String revokedKeyId;
        private final String switchedOffKey;
        private final String switchedOffKeyId;

        Subjects(Gatehouse here, Gatehouse there) {
            this.here = here.realm("demo");
            this.there = there;
            Answer paused = agent("paused");
            Answer revoked = agent("revoked");
            Answer other = agent("other");
            pausedAgent = paused.text("id");
            revokedAgent = revoked.text("id");
            tokenOfPaused = token(paused);
            tokenOfRevoked = token(revoked);
            revokedToken = token(other);
            spared = token(other);
            verifierKey = key("verifier", "api-keys:verify").text("key");
            Answer toRevoke = key("revoked", "calendar.read");
            revokedKey = toRevoke.text("key");
            revokedKeyId = toRevoke.text("id");
            Answer toSwitchOff = key("switched off", "calendar.read");
            switchedOffKey = toSwitchOff.text("key");
            switchedOffKeyId = toSwitchOff.text("id");
        }

        void allAreGoodOnTheOtherNode() {
            for (String token : new String[] {tokenOfPaused, tokenOfRevoked, revokedToken, spared}) {
                assertThat(isTokenValid(token)).isTrue();
            }
            assertThat(isKeyValid(revokedKey)).isTrue();
            assertThat(isKeyValid(switchedOffKey)).isTrue();
        }

        void revokeEverythingAndSeeItRefused(Duration limit) {
            here.admin("POST", "/gatehouse/tokens/revoke")
                    .json(Map.of("token", revokedToken))
                    .send()
                    .expect(200);
            Eventually.holds(limit, "the token is refused", () -> !isTokenValid(revokedToken));
            here.admin("POST", "/gatehouse/agents/" + pausedAgent + "/pause")
                    .send()
                    .expect(200);
            Eventually.holds(limit, "the paused agent's token is refused", () -> !isTokenValid(tokenOfPaused));
            here.admin("POST", "/gatehouse/agents/" + revokedAgent + "/revoke")
                    .send()
                    .expect(200);
            Eventually.holds(limit, "the revoked agent's token is refused", () -> !isTokenValid(tokenOfRevoked));
            here.admin("DELETE", "/gatehouse/api-keys/" + revokedKeyId).send().expect(204);
            Eventually.holds(limit, "the key is refused", () -> !isKeyValid(revokedKey));
            here.admin("PATCH", "/gatehouse/api-keys/" + switchedOffKeyId)
                    .json(Map.of("is_active", false))
                    .send()
                    .expect(200);
            Eventually.holds(limit, "the key that is switched off is refused", () -> !isKeyValid(switchedOffKey));
        }

        void nothingIsAcceptedAgain() {
            for (int i = 0; i < TRIES / 5; i++) {
                assertThat(isTokenValid(revokedToken)).isFalse();
                assertThat(isTokenValid(tokenOfPaused)).isFalse();
                assertThat(isTokenValid(tokenOfRevoked)).isFalse();
                assertThat(isKeyValid(revokedKey)).isFalse();
                assertThat(isKeyValid(switchedOffKey)).isFalse();
            }
        }

        boolean isTokenValid(String token) {
            return verify(token).expect(200).json().path("valid").asBoolean();
        }

        Answer verify(String token) {
            return there.http()
                    .post("/realms/demo/gatehouse/v1/tokens/verify")
                    .json(Map.of("token", token))
                    .send();
        }

        private boolean isKeyValid(String key) {
            return there.http()
                    .post("/realms/demo/gatehouse/v1/api-keys/verify")
                    .header("X-API-Key", verifierKey)
                    .json(Map.of("key", key))
                    .send()
                    .expect(200)
                    .json()
                    .path("valid")
                    .asBoolean();
        }

        private Answer agent(String name) {
            return here.admin("POST", "/gatehouse/agents")
                    .json(Map.of("name", name, "owner", "team", "scopes", new String[] {"calendar.read"}))
                    .send()
                    .expect(201);
        }

        private Answer key(String name, String scope) {
            return here.admin("POST", "/gatehouse/api-keys")
                    .json(Map.of("name", name, "scopes", new String[] {scope}))
                    .send()
                    .expect(201);
        }

        private String token(Answer agent) {
            return here.token("grant_type", "client_credentials")
                    .basic(agent.text("id"), agent.text("secret_key"))
                    .send()
                    .expect(200)
                    .text("access_token");
        }
    }
}
