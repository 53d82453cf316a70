package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People prove and change their e-mail address by the links of Keycloak's own letters, change their password, and delete their account. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class AccountActionsIT {
    private static final String REDIRECT = "http://127.0.0.1:9/callback";
    private static final Pattern PROCEED = Pattern.compile("<a [^>]*href=\"([^\"]*action-token[^\"]*)\"");

    private Gatehouse gatehouse;
    private TestRealm realm;
    private KeyRealm keys;
    private Mailbox mailbox;

    @BeforeEach
    void realm(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        realm = testRealm;
        keys = new KeyRealm(server, testRealm);
        mailbox = Mailbox.start();
        mailbox.receivesFor(testRealm);
    }

    @AfterEach
    void stop() {
        mailbox.close();
    }

    @Test
    void letterAboutTheAddressIsSentAgainAfterAPauseAndItsLinkProvesIt() {
        Person person = keys.person();
        keys.changeUser(person.id(), "emailVerified", false);
        String token = realm.userToken(person.username(), "openid gatehouse");

        call("POST", "/me/resend-code", token).expect(202);

        String link = link(mailbox.next(person.username() + "@demo.example"));
        Answer tooSoon = call("POST", "/me/resend-code", token).expect(429);
        assertThat(Integer.parseInt(tooSoon.header("Retry-After").orElseThrow()))
                .isBetween(1, 30);
        assertThat(me(token).path("is_verified").asBoolean()).isFalse();
        Browser browser = new Browser(gatehouse.http());
        Answer page = browser.open(link).expect(200);
        Matcher proceed = PROCEED.matcher(page.body());
        assertThat(proceed.find()).as(page.body()).isTrue();
        LoginPages.followed(browser, browser.open(proceed.group(1).replace("&amp;", "&")));
        assertThat(me(token).path("is_verified").asBoolean()).isTrue();
        assertThat(call("POST", "/me/resend-code", token).expect(409).text("code"))
                .isEqualTo("already_verified");
    }

    @Test
    void newAddressIsThePersonsOnceItsLinkIsFollowedAndATakenOneLooksTheSame() {
        Person person = keys.person();
        Person other = keys.person();
        String wanted = KeyRealm.unique("new") + "@demo.example";
        String token = keys.token(person.username());
        String ofOther = keys.token(other.username());

        Answer free = changeEmail(token, wanted).expect(202);
        Answer taken = changeEmail(ofOther, person.username() + "@demo.example").expect(202);

        assertThat(taken.body()).isEqualTo(free.body());
        String link = link(mailbox.next(wanted));
        assertThat(me(token).path("email").asText()).isEqualTo(person.username() + "@demo.example");
        changeEmail(token, "another@demo.example").expect(429);
        changeEmail(ofOther, "another@demo.example").expect(429);
        new Browser(gatehouse.http()).open(link).expect(200);
        JsonNode me = me(token);
        assertThat(me.path("email").asText()).isEqualTo(wanted);
        assertThat(me.path("is_verified").asBoolean()).isTrue();
        new Browser(gatehouse.http()).open(link).expect(400);
        assertThat(mailbox.all(person.username() + "@demo.example")).isEmpty();
    }

    @Test
    void addressThatIsNoneOrIsThePersonsOrThatTheRealmForbidsIsRefused() {
        Person person = keys.person();
        String token = keys.token(person.username());
        account().forbid("UPDATE_EMAIL");
        assertThat(changeEmail(token, "new@demo.example").expect(403).text("code"))
                .isEqualTo("action_disabled");
        account().allow("UPDATE_EMAIL");

        for (String bad : List.of("nobody", "a b@demo.example", "x".repeat(243) + "@demo.example")) {
            assertThat(changeEmail(token, bad)
                            .expect(422)
                            .json()
                            .at("/errors/0/pointer")
                            .asText())
                    .isEqualTo("/email");
        }
        assertThat(changeEmail(token, person.username().toUpperCase(Locale.ROOT) + "@demo.example")
                        .expect(409)
                        .text("code"))
                .isEqualTo("already_verified");
    }

    @Test
    void personWithTheRoleDeletesTheAccountWhereTheRealmAllowsIt() {
        Person person = keys.person();
        String token = keys.token(person.username());
        account().takeDeletionFromEverybody();
        account().forbid("delete_account");
        assertThat(call("DELETE", "/me", token).expect(403).text("code")).isEqualTo("action_disabled");
        account().allow("delete_account");
        assertThat(call("DELETE", "/me", token).expect(403).text("code")).isEqualTo("account_not_deletable");
        account().grantDeletion(person.id());

        call("DELETE", "/me", token).expect(204);

        realm.admin("GET", "/users/" + person.id()).send().expect(404);
        call("GET", "/me", token).expect(401);
        assertThat(realm.admin("GET", "/events?type=DELETE_ACCOUNT&user=" + person.id())
                        .send()
                        .expect(200)
                        .json())
                .hasSize(1);
    }

    @Test
    void passwordChangesOnKeycloaksOwnPage() {
        Person person = keys.person();
        Browser browser = new Browser(gatehouse.http());
        Answer page = browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid"
                + "&client_id=demo-app&kc_action=UPDATE_PASSWORD&redirect_uri=" + REDIRECT));
        Answer named = browser.submit(page, "username", person.username());
        Answer form = browser.submit(named, "username", person.username(), "password", person.username());
        form = form.status() == 302 ? browser.open(form.header("Location").orElseThrow()) : form;

        String back = browser.submit(form, "password-new", "a new password", "password-confirm", "a new password")
                .expect(302)
                .header("Location")
                .orElseThrow();

        assertThat(back).contains("kc_action_status=success");
        passwordLogin(person, person.username()).expect(400, 401);
        passwordLogin(person, "a new password").expect(200);
    }

    private Answer passwordLogin(Person person, String password) {
        return realm.token("grant_type", "password", "username", person.username(), "password", password)
                .basic("demo-app", "demo-app-secret")
                .send();
    }

    private AccountRealm account() {
        return new AccountRealm(realm);
    }

    private JsonNode me(String token) {
        return call("GET", "/me", token).expect(200).json();
    }

    private Answer changeEmail(String token, @Nullable String email) {
        return keys.v1("POST", "/me/change-email")
                .bearer(token)
                .json(body("email", email))
                .send();
    }

    private Answer call(String method, String below, String token) {
        return keys.v1(method, below).bearer(token).send();
    }

    private static String link(Mailbox.Mail mail) {
        return mail.text()
                .lines()
                .filter(line -> line.startsWith("http"))
                .findFirst()
                .orElseThrow();
    }
}
