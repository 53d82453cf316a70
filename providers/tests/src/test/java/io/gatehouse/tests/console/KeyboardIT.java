package io.gatehouse.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.gatehouse.tests.Chromium;
import io.gatehouse.tests.Gatehouse;
import io.gatehouse.tests.GatehouseExtension;
import io.gatehouse.tests.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The flows by keyboard alone: what is used is reached with Tab, and dialogs hold the focus and give it back. */
@Tag("browser")
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
class KeyboardIT {
    /** More than any page has to tab through. */
    private static final int MOST_TABS = 250;

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
    void keyIsMadeAndRevokedByAnAdministrator() {
        try (Visit visit = visit().admin("carol", "gatehouse/api-keys")) {
            press(visit, visit.testId("gh-key-create"));
            write(visit, visit.field("name"), "keyboard-test-read");
            write(visit, visit.field("scopes"), "calendar.read");
            visit.page().keyboard().press("Enter");
            press(visit, visit.testId("gh-save"));
            press(visit, visit.testId("gh-secret-done"));
            assertThat(visit.page().locator("main h1")).containsText("keyboard-test-read");

            press(visit, visit.testId("gh-actions"));
            reach(visit, visit.testId("gh-action-revoke"), "ArrowDown");
            visit.page().keyboard().press("Enter");
            write(visit, visit.page().locator("[role=dialog] input[type=text]").last(), "keyboard-test-read");
            press(visit, visit.testId("gh-confirm"));
            assertThat(visit.testId("gh-key-status")).containsText("Revoked");
            visit.isClean();
        }
    }

    @Test
    void requestIsApprovedByItsOwner() {
        Seeded seeded = Seeded.into(gatehouse, realm);
        try (Visit visit = visit().account("alice", "approvals")) {
            press(visit, visit.testId("gh-approval-open"));
            write(visit, visit.field("reason"), "By keyboard");
            press(visit, visit.testId("gh-approve"));
            assertThat(visit.testId("gh-done")).isVisible();
            visit.isClean();
        }
        assertThat(realm.admin("GET", "/gatehouse/approvals/" + seeded.approval())
                        .send()
                        .text("status"))
                .isEqualTo("approved");
    }

    @Test
    void policyIsSimulatedAndAWebhookMade() {
        String agent = realm.admin("POST", "/gatehouse/agents")
                .json(Map.of("name", "Typed", "owner", "Team", "scopes", List.of("calendar.read")))
                .send()
                .expect(201)
                .text("id");
        try (Visit visit = visit().admin("carol", "gatehouse/policies/simulate")) {
            write(visit, visit.agentSearch(), agent);
            visit.takeFoundAgent(agent);
            press(visit, visit.testId("gh-simulate-run"));
            assertThat(visit.testId("gh-simulation")).isVisible();

            visit.go("gatehouse/webhooks");
            press(visit, visit.testId("gh-webhook-new"));
            write(visit, visit.field("url"), "https://hooks.example.com/keyboard");
            write(visit, visit.field("events"), "agent.*");
            visit.page().keyboard().press("Enter");
            press(visit, visit.testId("gh-webhook-save"));
            press(visit, visit.testId("gh-secret-done"));
            assertThat(visit.testId("gh-webhook-facts")).isVisible();
            visit.isClean();
        }
    }

    @Test
    void agentIsMadeAndStoppedAndTheAuditLogVerified() {
        try (Visit visit = visit().admin("carol", "gatehouse/agents")) {
            press(visit, visit.testId("gh-agent-create"));
            write(visit, visit.field("name"), "Keyboard agent");
            reach(visit, visit.field("owner_kind"), "Tab");
            visit.page().keyboard().press("t");
            write(visit, visit.field("owner"), "Team");
            press(visit, visit.testId("gh-save"));
            press(visit, visit.testId("gh-secret-done"));
            assertThat(visit.page().locator("main h1")).containsText("Keyboard agent");
            visit.go("gatehouse/agents/" + visit.idInAddress() + "/stop");
            press(visit, visit.testId("gh-stop-revoke"));
            write(visit, visit.page().locator("[role=dialog] input[type=text]").last(), "Keyboard agent");
            press(visit, visit.testId("gh-confirm"));
            assertThat(visit.testId("gh-agent-status").first()).containsText("Revoked");

            visit.go("gatehouse/audit?tab=verify");
            press(visit, visit.testId("gh-audit-page-verify"));
            assertThat(visit.testId("gh-audit-page-verdict")).isVisible();
            visit.isClean();
        }
    }

    private static void write(Visit visit, Locator field, String text) {
        reach(visit, field, "Tab");
        visit.page().keyboard().insertText(text);
    }

    private static void press(Visit visit, Locator button) {
        reach(visit, button, "Tab");
        visit.page().keyboard().press("Enter");
    }

    /** Presses the key until the element, or something within it, has the focus. */
    private static void reach(Visit visit, Locator wanted, String key) {
        Locator one = wanted.first();
        assertThat(one).isVisible();
        for (int i = 0; i < MOST_TABS; i++) {
            if ((Boolean) one.evaluate("element => element.contains(document.activeElement)")) {
                return;
            }
            visit.page().keyboard().press(key);
        }
        throw new AssertionError(wanted + " is not reached by " + key);
    }

    private Visit visit() {
        return Visit.of(chromium, gatehouse, realm, Look.DESKTOP);
    }
}
