package io.gatehouse.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.Chromium;
import io.gatehouse.tests.Gatehouse;
import io.gatehouse.tests.GatehouseExtension;
import io.gatehouse.tests.TestRealm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The click path of docs/guide/console.md, walked by somebody who has read nothing: only what the pages show is clicked. */
@Tag("browser")
@Tag("h2")
@ExtendWith(GatehouseExtension.class)
class ConsoleJourneyIT {
    private static final String DEFERRED = "urn:gatehouse:params:oauth:grant-type:deferred";

    @Test
    void agentIsMadeBoundByAPolicyApprovedLookedUpInTheAuditAndKilled(Gatehouse gatehouse, TestRealm realm) {
        try (Chromium chromium = Chromium.start();
                Visit visit = Visit.of(chromium, gatehouse, realm, Look.DESKTOP).admin("carol", "gatehouse/overview")) {
            // 1. The overview's first step leads to the agents, their button to the form.
            visit.testId("gh-first-step-agent").getByRole(AriaRole.LINK).click();
            visit.testId("gh-agent-create").first().click();
            visit.field("name").fill("Meeting planner");
            visit.field("owner_kind").selectOption("team");
            visit.field("owner").fill("Office");
            visit.addTo("scopes", Seeded.WRITE);
            visit.testId("gh-save").click();
            String secret = visit.takeSecret(1);
            assertThat(visit.page().locator("main h1")).containsText("Meeting planner");
            String agent = visit.idInAddress();

            // 2. A policy that has a person decide.
            visit.testId("gatehouse-nav-policies").click();
            visit.testId("gh-policy-create").first().click();
            visit.testId("gh-policy-name").fill("Meetings need a person");
            visit.field("rules/0/effect").selectOption("require_approval");
            if (visit.field("rules/0/when/agent").count() == 0) {
                visit.testId("gh-condition-add").first().click();
                visit.testId("gh-condition-agent").click();
            }
            visit.field("rules/0/when/agent").fill(agent);
            // Whoever made the agent decides only where the rule has the word.
            visit.field("rules/0/approval/approvers").fill("creator");
            visit.testId("gh-policy-save").click();
            assertThat(visit.testId("gh-policy-said")).isVisible();

            // The agent asks and is told to wait.
            Answer waits = ask(
                    realm,
                    agent,
                    secret,
                    "grant_type",
                    "client_credentials",
                    "scope",
                    Seeded.WRITE,
                    "intent",
                    "Book Thursday");
            assertThat(waits.json().path("error").asText()).isEqualTo("authorization_pending");

            // 3. Somebody says yes.
            visit.testId("gatehouse-nav-approvals").click();
            Locator waiting = visit.testId("gh-approvals").getByText("Book Thursday");
            assertThat(waiting).isVisible();
            visit.testId("gh-approvals")
                    .locator("[data-testid^=gh-approval-open-]")
                    .first()
                    .click();
            visit.field("reason").fill("Thursday is free");
            visit.testId("gh-approve").click();
            assertThat(visit.testId("gh-approval-outcome")).isVisible();
            ask(realm, agent, secret, "grant_type", DEFERRED, "deferral_code", waits.text("deferral_code"))
                    .expect(200);

            // 4. The audit log tells of it.
            visit.testId("gh-approval-audit").click();
            assertThat(visit.testId("gh-audit-events")).containsText("approval.approved");

            // 5. It is stopped for good.
            visit.testId("gatehouse-nav-agents").click();
            visit.testId("gh-agents")
                    .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Meeting planner"))
                    .first()
                    .click();
            visit.testId("gh-agent-tab-stop").click();
            visit.testId("gh-stop-revoke").click();
            visit.confirm("Meeting planner");
            assertThat(visit.testId("gh-agent-status").first()).containsText("Revoked");
            assertThat(ask(realm, agent, secret, "grant_type", "client_credentials", "scope", Seeded.WRITE)
                            .status())
                    .isBetween(400, 401);
            visit.isClean();
        }
    }

    private static Answer ask(TestRealm realm, String agent, String secret, String... form) {
        return realm.token(form).basic(agent, secret).send();
    }
}
