package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A list of a million keys opens within a second. */
@Tag("bench")
@Tag("browser")
@Isolated("times are measured")
class ConsoleListSpeedIT {
    private static final int KEYS = 1_000_000;
    private static final double LIMIT_MS = 1_000;

    @Test
    void listOfAMillionKeysOpensWithinASecond() throws SQLException {
        try (MeasuredServer server = new MeasuredServer("console-list-speed", new PostgresServer(false));
                Chromium chromium = Chromium.start()) {
            TestRealm realm = server.demo();
            ConsoleSpeedIT.load(server, realm, KEYS);
            double ms = new ConsolePages(chromium, server.gatehouse()).listOfKeysMs(realm);
            System.out.printf("a list of %,d keys opens in %.0f ms (goal %.0f)%n", KEYS, ms, LIMIT_MS);
            assertThat(ms).isLessThanOrEqualTo(LIMIT_MS);
        }
    }
}
