package io.gatehouse.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.Chromium;
import io.gatehouse.tests.Gatehouse;
import io.gatehouse.tests.GatehouseExtension;
import io.gatehouse.tests.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The docs hub as a developer uses it: found by keyboard, calls tried out, and no secret left on any page. */
@Tag("browser")
@Tag("h2")
@ExtendWith(GatehouseExtension.class)
class DocsHubPagesIT {
    private static final List<String> PAGES =
            List.of("index.html", "explorer.html", "playground.html", "guide/api-keys.html", "guide/errors.html");

    private Gatehouse gatehouse;
    private TestRealm realm;
    private Chromium chromium;

    @BeforeEach
    void start(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        chromium = Chromium.start();
    }

    @AfterEach
    void stop() {
        chromium.close();
    }

    @Test
    void everyPageIsAccessibleFitsAPhoneAndAsksNobodyElse() {
        for (Look look : List.of(Look.DESKTOP, Look.DARK, Look.PHONE)) {
            try (Visit visit = Visit.of(chromium, gatehouse, realm, look)) {
                for (String page : PAGES) {
                    visit.page().navigate(docs(page));
                    assertThat(visit.page().locator("h1").first()).isVisible();
                    visit.isAccessible(page + " " + look);
                    visit.fitsTheScreen(page + " " + look);
                }
                visit.isClean();
            }
        }
    }

    @Test
    void pagesAreFoundByKeyboard() {
        try (Visit visit = Visit.of(chromium, gatehouse, realm, Look.DESKTOP)) {
            visit.page().navigate(docs(""));
            assertThat(visit.testId("gh-docs-card-key-manager")).isVisible();
            assertThat(visit.testId("gh-docs-health")).not().isEmpty();
            visit.page().keyboard().press("Control+k");
            assertThat(visit.testId("gh-docs-search").locator("input")).isFocused();
            visit.page().keyboard().insertText("rotate");
            assertThat(visit.testId("gh-docs-search-results")).containsText(Pattern.compile("[Rr]otat"));
            visit.page().keyboard().press("Escape");
            visit.page().navigate(docs("guide/api-keys.html"));
            visit.page().keyboard().press("g");
            visit.page().keyboard().press("d");
            assertThat(visit.testId("gh-docs-card-explorer")).isVisible();
            visit.isClean();
        }
    }

    @Test
    void explorerShowsWhatTheServerSays() {
        Answer contract = gatehouse
                .outsideContract()
                .get(realm.path("/gatehouse/v1/openapi.json"))
                .send()
                .expect(200);
        int paths = contract.json().path("paths").size();
        try (Visit visit = Visit.of(chromium, gatehouse, realm, Look.DESKTOP)) {
            visit.page().navigate(docs("explorer.html"));
            assertThat(visit.testId("gh-docs-explorer-paths")).containsText(String.valueOf(paths));
            visit.testId("gh-docs-explorer-filter").fill("pause-all");
            assertThat(visit.testId("gh-docs-explorer-row").filter(new Locator.FilterOptions().setVisible(true)))
                    .hasCount(1);
            assertThat(visit.testId("gh-docs-swagger").locator(".opblock-tag").first())
                    .isVisible();
            assertThat(visit.testId("gh-docs-swagger").locator(".models")).isVisible();
            visit.isClean();
        }
    }

    @Test
    void callOfThePlaygroundIsAuditedAndLeavesNoSecret() {
        String admin = realm.admin("POST", "/gatehouse/api-keys")
                .json(Map.of("name", "playground-test-admin", "scopes", List.of("gatehouse:*")))
                .send()
                .expect(201)
                .text("key");
        try (Visit visit = Visit.of(chromium, gatehouse, realm, Look.DESKTOP)) {
            visit.page().navigate(docs("playground.html"));
            assertThat(visit.testId("gh-docs-credential-state")).containsText("No credentials set");
            visit.testId("gh-docs-credential-input").fill(admin);
            visit.testId("gh-docs-credential-set").click();
            assertThat(visit.testId("gh-docs-credential-state")).containsText("Key set");
            assertThat(visit.testId("gh-docs-safety")).containsText("audit");
            visit.testId("gh-docs-operation-select").selectOption("createAgent");
            visit.testId("gh-docs-body").fill("""
                    {"name": "From the playground", "owner": "Docs", "scopes": ["calendar.read"], "credential": "secret"}""");
            assertThat(visit.testId("gh-docs-curl")).containsText("***masked***");
            visit.testId("gh-docs-send").click();
            assertThat(visit.testId("gh-docs-answer-state")).containsText("201");
            assertThat(visit.testId("gh-docs-answer")).containsText("From the playground");
            assertThat(visit.page().content()).doesNotContainPattern("sk_live_[A-Za-z0-9]{8}");
            visit.knowsNothingOf(admin);
            visit.isClean();
        }
        Answer audit = realm.admin("GET", "/gatehouse/audit/events?type=agent.created")
                .send()
                .expect(200);
        assertThat(audit.json().path("items").size()).isPositive();
    }

    @Test
    void guidesAreReadWithoutScripts() {
        Answer guide = gatehouse
                .outsideContract()
                .get(realm.path("/gatehouse/docs/guide/api-keys.html"))
                .send()
                .expect(200);
        assertThat(guide.body()).contains("<h1", "X-API-Key");
    }

    private String docs(String page) {
        return gatehouse.baseUrl() + realm.path("/gatehouse/docs/" + page);
    }
}
