package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mails of a realm reach the mail server that it is told of. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class MailIT {
    private static final Pattern FORGOTTEN = Pattern.compile("href=\"([^\"]*/login-actions/reset-credentials[^\"]*)\"");

    @Test
    void forgottenPasswordIsAnsweredByMail(Gatehouse gatehouse, TestRealm realm) {
        try (Mailbox mailbox = Mailbox.start()) {
            mailbox.receivesFor(realm);
            Browser browser = new Browser(gatehouse.http());
            Answer login = browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid"
                    + "&client_id=demo-app&redirect_uri=" + LoginPages.REDIRECT));
            Answer password = browser.submit(login, "username", "alice");
            Matcher link = FORGOTTEN.matcher(password.body());
            assertThat(link.find()).as(password.body()).isTrue();
            Answer page =
                    LoginPages.followed(browser, browser.open(link.group(1).replace("&amp;", "&")));

            Answer ignored = LoginPages.followed(browser, browser.submit(page, "username", "alice"));

            Mailbox.Mail mail = mailbox.next("alice@demo.example");
            assertThat(mail.from()).isEqualTo("keycloak@demo.example");
            assertThat(mail.subject()).isEqualTo("Reset password");
            assertThat(mail.text()).contains(realm.issuer() + "/login-actions/action-token?key=");
            assertThat(mail.html()).contains("<a href=\"" + realm.issuer() + "/login-actions/action-token?key=");
            assertThat(mailbox.all("bob@demo.example")).isEmpty();
        }
    }
}
