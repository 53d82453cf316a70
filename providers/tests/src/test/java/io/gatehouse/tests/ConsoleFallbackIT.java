package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A realm may name the theme where the pages are not there, as in a jar that was built without Node: Keycloak's consoles open. */
@Tag("own-server")
class ConsoleFallbackIT {
    @Test
    void realmThatNamesTheThemeShowsTheStockConsolesWhereItIsNotThere() {
        StockServers.on(StockServers.describe("console-fallback"), gatehouse -> {
            TestRealm demo = gatehouse.realm("demo");
            assertThat(demo.admin("GET", "").send().expect(200).text("adminTheme"))
                    .isEqualTo("gatehouse");

            assertThat(page(gatehouse, "/admin/demo/console/")).contains("/admin/keycloak.v2/");
            assertThat(page(gatehouse, "/realms/demo/account/")).contains("/account/keycloak.v3/");
            return true;
        });
    }

    private static String page(Gatehouse gatehouse, String path) {
        return gatehouse.outsideContract().get(path).send().expect(200).body();
    }
}
