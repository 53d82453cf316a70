package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.ApprovalCalls.Asked;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever may decide is written to, and the link in the mail does nothing by itself. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class ApprovalMailIT {
    private static final Pattern STATE = Pattern.compile("name=\"state_checker\" value=\"([^\"]+)\"");

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
    void approversAreWrittenToAndNobodyElse() {
        String approver = person();
        String owner = person();
        String ignored = approvals.policy(Map.of(
                "approvers",
                List.of("user:" + realm.userId(approver), "user:" + realm.userId(owner)),
                "expires_seconds",
                600));
        try (Mailbox mailbox = Mailbox.start()) {
            mailbox.receivesFor(realm);
            Asked asked = approvals.asked(
                    approvals.agent("name", "Cleaner <b>", "owner", Map.of("type", "user", "id", realm.userId(owner))),
                    "intent",
                    "Remove <script>alert(1)</script> orders");

            Mailbox.Mail mail = mailbox.next(approver + "@demo.example");

            String link = realm.issuer() + "/gatehouse/approvals/" + asked.id();
            assertThat(mail.subject()).isEqualTo("An agent asks for your approval");
            assertThat(mail.text()).contains("Cleaner <b>", "orders.delete", "within 10 minutes", link);
            assertThat(mail.html())
                    .contains("Remove &lt;script&gt;alert(1)&lt;/script&gt; orders", "<a href=\"" + link + "\">")
                    .doesNotContain("<script>");
            assertThat(mailbox.all(owner + "@demo.example")).isEmpty();
            assertThat(mail.text() + mail.html()).doesNotContain(asked.code());
        }
    }

    @Test
    void openingThePageDoesNothingAndAFormOfSomebodyElseNeither() {
        String approver = person();
        String stranger = person();
        String ignored = approvals.policy(Map.of("approvers", List.of("user:" + realm.userId(approver))));
        RealmCalls.Agent agent = approvals.agent();
        Asked asked = approvals.asked(agent);
        String path = realm.path("/gatehouse/approvals/" + asked.id());

        Browser browser = loggedIn(approver, path);
        Answer page = browser.open(path).expect(200);
        assertThat(page.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(page.body()).contains(agent.id(), "orders.delete");
        Matcher state = STATE.matcher(page.body());
        assertThat(state.find()).isTrue();
        assertThat(approvals.shown(asked.id()).path("status").asText()).isEqualTo("pending");

        browser.submit(page, "decision", "approve", "scope", "orders.delete", "seconds", "60")
                .expect(200);
        browser.submit(page, "state_checker", "x", "decision", "approve", "scope", "orders.delete", "seconds", "60")
                .expect(200);
        assertThat(approvals.shown(asked.id()).path("status").asText())
                .as("without the secret of the login")
                .isEqualTo("pending");
        for (String seconds : List.of("0", "x", "9999999999")) {
            browser.submit(
                            page,
                            "state_checker",
                            state.group(1),
                            "decision",
                            "approve",
                            "scope",
                            "orders.delete",
                            "seconds",
                            seconds)
                    .expect(200);
        }
        assertThat(approvals.shown(asked.id()).path("status").asText()).isEqualTo("pending");
        assertThat(loggedIn(stranger, path).open(path).expect(404).body()).doesNotContain(agent.id());
        assertThat(loggedIn(stranger, path)
                        .open(realm.path("/gatehouse/approvals/none"))
                        .expect(404)
                        .body())
                .doesNotContain(agent.id());

        browser.submit(page, "state_checker", state.group(1), "decision", "deny", "reason", "No")
                .expect(303);
        assertThat(approvals.shown(asked.id()).path("status").asText()).isEqualTo("denied");
        assertThat(browser.open(path).expect(200).body()).contains("You denied this");
    }

    /** A browser in which the person logged in on the way to the page. */
    private Browser loggedIn(String username, String path) {
        Browser browser = new Browser(gatehouse.http());
        Answer login = LoginPages.followed(browser, browser.open(path));
        Answer named = browser.submit(login, "username", username);
        Answer ignored = browser.submit(named, "username", username, "password", username)
                .expect(302);
        return browser;
    }

    private String person() {
        String name = unique("decider");
        String ignored = realm.createUser(name);
        return name;
    }
}
