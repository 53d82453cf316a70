package io.gatehouse.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.gatehouse.tests.Chromium;
import io.gatehouse.tests.Gatehouse;
import io.gatehouse.tests.GatehouseExtension;
import io.gatehouse.tests.TestRealm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page of the Admin Console opens for whom it is meant, shuts nobody out, and is not there for others. */
@Tag("browser")
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
class AdminPagesIT {
    private static final List<String> ALL = List.of(
            "overview",
            "agents",
            "api-keys",
            "policies",
            "approvals",
            "webhooks",
            "domains",
            "plans",
            "usage",
            "audit",
            "settings");

    /** What the sidebar has for holders of one role alone. */
    private static final Map<String, List<String>> OF_ROLE = new LinkedHashMap<>();

    static {
        OF_ROLE.put("realm-admin", ALL);
        OF_ROLE.put("manage-gatehouse", ALL);
        OF_ROLE.put(
                "view-gatehouse",
                List.of(
                        "overview",
                        "agents",
                        "api-keys",
                        "policies",
                        "approvals",
                        "webhooks",
                        "domains",
                        "plans",
                        "usage"));
        OF_ROLE.put("manage-agents", List.of("agents"));
        OF_ROLE.put("manage-api-keys", List.of("api-keys"));
        OF_ROLE.put("manage-policies", List.of("policies"));
        OF_ROLE.put("manage-webhooks", List.of("webhooks"));
        OF_ROLE.put("manage-domains", List.of("domains"));
        OF_ROLE.put("manage-plans", List.of("plans", "usage"));
        OF_ROLE.put("view-audit", List.of("audit"));
        OF_ROLE.put("decide-approvals", List.of("approvals"));
        OF_ROLE.put("view-users", List.of());
    }

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
    void eachRoleSeesItsPagesAndNoOther() {
        OF_ROLE.forEach((role, pages) -> {
            realm.grant(realm.createUser("holder-of-" + role), role);
            try (Visit visit = visit(Look.DESKTOP)
                    .admin("holder-of-" + role, "gatehouse/" + (pages.isEmpty() ? "agents" : pages.get(0)))) {
                // The first page of a holder, or what is missing to see it.
                Locator first = pages.isEmpty()
                        ? visit.testId("gh-forbidden")
                        : visit.page().locator("main h1").first();
                assertThat(first).isVisible();
                for (String page : ALL) {
                    assertThat(visit.testId("gatehouse-nav-" + page)).hasCount(pages.contains(page) ? 1 : 0);
                }
                for (String page : pages) {
                    visit.testId("gatehouse-nav-" + page).click();
                    settled(visit);
                    assertThat(visit.testId("gh-forbidden")).hasCount(0);
                    assertThat(visit.testId("gh-problem")).hasCount(0);
                }
                visit.go("gatehouse/" + (pages.contains("webhooks") ? "overview" : "webhooks"));
                if (!pages.contains("overview")) {
                    assertThat(visit.testId("gh-forbidden")).isVisible();
                }
                assertThat(visit.faults()).as(role).isEmpty();
            }
        });
    }

    @Test
    void whoeverMayOnlyLookIsOfferedNothingElse() {
        Seeded seeded = Seeded.into(gatehouse, realm);
        realm.grant(realm.createUser("looker"), "view-gatehouse");
        try (Visit visit = visit(Look.DESKTOP).admin("looker", "gatehouse/agents")) {
            for (Map.Entry<String, String> page : Map.of(
                            "agents", "gh-agent-create",
                            "api-keys", "gh-key-create",
                            "policies", "gh-policy-create",
                            "webhooks", "gh-webhook-new",
                            "domains", "gh-domain-new",
                            "plans", "gh-plan-new")
                    .entrySet()) {
                visit.go("gatehouse/" + page.getKey());
                settled(visit);
                assertThat(visit.testId(page.getValue())).hasCount(0);
            }
            for (String page : List.of(
                    "agents/" + seeded.agent(),
                    "api-keys/" + seeded.key(),
                    "policies/" + seeded.policy(),
                    "approvals/" + seeded.approval(),
                    "webhooks/" + seeded.webhook())) {
                visit.go("gatehouse/" + page);
                settled(visit);
                assertThat(visit.testId("gh-actions")).hasCount(0);
                assertThat(visit.testId("gh-approve")).hasCount(0);
            }
            visit.isClean();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DESKTOP", "DARK"})
    void everyPageIsAccessibleInLightAndDark(Look look) {
        Seeded seeded = Seeded.into(gatehouse, realm);
        try (Visit visit = visit(look).admin("carol", "gatehouse/overview")) {
            for (String page : pages(seeded)) {
                visit.go("gatehouse/" + page);
                settled(visit);
                visit.isAccessible(page + " " + look);
            }
            visit.isClean();
        }
    }

    @Test
    void everyPageSpeaksGermanAndFitsAPhone() {
        Seeded seeded = Seeded.into(gatehouse, realm);
        try (Visit german = visit(Look.GERMAN).admin("carol", "gatehouse/overview");
                Visit phone = visit(Look.PHONE).admin("carol", "gatehouse/overview")) {
            assertThat(german.testId("gatehouse-nav-agents")).hasText("Agenten");
            for (String page : pages(seeded)) {
                german.go("gatehouse/" + page);
                settled(german);
                assertThat(german.page().locator("main").innerText()).as(page).doesNotContainPattern("\\bgh[A-Z]\\w+");
                phone.go("gatehouse/" + page);
                settled(phone);
                phone.fitsTheScreen(page);
            }
            german.isClean();
            phone.isClean();
        }
    }

    private static List<String> pages(Seeded seeded) {
        return List.of(
                "overview",
                "agents",
                "agents/new",
                "agents/blueprints",
                "agents/blueprints/new",
                "agents/" + seeded.agent(),
                "agents/" + seeded.agent() + "/edit",
                "agents/" + seeded.agent() + "/access",
                "agents/" + seeded.agent() + "/policies",
                "agents/" + seeded.agent() + "/activity",
                "agents/" + seeded.agent() + "/stop",
                "api-keys",
                "api-keys/new",
                "api-keys/" + seeded.key(),
                "api-keys/" + seeded.key() + "/edit",
                "policies",
                "policies/new",
                "policies/import",
                "policies/simulate",
                "policies/" + seeded.policy(),
                "approvals",
                "approvals/" + seeded.approval(),
                "webhooks",
                "webhooks/new",
                "webhooks/" + seeded.webhook(),
                "webhooks/" + seeded.webhook() + "/edit",
                "domains",
                "domains/new",
                "domains/" + seeded.domain(),
                "plans",
                "plans/new",
                "plans/pro",
                "usage",
                "audit",
                "settings");
    }

    private Visit visit(Look look) {
        return Visit.of(chromium, gatehouse, realm, look);
    }

    /** Waits until the page shows what it loaded. */
    private static void settled(Visit visit) {
        assertThat(visit.page().locator("main h1").first()).isVisible();
        assertThat(visit.page().locator("main .pf-v5-c-spinner")).hasCount(0);
    }
}
