package io.gatehouse.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.Chromium;
import io.gatehouse.tests.Gatehouse;
import io.gatehouse.tests.GatehouseExtension;
import io.gatehouse.tests.TestRealm;
import io.gatehouse.tests.WebhookReceiver;
import io.gatehouse.tests.WebhookReceiver.Reply;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What administrators do in the Admin Console: make, keep the secret, use, look, stop. Long: a flow for each kind of thing. */
@Tag("browser")
@Tag("h2")
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class AdminFlowsIT {
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
    void agentIsMadeItsSecretShownOnceUsedAndRevoked() {
        try (Visit visit = carolAt("agents")) {
            visit.testId("gh-agent-create").first().click();
            visit.field("name").fill("Browser agent");
            visit.field("owner_kind").selectOption("team");
            visit.field("owner").fill("Browser team");
            visit.addTo("scopes", "calendar.read");
            visit.testId("gh-save").click();
            String secret = visit.takeSecret(1);
            assertThat(visit.page().locator("main h1")).containsText("Browser agent");
            String agent = visit.idInAddress();
            token(agent, secret).expect(200);

            visit.testId("gh-agent-tab-stop").click();
            visit.testId("gh-stop-revoke").click();
            visit.confirm("Browser agent");
            assertThat(visit.testId("gh-stop-effect")).containsText("ms");
            assertThat(visit.testId("gh-agent-status").first()).containsText("Revoked");
            assertThat(token(agent, secret).status()).isBetween(400, 401);
            visit.isClean();
        }
    }

    @Test
    void apiKeyIsMadeShownOnceUsedAndRevoked() {
        try (Visit visit = carolAt("api-keys")) {
            visit.testId("gh-key-create").first().click();
            visit.field("name").fill("browser-test-read");
            visit.addTo("scopes", "calendar.read");
            visit.testId("gh-save").click();
            String key = visit.takeSecret(0);
            assertThat(visit.page().locator("main h1")).containsText("browser-test-read");
            assertThat(verified(key)).isTrue();

            visit.testId("gh-actions").click();
            visit.testId("gh-action-revoke").click();
            visit.confirm("browser-test-read");
            assertThat(visit.testId("gh-key-status")).containsText("Revoked");
            assertThat(verified(key)).isFalse();
            visit.isClean();
        }
    }

    @Test
    void keyOfWhichTheServerRefusesAFieldSaysSoAtTheField() {
        try (Visit visit = carolAt("api-keys/new").expects(422)) {
            visit.field("name").fill("browser-test-refused");
            visit.addTo("allowed_ips", "not-an-address");
            visit.testId("gh-save").click();
            assertThat(visit.testId("gh-fault-allowed_ips")).isVisible();
            assertThat(visit.testId("gh-secret")).hasCount(0);
            visit.isClean();
        }
    }

    @Test
    void domainIsAddedItsRecordShownAndDeleted() {
        try (Visit visit = carolAt("domains").expects(422)) {
            visit.testId("gh-domain-new").first().click();
            visit.field("domain").fill("co.uk");
            visit.testId("gh-save").click();
            assertThat(visit.testId("gh-fault-domain")).isVisible();
            visit.field("domain").fill("browser-acme.example");
            visit.testId("gh-save").click();
            assertThat(visit.testId("gh-domain-next")).containsText("TXT record");
            assertThat(visit.page().locator("main input[value='_gatehouse-challenge.browser-acme.example']"))
                    .isVisible();

            visit.testId("gh-actions").click();
            visit.testId("gh-action-delete").click();
            visit.confirm("");
            assertThat(visit.testId("gh-done")).containsText("browser-acme.example");
            visit.isClean();
        }
    }

    @Test
    void planIsMadeGivenToTheRealmAndSeenInTheUsage() {
        try (Visit visit = carolAt("plans")) {
            visit.testId("gh-plan-new").first().click();
            visit.field("name").fill("browser");
            visit.field("agents").fill("50");
            visit.testId("gh-save").click();
            assertThat(visit.testId("gh-plan-browser")).containsText("Agents: 50");
            visit.testId("gatehouse-nav-usage").click();
            visit.testId("gh-plan-assign").click();
            visit.field("plan").selectOption("browser");
            visit.confirm("");
            assertThat(visit.testId("gh-usage-agents")).containsText("of 50");
            visit.testId("gh-plan-assign").click();
            visit.field("plan").selectOption("");
            visit.confirm("");
            assertThat(visit.testId("gh-usage-agents")).not().containsText("of 50");
            visit.isClean();
        }
    }

    @Test
    void webhookIsMadeAFailedDeliveryIsLookedAtAndSentAgain() {
        try (WebhookReceiver receiver = new WebhookReceiver();
                Visit visit = carolAt("webhooks")) {
            receiver.reply("/hook", Reply.of(503));
            visit.testId("gh-webhook-new").first().click();
            visit.field("url").fill(receiver.url("/hook"));
            visit.page()
                    .getByLabel("agent.*", new Page.GetByLabelOptions().setExact(true))
                    .check();
            visit.testId("gh-webhook-save").click();
            String ignored = visit.takeSecret(0);
            realm.admin("POST", "/gatehouse/agents")
                    .json(Map.of("name", "Told", "owner", "Team", "scopes", List.of("calendar.read")))
                    .send()
                    .expect(201);
            receiver.await("/hook", 1);
            receiver.reply("/hook", Reply.of(204));

            visit.testId("gh-tab-deliveries").click();
            Locator delivery =
                    visit.testId("gh-deliveries").getByRole(AriaRole.LINK).first();
            refreshUntil(visit, "gh-deliveries-refresh", delivery);
            delivery.click();
            assertThat(visit.testId("gh-attempts")).containsText("503");
            visit.testId("gh-redeliver").click();
            receiver.await("/hook", 2);
            Locator delivered = visit.testId("gh-delivery-facts")
                    .getByText("Delivered", new Locator.GetByTextOptions().setExact(true));
            refreshUntil(visit, "gh-delivery-refresh", delivered);

            visit.page().goBack();
            visit.testId("gh-webhook-delete").click();
            visit.confirm("");
            assertThat(visit.testId("gh-webhooks").or(visit.testId("gh-empty"))).isVisible();
            assertThat(realm.admin("GET", "/gatehouse/webhooks").send().json().path("items"))
                    .isEmpty();
            visit.isClean();
        }
    }

    @Test
    void policyFromAnExampleIsSimulatedSavedAndSwitchedOff() {
        String agent = realm.admin("POST", "/gatehouse/agents")
                .json(Map.of("name", "Asked about", "owner", "Team", "scopes", List.of("calendar.read")))
                .send()
                .expect(201)
                .text("id");
        try (Visit visit = carolAt("policies")) {
            visit.testId("gh-policy-create").first().click();
            visit.testId("gh-policy-name").fill("No calendars");
            visit.testId("gh-policy-json").fill("""
                    {"name": "No calendars", "rules": [
                      {"id": "none", "effect": "deny", "when": {"scope": "calendar.*"}, "message": "Not today"}]}""");
            visit.testId("gh-policy-tab-simulate").click();
            visit.agentSearch().fill(agent);
            visit.takeFoundAgent(agent);
            visit.field("scope").fill("calendar.read");
            visit.testId("gh-simulate-run").click();
            assertThat(visit.testId("gh-simulation")).containsText("none");
            assertThat(visit.testId("gh-simulation")
                            .getByTestId("gh-effect-deny")
                            .first())
                    .isVisible();

            visit.testId("gh-policy-tab-edit").click();
            visit.testId("gh-policy-save").click();
            assertThat(visit.page()).hasURL(Pattern.compile(".*/policies/[0-9a-f-]{36}.*"));
            visit.testId("gh-policy-switch").click();
            visit.confirm("");
            Answer stored = realm.admin("GET", "/gatehouse/policies").send().expect(200);
            assertThat(stored.json().path("items").path(0).path("is_active").asBoolean())
                    .isFalse();
            visit.isClean();
        }
    }

    @Test
    void auditIsVerifiedByTheServerAndInThePage() {
        try (Visit visit = carolAt("audit")) {
            assertThat(visit.testId("gh-audit-events")).isVisible();
            visit.testId("gh-tab-verify").click();
            visit.testId("gh-audit-verify").click();
            assertThat(visit.testId("gh-audit-verdict")).isVisible();
            visit.testId("gh-audit-page-verify").click();
            assertThat(visit.testId("gh-audit-page-verdict")).isVisible();
            visit.isClean();
        }
    }

    private Visit carolAt(String page) {
        return Visit.of(chromium, gatehouse, realm, Look.DESKTOP).admin("carol", "gatehouse/" + page);
    }

    /** Presses the page's own button until what is wanted is there; the page waits a moment for it each time. */
    private static void refreshUntil(Visit visit, String button, Locator wanted) {
        for (int i = 0; i < 30 && wanted.count() == 0; i++) {
            visit.testId(button).click();
            visit.page().waitForLoadState(LoadState.NETWORKIDLE);
        }
        assertThat(wanted.first()).isVisible();
    }

    private Answer token(String agent, String secret) {
        return realm.token("grant_type", "client_credentials", "scope", "calendar.read")
                .basic(agent, secret)
                .send();
    }

    private boolean verified(String key) {
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
}
