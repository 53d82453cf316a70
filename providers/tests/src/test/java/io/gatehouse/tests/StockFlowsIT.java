package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("own-server")
class StockFlowsIT {
    @Test
    void stockFlowsAreTheSameWithTheJarAsWithoutIt() {
        Map<String, String> without = StockServers.withoutJar();
        Map<String, String> with = StockServers.on(
                StockServers.describe("stock-with").provider(Built.jar()),
                gatehouse -> new StockFlows(gatehouse).run());

        assertThat(StockServers.differences(without, with)).isEmpty();
    }

    /** Two servers that refuse everything are alike too. */
    @Test
    void flowsThatAreComparedDoWork() {
        Map<String, String> without = StockServers.withoutJar();

        assertThat(without)
                .hasSizeGreaterThan(300)
                .containsEntry("password.status", "200")
                .containsEntry("login.status", "302")
                .containsEntry("code.status", "200")
                .containsEntry("refresh.status", "200")
                .containsEntry("client_credentials.status", "200")
                .containsEntry("exchange.status", "200")
                .containsEntry("account.status", "200")
                .containsEntry("account console.status", "200")
                .containsEntry("admin console.status", "200")
                .containsEntry("client flow.status", "200")
                .containsEntry("logout.status", "204")
                .containsEntry("revoke.status", "200")
                .containsEntry("introspection after revoke.body", "{active=false}")
                .containsEntry("wrong secret at /token.status", "401");
        assertThat(without.get("introspection.body")).contains("active=true");
        assertThat(without.get("client_credentials with two of resource.body")).contains("invalid_request");
        assertThat(without.get("client_credentials of a public client.body")).contains("unauthorized_client");
    }
}
