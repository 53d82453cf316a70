package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import io.gatehouse.testkit.Mode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose list of allowed addresses is wrong does not start, and says why. */
@Tag("own-server")
class OutboundOptionsIT {
    private static final String OPTION = "--spi-gatehouse--default--webhook-allowed-addresses=";

    /** Rule 21: what listens on the server itself is never reachable for who registers a webhook in production. */
    @Test
    void productionModeRefusesLoopback() {
        assertDoesNotStart(
                describe().mode(Mode.PRODUCTION).loopbackWebhooks(),
                "spi-gatehouse--default--webhook-allowed-addresses: loopback addresses are for start-dev only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254/32"})
    void listThatCannotBeMeantIsRefused(String list) {
        assertDoesNotStart(describe().option(OPTION + list), "spi-gatehouse--default--webhook-allowed-addresses: ");
    }

    @Test
    void misspeltOptionIsRefused() {
        assertDoesNotStart(
                describe().option("--spi-gatehouse--default--webhook-allowed-adresses=10.0.0.0/8"),
                "unknown options of spi-gatehouse--default: [webhook-allowed-adresses]");
    }

    private static void assertDoesNotStart(KeycloakServerBuilder described, String message) {
        try (DistributionServer server = described.build()) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended with exit code")
                    .hasMessageContaining(message);
        }
    }

    private static KeycloakServerBuilder describe() {
        return KeycloakServer.from(Built.distribution())
                .home(Built.serverHome("outbound-options"))
                .database(Database.h2Memory())
                .provider(Built.jar())
                .quickStart();
    }
}
