package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The step {@code gatehouse-reset-email} of the shipped realms: it tells nobody who has an account, and is a proof of the address. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class ForgottenPasswordIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern LINK = Pattern.compile("https?://\\S+action-token\\S+");
    private static final String SENT = "You should receive an email shortly";
    private static final String CLIENT = "demo-spa";

    private Gatehouse gatehouse;
    private TestRealm realm;
    private RealmCalls calls;
    private Mailbox mailbox;

    @BeforeEach
    void start(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        mailbox = Mailbox.start();
        mailbox.receivesFor(realm);
    }

    @AfterEach
    void stop() {
        mailbox.close();
    }

    @Test
    void letterIsKeycloaksOwnAndItsLinkIsGoodOnce() {
        String name = unique("forgets");
        String ignored = realm.createUser(name);
        StockPages pages = pages();

        assertThat(forget(pages, name + "@demo.example").body()).contains(SENT);
        Mailbox.Mail mail = mailbox.next(name + "@demo.example");
        String link = link(mail);
        Answer form = pages.openAddress(link);
        Answer done = pages.submit(form, "password-new", "Newly-Chosen", "password-confirm", "Newly-Chosen");

        assertThat(mail.subject()).isEqualTo("Reset password");
        assertThat(mail.text()).contains("5 minutes");
        assertThat(StockPages.isBack(done)).isTrue();
        assertThat(pages.openAddress(link).body()).doesNotContain("password-new");
        assertThat(StockPages.isBack(pages().logIn(name, "Newly-Chosen"))).isTrue();
    }

    @Test
    void firstProofOfAnAddressEndsWhatWasSetUpBeforeIt() {
        String name = unique("squatted");
        String id = realm.createUser(name);
        realm.admin("PUT", "/users/" + id)
                .json(Map.of("emailVerified", false))
                .send()
                .expect(204);
        Map<String, Object> owner = Map.of("type", "user", "id", id);
        String key = calls.admin("POST", "/api-keys")
                .json(Map.of("name", "Squatter's", "owner", owner))
                .send()
                .expect(201)
                .text("id");
        String agent = calls.agent("owner", owner).id();
        StockPages pages = pages();
        Answer ignored = forget(pages, name + "@demo.example");

        Answer form = pages.openAddress(link(mailbox.next(name + "@demo.example")));

        for (String path : List.of("/api-keys/" + key, "/agents/" + agent)) {
            Eventually.holds(LIMIT, path + " is revoked", () -> calls.admin("GET", path)
                    .send()
                    .expect(200)
                    .text("status")
                    .equals("revoked"));
        }
        assertThat(realm.admin("GET", "/users/" + id + "/credentials").send().json())
                .isEmpty();
        Answer done = pages.submit(form, "password-new", "Newly-Chosen", "password-confirm", "Newly-Chosen");
        assertThat(StockPages.isBack(done)).isTrue();
        JsonNode user = realm.admin("GET", "/users/" + id).send().json();
        assertThat(user.path("emailVerified").asBoolean()).isTrue();
    }

    @Test
    void whoeverIsLoggedInIsNotAskedForAName() {
        String name = unique("online");
        String ignored = realm.createUser(name);
        StockPages pages = pages();
        assertThat(StockPages.isBack(pages.logIn(name, name))).isTrue();

        Answer answer = pages.openAddress(realm.path("/login-actions/reset-credentials?client_id=" + CLIENT));

        assertThat(answer.body()).doesNotContain("name=\"username\" value=\"\"");
        assertThat(link(mailbox.next(name + "@demo.example"))).isNotEmpty();
    }

    @Test
    void secondLetterToAnAddressWaitsForHalfAMinute() {
        String name = unique("eager");
        String ignored = realm.createUser(name);

        Answer first = forget(pages(), name + "@demo.example");
        assertThat(link(mailbox.next(name + "@demo.example"))).isNotEmpty();
        Answer second = forget(pages(), name + "@demo.example");

        assertThat(second.body()).contains(SENT);
        assertThat(first.body()).contains(SENT);
        assertThat(mailbox.all(name + "@demo.example")).hasSizeLessThanOrEqualTo(1);
        gatehouse.moveClock(Duration.ofSeconds(31));
        assertThat(link(mailbox.next(name + "@demo.example"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "nobody@demo.example", "%", "a\tb\u0007c", "<b>x</b>@demo.example"})
    void whateverIsEnteredIsAnsweredAlike(String name) {
        assertThat(forget(pages(), name).body()).contains(SENT);
    }

    @Test
    void longestNameAndALongerOneAreAnsweredAlike() {
        assertThat(forget(pages(), "n".repeat(254)).body()).contains(SENT);
        assertThat(forget(pages(), "n".repeat(255)).body()).contains(SENT);
        assertThat(forget(pages(), "  ").body()).doesNotContain(SENT).contains("username");
    }

    private StockPages pages() {
        return new StockPages(gatehouse, realm, CLIENT);
    }

    private static Answer forget(StockPages pages, String name) {
        Answer named = pages.submit(pages.open(""), "username", "somebody");
        return pages.submit(pages.click(named, "/login-actions/reset-credentials"), "username", name);
    }

    private static String link(Mailbox.Mail mail) {
        Matcher link = LINK.matcher(mail.text());
        assertThat(link.find()).as(mail.text()).isTrue();
        return link.group();
    }
}
