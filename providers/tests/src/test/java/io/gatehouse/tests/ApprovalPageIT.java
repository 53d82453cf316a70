package io.gatehouse.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gatehouse.tests.ApprovalCalls.DELETE;
import static io.gatehouse.tests.KeyRealm.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.ApprovalCalls.Asked;
import io.gatehouse.tests.RealmCalls.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person gets a mail, opens its link in a real browser, proves a second factor where the rule wants it, and decides. */
@Tag("browser")
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class ApprovalPageIT {
    private static final Totp PHONE = new Totp("a secret of at least twenty");

    private Gatehouse gatehouse;
    private TestRealm realm;
    private ApprovalCalls approvals;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        approvals = new ApprovalCalls(new RealmCalls(gatehouse, realm));
    }

    @AfterEach
    void deletePolicies() {
        approvals.calls().deletePolicies();
    }

    @Test
    void personApprovesLessByTheLinkOfAMail() {
        String approver = unique("approver");
        String id = realm.createUser(approver);
        String ignored = approvals.policy(Map.of("approvers", List.of("user:" + id)));
        Agent agent = approvals.agent();
        try (Mailbox mailbox = Mailbox.start();
                Chromium chromium = Chromium.start()) {
            mailbox.receivesFor(realm);
            Asked asked = approvals.asked(agent, "scope", "orders.read " + DELETE, "intent", "Clean up order 7");
            Page page = chromium.page();
            page.navigate(link(mailbox.next(approver + "@demo.example")));
            Chromium.logIn(page, approver, approver);

            assertThat(page.locator("#gatehouse-approval")).containsText("Clean up order 7");
            page.getByLabel("orders.read").uncheck();
            page.locator("#seconds").fill("60");
            page.locator("#reason").fill("Order 7 only");
            page.locator("#gatehouse-approve").click();

            assertThat(page.getByText("You approved this. The agent can fetch its token."))
                    .isVisible();
            assertThat(page.locator("#gatehouse-approve")).hasCount(0);
            Answer granted = approvals.poll(agent, asked).expect(200);
            assertThat(granted.text("scope")).isEqualTo(DELETE);
            assertThat(granted.json().path("expires_in").asInt()).isBetween(1, 60);
            assertThat(approvals.shown(asked.id()).path("reason").asText()).isEqualTo("Order 7 only");
        }
    }

    @Test
    void stepUpAsksForTheSecondFactorAnew() {
        String approver = unique("careful");
        realm.admin("POST", "/users")
                .json(Map.of(
                        "username",
                        approver,
                        "enabled",
                        true,
                        "email",
                        approver + "@demo.example",
                        "emailVerified",
                        true,
                        "firstName",
                        "Careful",
                        "lastName",
                        "Test",
                        "credentials",
                        List.of(Map.of("type", "password", "value", approver, "temporary", false), PHONE.credential())))
                .send()
                .expect(201);
        String id = realm.userId(approver);
        String ignored = approvals.policy(Map.of("approvers", List.of("user:" + id), "step_up", true));
        Agent agent = approvals.agent();
        try (Mailbox mailbox = Mailbox.start();
                Chromium chromium = Chromium.start()) {
            mailbox.receivesFor(realm);
            Asked asked = approvals.asked(agent);
            String link = link(mailbox.next(approver + "@demo.example"));
            Page page = chromium.page();
            page.navigate(link);
            Chromium.logIn(page, approver, approver);
            code(page, 0);
            assertThat(page.locator("#gatehouse-approve")).isVisible();

            gatehouse.moveClock(Duration.ofMinutes(6));
            page.locator("#gatehouse-approve").click();
            assertThat(page.locator("#gatehouse-step-up")).isVisible();
            assertThat(approvals.shown(asked.id()).path("status").asText()).isEqualTo("pending");

            page.locator("#gatehouse-step-up").click();
            page.locator("#password").fill(approver);
            page.locator("#kc-login").click();
            // Of the next half minute: Keycloak takes each code once, and by the machine's clock.
            code(page, 30);
            page.locator("#gatehouse-approve").click();
            assertThat(page.getByText("You approved this.")).isVisible();
            approvals.poll(agent, asked).expect(200);
        }
    }

    @Test
    void personWithoutASecondFactorIsToldToSetOneUp() {
        String approver = unique("plain");
        String id = realm.createUser(approver);
        String ignored = approvals.policy(Map.of("approvers", List.of("user:" + id), "step_up", true));
        Asked asked = approvals.asked(approvals.agent());
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.page();
            page.navigate(realm.issuer() + "/gatehouse/approvals/" + asked.id());
            Chromium.logIn(page, approver, approver);
            page.locator("#gatehouse-step-up").click();
            page.locator("#password").fill(approver);
            page.locator("#kc-login").click();

            assertThat(page.getByText("Set one up in your account first.")).isVisible();
            assertThat(page.locator("#gatehouse-approve")).hasCount(0);
        }
    }

    private static void code(Page page, int laterSeconds) {
        page.locator("#otp").fill(PHONE.at(Instant.now().getEpochSecond() + laterSeconds));
        page.locator("#kc-login").click();
    }

    private static String link(Mailbox.Mail mail) {
        return mail.text()
                .lines()
                .filter(line -> line.startsWith("http"))
                .findFirst()
                .orElseThrow();
    }
}
