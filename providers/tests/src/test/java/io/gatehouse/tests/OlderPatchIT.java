package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("own-server")
class OlderPatchIT {
    @Test
    void jarRunsOnTheOldestSupportedPatchRelease() {
        DistributionServer server = KeycloakServer.from(Built.olderDistribution())
                .home(Built.serverHome("older-patch"))
                .provider(Built.jar())
                .importRealm(Built.demoRealm())
                .quickStart()
                .build();
        try (Gatehouse gatehouse = new Gatehouse(server, null)) {
            server.start();

            assertThat(Jwt.parse(gatehouse.realm("demo").userToken("alice", "openid"))
                            .claim("preferred_username"))
                    .isEqualTo("alice");
        }
    }
}
