package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.run.DemoData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures of the documentation from the demo: {@code mvn verify -Pscreenshots}. Those of {@link #SHOWN} go to
 * {@code docs/images}; each page in light, dark and on a phone goes to the build's folder {@code screenshots}, to be looked at.
 */
@Tag("screenshots")
class ScreenshotsIT {
    private static final long MAX_BYTES = 200_000;

    /** What the guides and the README show. */
    private static final List<String> SHOWN = List.of(
            "overview",
            "agents",
            "agent",
            "api-keys",
            "policy",
            "approvals",
            "approval",
            "webhooks",
            "audit",
            "account-approvals");

    private enum Look {
        LIGHT(1280, 800, ColorScheme.LIGHT),
        DARK(1280, 800, ColorScheme.DARK),
        PHONE(390, 844, ColorScheme.LIGHT);

        private final int width;
        private final int height;
        private final ColorScheme colors;

        Look(int width, int height, ColorScheme colors) {
            this.width = width;
            this.height = height;
            this.colors = colors;
        }
    }

    @Test
    void pagesArePhotographed() throws IOException {
        try (KeycloakServer server = KeycloakServer.from(Built.distribution())
                        .home(Built.serverHome("screenshots"))
                        .importRealm(Built.demoRealm())
                        .provider(Built.jar())
                        .loopbackWebhooks()
                        .quickStart()
                        .build();
                Chromium chromium = Chromium.start()) {
            server.start();
            Gatehouse gatehouse = new Gatehouse(server, null);
            TestRealm realm = gatehouse.realm("demo");
            new DemoData(gatehouse.outsideContract(), gatehouse.adminToken()).add();
            for (Look look : Look.values()) {
                shoot(
                        chromium,
                        look,
                        "carol",
                        gatehouse.baseUrl() + "/admin/demo/console/#/demo/gatehouse/",
                        adminPages(realm));
                shoot(chromium, look, "alice", gatehouse.baseUrl() + "/realms/demo/account/", accountPages(realm));
                shoot(chromium, look, "", gatehouse.baseUrl() + "/realms/demo/gatehouse/docs/", docsPages());
            }
        }
    }

    private static Map<String, String> adminPages(TestRealm realm) {
        String agent = idOf(realm, "agents", "Calendar assistant");
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "overview");
        pages.put("agents", "agents");
        pages.put("agent-create", "agents/new");
        pages.put("agent", "agents/" + agent);
        pages.put("agent-policies", "agents/" + agent + "/policies");
        pages.put("agent-activity", "agents/" + agent + "/activity");
        pages.put("agent-stop", "agents/" + agent + "/stop");
        pages.put("blueprints", "agents/blueprints");
        pages.put("api-keys", "api-keys");
        pages.put("api-key-create", "api-keys/new");
        pages.put("api-key", "api-keys/" + idOf(realm, "api-keys", "calendar-prod-read"));
        pages.put("policies", "policies");
        pages.put("policy", "policies/" + idOf(realm, "policies", "Bookings need their owner"));
        pages.put("simulate", "policies/simulate?agent=" + agent);
        pages.put("approvals", "approvals");
        pages.put("approval", "approvals/" + first(realm, "approvals"));
        pages.put("webhooks", "webhooks");
        pages.put("webhook-create", "webhooks/new");
        pages.put("webhook", "webhooks/" + first(realm, "webhooks"));
        pages.put("webhook-deliveries", "webhooks/" + first(realm, "webhooks") + "?tab=deliveries");
        pages.put("audit", "audit");
        pages.put("audit-verify", "audit?tab=verify");
        pages.put("settings", "settings");
        return pages;
    }

    private static Map<String, String> accountPages(TestRealm realm) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("account-api-keys", "api-keys");
        pages.put("account-api-key-create", "api-keys/new");
        pages.put("account-agents", "agents");
        pages.put("account-agent", "agents/" + idOf(realm, "agents", "Calendar assistant"));
        pages.put("account-delegations", "agents/delegations");
        pages.put("account-approvals", "approvals");
        pages.put("account-plan", "plan");
        return pages;
    }

    private static Map<String, String> docsPages() {
        return Map.of(
                "docs",
                "",
                "docs-explorer",
                "explorer.html",
                "docs-playground",
                "playground.html",
                "docs-guide",
                "guide/console.html");
    }

    private static String idOf(TestRealm realm, String things, String name) {
        for (var item : realm.admin("GET", "/gatehouse/" + things + "?limit=100")
                .send()
                .expect(200)
                .json()
                .path("items")) {
            if (item.path("name").asText().equals(name)) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError("no " + name);
    }

    private static String first(TestRealm realm, String things) {
        return realm.admin("GET", "/gatehouse/" + things)
                .send()
                .expect(200)
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asText();
    }

    private static void shoot(Chromium chromium, Look look, String username, String base, Map<String, String> pages) {
        Page page = chromium.page(new Browser.NewContextOptions()
                .setLocale("en-US")
                .setViewportSize(look.width, look.height)
                .setColorScheme(look.colors));
        boolean isLoggedIn = username.isEmpty();
        for (Map.Entry<String, String> one : pages.entrySet()) {
            // Else an address that differs after the # alone would be no navigation to wait for.
            page.navigate("about:blank");
            page.navigate(base + one.getValue());
            if (!isLoggedIn) {
                Chromium.logIn(page, username, username);
                isLoggedIn = true;
            }
            page.locator("main h1").first().waitFor();
            PlaywrightAssertions.assertThat(page.locator("main .pf-v5-c-spinner"))
                    .hasCount(0);
            page.evaluate("() => document.fonts.ready.then(() => true)");
            save(page, one.getKey(), look);
        }
        page.context().close();
    }

    private static void save(Page page, String name, Look look) {
        Path file = Built.serverHome("")
                .resolveSibling("screenshots")
                .resolve(name + "-" + look.name().toLowerCase(Locale.ROOT) + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        if (look == Look.LIGHT && SHOWN.contains(name)) {
            try {
                assertThat(Files.size(file)).as(name).isLessThanOrEqualTo(MAX_BYTES);
                Path shown = Built.openApi().resolveSibling("images").resolve(name + ".png");
                Files.createDirectories(shown.getParent());
                Files.copy(file, shown, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
