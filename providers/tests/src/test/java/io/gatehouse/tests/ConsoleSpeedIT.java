package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The pages cost about what Keycloak's own cost, and a list opens at once however long it is. In production mode, on PostgreSQL. */
@Tag("browser")
@Tag("own-server")
@Isolated("times are measured")
class ConsoleSpeedIT {
    /** How many times as much as under Keycloak's own theme the first load may be. */
    private static final double MOST_BYTES = 1.15;

    private static final double LIMIT_MS = 1_000;
    private static final int KEYS = 20_000;

    @Test
    void firstLoadIsAboutThatOfTheStockConsoleAndAListOpensAtOnce() throws SQLException {
        try (MeasuredServer server = new MeasuredServer("console-speed", new PostgresServer(false));
                Chromium chromium = Chromium.start()) {
            TestRealm realm = server.demo();
            ConsolePages pages = new ConsolePages(chromium, server.gatehouse());
            long stock = pages.firstLoadBytes(realm, "keycloak.v2");
            long ours = pages.firstLoadBytes(realm, "gatehouse");
            String bytes =
                    "first load of the Admin Console: stock %,d bytes, with our pages %,d bytes, ratio %.3f (goal %.2f)"
                            .formatted(stock, ours, (double) ours / stock, MOST_BYTES);
            System.out.println(bytes);

            load(server, realm, KEYS);
            double ms = pages.listOfKeysMs(realm);
            System.out.printf("a list of %,d keys opens in %.0f ms (goal %.0f)%n", KEYS, ms, LIMIT_MS);

            assertThat((double) ours / stock).as(bytes).isLessThanOrEqualTo(MOST_BYTES);
            assertThat(ms).isLessThanOrEqualTo(LIMIT_MS);
        }
    }

    /** Gives the realm so many keys. */
    static void load(MeasuredServer server, TestRealm realm, int keys) throws SQLException {
        KeyRealm keyRealm = new KeyRealm(server.gatehouse(), realm);
        new BulkKeys(
                        server.url(),
                        realm,
                        keyRealm.key("scopes", List.of("orders.read")).text("id"))
                .loadUpTo(keys);
    }
}
