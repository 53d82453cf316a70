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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do in the Account Console: own keys and agents, and what agents ask them. */
@Tag("browser")
@ExtendWith(GatehouseExtension.class)
class AccountFlowsIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private Chromium chromium;

    @BeforeEach
    void start(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        chromium = Chromium.start();
        realm.admin("PATCH", "/gatehouse/settings")
                .json(Map.of("self_service_scopes", List.of(Seeded.READ, Seeded.WRITE)))
                .send()
                .expect(200);
    }

    @AfterEach
    void stop() {
        chromium.close();
    }

    @Test
    @Tag("h2")
    void keyIsMadeOnAPhoneShownOnceUsedAndRevoked() {
        try (Visit visit = visit(Look.PHONE).account("alice", "api-keys")) {
            visit.testId("gh-key-create").first().click();
            visit.field("name").fill("phone-test-read");
            visit.testId("gh-save").click();
            String key = visit.takeSecret(0);
            assertThat(isValid(key)).isTrue();
            assertThat(row(visit, "gh-key-row", "phone-test-read")).isVisible();
            visit.fitsTheScreen("the keys");

            row(visit, "gh-key-row", "phone-test-read")
                    .getByRole(AriaRole.LINK)
                    .first()
                    .click();
            visit.testId("gh-key-revoke").click();
            visit.confirm("");
            assertThat(visit.page().locator("main")).containsText("Revoked");
            assertThat(isValid(key)).isFalse();
            visit.isClean();
        }
    }

    @Test
    @Tag("h2")
    void whoeverLoggedInLongAgoLogsInAgainAndFindsTheFormAsItWas() {
        try (Visit visit = visit(Look.DESKTOP)
                .account("alice", "api-keys/new")
                .expects(403)
                .expects(401)) {
            visit.field("name").fill("kept-over-the-login");
            gatehouse.moveClock(Duration.ofMinutes(11));
            visit.testId("gh-save").click();
            visit.testId("gh-login-again-button").click();
            visit.page().locator("#password").fill("alice");
            visit.page().locator("#kc-login").click();
            assertThat(visit.field("name")).hasValue("kept-over-the-login");
            visit.testId("gh-save").click();
            String key = visit.takeSecret(0);
            assertThat(isValid(key)).isTrue();
        }
    }

    @Test
    @Tag("h2")
    void agentOfAPersonWaitsForAnAdministratorAndIsRevoked() {
        try (Visit visit = visit(Look.DESKTOP).account("alice", "agents")) {
            visit.testId("gh-agent-create").first().click();
            visit.field("name").fill("My helper");
            visit.testId("gh-save").click();
            String secret = visit.takeSecret(1);
            assertThat(secret).startsWith("sk_");
            openAgent(visit, "My helper");
            assertThat(visit.page().locator("main h1")).containsText("My helper");
            assertThat(visit.page().locator("main")).containsText("An administrator has to activate this agent");
            visit.testId("gh-agent-revoke").click();
            visit.confirm("My helper");
            assertThat(visit.page().locator("main")).containsText("Revoked");
            visit.isClean();
        }
    }

    @Test
    @Tag("h2")
    void agentIsPausedAndResumed() {
        Seeded seeded = Seeded.into(gatehouse, realm);
        try (Visit visit = visit(Look.PHONE).account("alice", "agents/" + seeded.agent())) {
            visit.testId("gh-agent-move").click();
            assertThat(visit.page().locator("main")).containsText("Paused");
            assertThat(seeded.token(realm).status()).isBetween(400, 401);
            visit.testId("gh-agent-move").click();
            assertThat(visit.testId("gh-agent-move")).hasText("Pause");
            seeded.token(realm).expect(200);
            visit.isClean();
        }
    }

    private void openAgent(Visit visit, String name) {
        visit.page().navigate(gatehouse.baseUrl() + realm.path("/account/agents"));
        row(visit, "gh-agent-row", name).getByRole(AriaRole.LINK).first().click();
    }

    private static Locator row(Visit visit, String testId, String text) {
        return visit.testId(testId).filter(new Locator.FilterOptions().setHasText(text));
    }

    @Test
    @Tag("h2")
    void ownerApprovesLessThanWasAskedFor() {
        Seeded seeded = Seeded.into(gatehouse, realm);
        try (Visit visit = visit(Look.PHONE).account("alice", "approvals")) {
            assertThat(visit.testId("gh-approval-card").first()).containsText("Book Thursday at ten");
            visit.testId("gh-approval-open").first().click();
            visit.field("scope-" + Seeded.READ).uncheck();
            visit.field("reason").fill("Only this meeting");
            visit.fitsTheScreen("the decision");
            visit.testId("gh-approve").click();
            assertThat(visit.testId("gh-done")).isVisible();
            visit.isClean();
        }
        Answer approval = realm.admin("GET", "/gatehouse/approvals/" + seeded.approval())
                .send()
                .expect(200);
        assertThat(approval.text("status")).isEqualTo("approved");
        assertThat(approval.json().path("granted_scope").toString()).isEqualTo("[\"" + Seeded.WRITE + "\"]");
        assertThat(approval.text("reason")).isEqualTo("Only this meeting");
    }

    @Test
    @Tag("h2")
    void linkToARequestWorksThroughTheLoginAndDenies() {
        Seeded seeded = Seeded.into(gatehouse, realm);
        try (Visit visit = visit(Look.DESKTOP).account("alice", "approvals/" + seeded.approval())) {
            assertThat(visit.testId("gh-intent")).containsText("Book Thursday at ten");
            visit.testId("gh-deny").click();
            assertThat(visit.testId("gh-done")).isVisible();
            visit.isClean();
        }
        assertThat(realm.admin("GET", "/gatehouse/approvals/" + seeded.approval())
                        .send()
                        .text("status"))
                .isEqualTo("denied");
    }

    @Test
    @Tag("postgresql")
    void everyPageIsAccessibleSpeaksGermanAndFitsAPhone() {
        Seeded seeded = Seeded.into(gatehouse, realm);
        List<String> pages = List.of(
                "api-keys",
                "api-keys/new",
                "api-keys/" + seeded.key(),
                "api-keys/" + seeded.key() + "/edit",
                "api-keys/" + seeded.key() + "/rotate",
                "agents",
                "agents/new",
                "agents/delegations",
                "agents/" + seeded.agent(),
                "agents/" + seeded.agent() + "/edit",
                "agents/" + seeded.agent() + "/rotate",
                "approvals",
                "approvals/all",
                "approvals/" + seeded.approval(),
                "plan");
        for (Look look : List.of(Look.DARK, Look.GERMAN, Look.PHONE)) {
            try (Visit visit = visit(look).account("alice", "")) {
                for (String page : pages) {
                    visit.goAccount(page);
                    assertThat(visit.page().locator("main .pf-v5-c-spinner")).hasCount(0);
                    visit.isAccessible(page + " " + look);
                    visit.fitsTheScreen(page + " " + look);
                    assertThat(visit.page().locator("main").innerText())
                            .as(page)
                            .doesNotContainPattern("\\bgh[A-Z]\\w+");
                }
                visit.isClean();
            }
        }
    }

    /** What a resource server is told of the key. */
    private boolean isValid(String key) {
        return gatehouse
                .http()
                .post(realm.path("/gatehouse/v1/api-keys/verify"))
                .bearer(realm.serviceAccountToken("gatehouse"))
                .json(Map.of("key", key))
                .send()
                .expect(200)
                .json()
                .path("valid")
                .asBoolean();
    }

    private Visit visit(Look look) {
        return Visit.of(chromium, gatehouse, realm, look);
    }
}
