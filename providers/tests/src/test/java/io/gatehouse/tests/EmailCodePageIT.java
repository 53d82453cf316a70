package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The code by e-mail as a step of a login flow, on the login page. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class EmailCodePageIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private Mailbox mailbox;

    @BeforeEach
    void flow(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        mailbox = Mailbox.start();
        mailbox.receivesFor(realm);
        LoginFlows.useAlone(realm, "gatehouse-email-code");
    }

    @AfterEach
    void close() {
        mailbox.close();
    }

    @Test
    void personLogsInByTheCodeAlone() {
        String name = unique("page");
        String ignored = realm.createUser(name);
        Browser browser = new Browser(gatehouse.http());

        Answer asked =
                browser.submit(open(browser), "email", name + "@demo.example").expect(200);
        String code = LoginCodes.code(mailbox.next(name + "@demo.example"));
        Answer wrong = browser.submit(asked, "code", code.equals("000000") ? "000001" : "000000")
                .expect(200);
        assertThat(wrong.body()).contains("This code is wrong, used or too old.");
        Answer in = browser.submit(wrong, "code", code);

        assertThat(in.expect(302).header("Location").orElse(""))
                .startsWith(LoginPages.REDIRECT)
                .contains("code=");
    }

    @Test
    void pageIsTheSameForAnAddressThatNobodyHas() {
        String name = unique("page");
        String ignored = realm.createUser(name);
        Browser one = new Browser(gatehouse.http());
        Browser other = new Browser(gatehouse.http());

        String known = one.submit(open(one), "email", name + "@demo.example")
                .expect(200)
                .body();
        Answer answer =
                other.submit(open(other), "email", "x" + name + "@demo.example").expect(200);

        assertThat(shape(answer.body(), "x" + name)).isEqualTo(shape(known, name));
        String code = LoginCodes.code(mailbox.next(name + "@demo.example"));
        assertThat(other.submit(answer, "code", code).expect(200).body()).contains("gatehouse-code-form");
        assertThat(mailbox.all("x" + name + "@demo.example")).isEmpty();
    }

    @Test
    void sixthTryIsNoneAndTheAccountIsNotLocked() {
        String name = unique("page");
        String id = realm.createUser(name);
        Browser browser = new Browser(gatehouse.http());
        Answer page =
                browser.submit(open(browser), "email", name + "@demo.example").expect(200);
        String code = LoginCodes.code(mailbox.next(name + "@demo.example"));
        String wrong = code.equals("000000") ? "000001" : "000000";

        for (int i = 0; i < 5; i++) {
            page = browser.submit(page, "code", wrong).expect(200);
        }

        Answer last = browser.submit(page, "code", code);
        assertThat(last.status()).isEqualTo(400);
        assertThat(last.body()).contains("too many tries");
        assertThat(realm.admin("GET", "/attack-detection/brute-force/users/" + id)
                        .send()
                        .json()
                        .path("numFailures")
                        .asInt())
                .isZero();
    }

    @Test
    void whoIsDisabledSeesTheSamePageAndGetsNothing() {
        String name = unique("page");
        String id = realm.createUser(name);
        realm.admin("PUT", "/users/" + id).json(Map.of("enabled", false)).send().expect(204);
        Browser browser = new Browser(gatehouse.http());

        Answer page =
                browser.submit(open(browser), "email", name + "@demo.example").expect(200);

        assertThat(page.body()).contains("gatehouse-code-form");
        for (String code : List.of("000000", "", "12345678901234567890")) {
            page = browser.submit(page, "code", code).expect(200);
            assertThat(page.body()).contains("This code is wrong");
        }
        assertThat(mailbox.all(name + "@demo.example")).isEmpty();
    }

    private Answer open(Browser browser) {
        return LoginPages.followed(
                browser,
                browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid"
                        + "&client_id=demo-app&redirect_uri=" + LoginPages.REDIRECT)));
    }

    /** A page without what is random in each. */
    private static String shape(String page, String name) {
        return page.replace(name, "NAME")
                .replaceAll("[?&](amp;)?(session_code|execution|tab_id|client_data)=[^&\"]*", "")
                .replaceAll("[A-Za-z0-9_-]{20,}", "…");
    }
}
