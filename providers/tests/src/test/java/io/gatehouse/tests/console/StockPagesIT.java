package io.gatehouse.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.gatehouse.tests.Chromium;
import io.gatehouse.tests.Gatehouse;
import io.gatehouse.tests.GatehouseExtension;
import io.gatehouse.tests.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak's own pages work under our themes as they do under its own: what a new release of Keycloak may break first. */
@Tag("browser")
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
class StockPagesIT {
    private static final Map<String, String> ADMIN_PAGES = Map.of(
            "users", "Users",
            "clients", "Clients",
            "sessions", "Sessions",
            "events", "Events",
            "realm-settings", "Gatehouse demo",
            "organizations", "Organizations",
            "authentication", "Authentication");

    @Test
    void adminPagesOfKeycloakOpen(Gatehouse gatehouse, TestRealm realm) {
        try (Chromium chromium = Chromium.start();
                Visit visit = Visit.of(chromium, gatehouse, realm, Look.DESKTOP).admin("carol", "users")) {
            ADMIN_PAGES.forEach((path, heading) -> {
                visit.go(path);
                Locator title = visit.page().locator("main h1").first();
                assertThat(title).containsText(heading);
            });
            assertThat(visit.page().getByTestId("gatehouse-nav")).isVisible();
            visit.isClean();
        }
    }

    @Test
    void adminChangesAUserOnStockPages(Gatehouse gatehouse, TestRealm realm) {
        String id = realm.createUser("stock-page");
        try (Chromium chromium = Chromium.start();
                Visit visit = Visit.of(chromium, gatehouse, realm, Look.DESKTOP)
                        .admin("carol", "users/" + id + "/settings")) {
            visit.page().locator("#firstName").fill("Changed");
            visit.testId("user-creation-save").click();
            assertThat(visit.page().getByText("The user has been saved")).isVisible();
            visit.isClean();
        }
    }

    @Test
    void accountPagesOfKeycloakOpen(Gatehouse gatehouse, TestRealm realm) {
        try (Chromium chromium = Chromium.start();
                Visit visit = Visit.of(chromium, gatehouse, realm, Look.DESKTOP).account("alice", "")) {
            assertThat(visit.page().locator("#email")).hasValue("alice@demo.example");
            for (List<String> page : List.of(
                    List.of("account-security/signing-in", "Signing in"),
                    List.of("account-security/device-activity", "Device activity"),
                    List.of("applications", "Application"))) {
                visit.page().navigate(gatehouse.baseUrl() + realm.path("/account/" + page.get(0)));
                assertThat(visit.page().locator("main h1").first()).containsText(page.get(1));
            }
            visit.isClean();
        }
    }
}
