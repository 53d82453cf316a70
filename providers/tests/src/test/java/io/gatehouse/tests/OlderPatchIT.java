package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("own-server")
class OlderPatchIT {
    private static final String SCOPE = "calendar.read";

    @Test
    void jarRunsOnTheOldestSupportedPatchRelease() {
        KeycloakServerBuilder described = KeycloakServer.from(Built.olderDistribution())
                .home(Built.serverHome("older-patch"))
                .provider(Built.jar())
                .importRealm(Built.demoRealm())
                .quickStart();

        Jwt token = StockServers.on(described, gatehouse -> {
            TestRealm realm = gatehouse.realm("demo");
            assertThat(realm.userToken("alice", "openid")).isNotEmpty();
            String issued = agentToken(realm);
            Answer verified = gatehouse
                    .http()
                    .post(realm.path("/gatehouse/v1/tokens/verify"))
                    .json(Map.of("token", issued, "required_scope", List.of(SCOPE)))
                    .send();
            assertThat(verified.expect(200).text("code")).isEqualTo("VALID");
            return Jwt.parse(issued);
        });

        assertThat(token.header().path("alg").asText()).isEqualTo("EdDSA");
    }

    private static String agentToken(TestRealm realm) {
        Answer agent = realm.admin("POST", "/gatehouse/agents")
                .json(Map.of("name", "bot", "owner", "team", "scopes", List.of(SCOPE), "credential", "secret"))
                .send()
                .expect(201);
        return realm.token("grant_type", "client_credentials", "scope", SCOPE)
                .basic(agent.text("id"), agent.text("secret_key"))
                .send()
                .expect(200)
                .text("access_token");
    }
}
