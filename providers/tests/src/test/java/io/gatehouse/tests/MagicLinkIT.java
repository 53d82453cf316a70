package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A link in a mail logs its reader in once, through all that the realm's login asks for besides, and nobody else anywhere. Long by its refusals. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class MagicLinkIT {
    private static final Totp PHONE = new Totp("a secret of at least twenty");

    private static Mailbox mailbox;

    private Gatehouse gatehouse;
    private TestRealm realm;
    private MagicLinks links;

    @BeforeAll
    static void openMailbox() {
        mailbox = Mailbox.start();
    }

    @AfterAll
    static void closeMailbox() {
        mailbox.close();
    }

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        links = new MagicLinks(gatehouse, realm);
        mailbox.receivesFor(realm);
        settings("magic_link_enabled", true, "login_creates_accounts", false, "magic_link_same_browser", false);
        change(client -> {
            client.put("enabled", true).put("consentRequired", false);
            client.putArray("redirectUris").add("http://127.0.0.1:*");
            client.withObject("/attributes").put("gatehouse.login_methods", "magic_link");
        });
    }

    @Test
    void personLogsInByALinkThatScannersOpenedBefore() {
        Person person = person();
        String link = links.sent(mailbox, person.email());
        for (int i = 0; i < 20; i++) {
            gatehouse.http().get(link).send().expect(200);
            gatehouse.http().request("HEAD", link).send().expect(200);
        }

        Browser browser = new Browser(gatehouse.http());
        Answer page = browser.open(link);
        assertThat(page.body()).contains("Demo single-page application").doesNotContain(person.email());
        assertThat(page.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        Answer sentBack = links.followed(browser, MagicLinks.press(browser, page));

        assertThat(sentBack.header("Location").orElseThrow())
                .contains("state=a+state", "iss=")
                .doesNotContain("error");
        JsonNode claims = links.claims(sentBack);
        assertThat(claims.path("sub").asText()).isEqualTo(person.id());
        assertThat(claims.path("azp").asText()).isEqualTo(MagicLinks.CLIENT);
        assertThat(realm.admin("GET", "/users/" + person.id() + "/sessions")
                        .send()
                        .json())
                .hasSize(1);
    }

    @Test
    void linkWorksOnce() {
        String link = links.sent(mailbox, person().email());
        Browser browser = new Browser(gatehouse.http());
        Answer page = browser.open(link);
        String ignored = MagicLinks.code(links.followed(browser, MagicLinks.press(browser, page)));

        assertThat(MagicLinks.press(browser, page).expect(400).body()).contains(MagicLinks.OVER);
        assertThat(new Browser(gatehouse.http()).open(link).expect(400).body()).contains(MagicLinks.OVER);
    }

    @Test
    void letterNamesTheApplicationInTheLanguageOfTheRealm() {
        Person person = person();
        Answer answer = links.request(person.email()).send().expect(202);
        Mailbox.Mail mail = mailbox.next(person.email());

        assertThat(mail.subject()).isEqualTo("Your link to log in");
        assertThat(mail.text()).contains("Demo single-page application", "15 minutes");
        assertThat(mail.html()).contains("<a href=\"" + MagicLinks.link(mail).replace("&", "&amp;") + "\"");
        assertThat(MagicLinks.link(mail)).startsWith(realm.issuer() + "/").doesNotContain("a state", person.id());
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(900);
    }

    @Test
    void codeIsWorthNothingWithoutTheApplicationsVerifier() {
        Answer sentBack = links.followed(new Browser(gatehouse.http()), links.sent(mailbox, person().email()));

        assertThat(links.redeem(sentBack, "x".repeat(43)).send().expect(400).text("error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void unknownAddressIsAnsweredAlikeAndWrittenNothing() {
        Person person = person();
        String nobody = unique("nobody") + "@demo.example";

        Answer known = links.request(person.email()).send().expect(202);
        Answer unknown = links.request(nobody).send().expect(202);

        assertThat(unknown.json()).isEqualTo(known.json());
        Mailbox.Mail ignored = mailbox.next(person.email());
        assertThat(mailbox.all(nobody)).isEmpty();
        assertThat(realm.admin("GET", "/users?email=" + nobody).send().json()).isEmpty();
    }

    @Test
    void realmThatSaysSoCreatesAnAccountWhenTheButtonIsPressed() {
        settings("login_creates_accounts", true);
        String email = unique("newcomer") + "@demo.example";
        String link = links.sent(mailbox, email);
        Browser browser = new Browser(gatehouse.http());
        Answer page = browser.open(link);
        assertThat(page.body()).contains("One will be created");
        assertThat(realm.admin("GET", "/users?email=" + email).send().json()).isEmpty();

        Answer after = links.followed(browser, MagicLinks.press(browser, page));

        JsonNode user =
                realm.admin("GET", "/users?email=" + email).send().json().path(0);
        assertThat(user.path("username").asText()).isEqualTo(email);
        assertThat(user.path("emailVerified").asBoolean()).isTrue();
        // The realm wants a name of everybody: Keycloak's own required action.
        assertThat(after.expect(200).body()).contains("firstName", "lastName");
    }

    @Test
    void linkForANewAccountIsNoneWhenTheRealmNoLongerCreatesThem() {
        settings("login_creates_accounts", true);
        String email = unique("late") + "@demo.example";
        String link = links.sent(mailbox, email);
        settings("login_creates_accounts", false);

        refused(link);
        assertThat(realm.admin("GET", "/users?email=" + email).send().json()).isEmpty();
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("email", null, 422),
                Arguments.of("email", "no address", 422),
                Arguments.of("client_id", null, 422),
                Arguments.of("client_id", "c".repeat(256), 422),
                Arguments.of("client_id", "nobody", 401),
                Arguments.of("client_id", "account-console", 403),
                Arguments.of("redirect_uri", null, 422),
                Arguments.of("redirect_uri", "https://evil.example/", 422),
                Arguments.of("redirect_uri", "http://127.0.0.1:9@evil.example/", 422),
                Arguments.of("redirect_uri", "//evil.example/", 422),
                Arguments.of("redirect_uri", "javascript:alert(1)", 422),
                Arguments.of("redirect_uri", "http://127.0.0.1:9/cb?code=x", 422),
                Arguments.of("redirect_uri", "http://127.0.0.1:9/" + "a".repeat(982), 422),
                Arguments.of("code_challenge", null, 422),
                Arguments.of("code_challenge", "a".repeat(42), 422),
                Arguments.of("code_challenge", "a".repeat(44), 422),
                Arguments.of("code_challenge", "=".repeat(43), 422),
                Arguments.of("code_challenge_method", "plain", 422),
                Arguments.of("state", "s".repeat(513), 422),
                Arguments.of("nonce", "n".repeat(513), 422),
                Arguments.of("scope", "s".repeat(501), 422),
                Arguments.of("scope", "no-such-scope", 422),
                Arguments.of("unknown", 1, 422));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void requestThatSaysNothingOfAnAddressIsRefusedAtOnce(String member, Object value, int status) {
        Person person = person();

        Answer ignored = links.request(person.email(), member, value).send().expect(status);

        assertThat(mailbox.all(person.email())).isEmpty();
    }

    @Test
    void longestMembersAreTaken() {
        Person person = person();

        String link = links.sent(
                mailbox,
                person.email(),
                "state",
                "s".repeat(512),
                "nonce",
                "n".repeat(512),
                "code_challenge_method",
                "S256",
                "redirect_uri",
                MagicLinks.REDIRECT + "?" + "a".repeat(1_000 - MagicLinks.REDIRECT.length() - 1));

        gatehouse.http().get(link).send().expect(200);
    }

    @Test
    void realmThatDoesNotLetPeopleLogInByLinksSendsNone() {
        settings("magic_link_enabled", false);

        assertThat(links.request(person().email()).send().expect(403).text("code"))
                .isEqualTo("login_disabled");
    }

    @Test
    void oldLinkIsRefused() {
        Person person = person();
        String link = links.sent(mailbox, person.email());

        gatehouse.moveClock(Duration.ofMinutes(14).plusSeconds(50));
        gatehouse.http().get(link).send().expect(200);
        gatehouse.moveClock(Duration.ofMinutes(15).plusSeconds(1));

        assertThat(gatehouse.http().get(link).send().expect(400).body()).contains(MagicLinks.OVER);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("the user is disabled", (test, person) -> test.update(person, "enabled", false)),
                change("the user is gone", (test, person) -> test.realm
                        .admin("DELETE", "/users/" + person.id())
                        .send()
                        .expect(204)),
                change("the user is locked", (test, person) -> test.lock(person)),
                change(
                        "the user has another address",
                        (test, person) -> test.update(person, "email", "x" + person.email())),
                change("the client is disabled", (test, person) -> test.change(client -> client.put("enabled", false))),
                change(
                        "the client leads elsewhere",
                        (test, person) -> test.change(
                                client -> client.putArray("redirectUris").add("https://elsewhere.example/"))),
                change(
                        "the client lost the word",
                        (test, person) -> test.change(
                                client -> client.withObject("/attributes").put("gatehouse.login_methods", "guest"))),
                change("the realm switched links off", (test, person) -> test.settings("magic_link_enabled", false)));
    }

    private interface Change {
        void make(MagicLinkIT test, Person person);
    }

    private static Arguments change(String what, Change change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void whateverChangedSinceRefusesTheLink(String what, Change change) {
        Person person = person();
        String link = links.sent(mailbox, person.email());
        Browser browser = new Browser(gatehouse.http());
        Answer page = browser.open(link);
        change.make(this, person);

        Answer pressed = MagicLinks.press(browser, page).expect(400);

        assertThat(pressed.body()).as(what).contains(MagicLinks.REFUSED);
        refused(link);
    }

    @Test
    void disabledAndLockedPeopleAreWrittenNothing() {
        Person disabled = person();
        update(disabled, "enabled", false);
        Person locked = person();
        lock(locked);
        Person witness = person();

        for (Person person : List.of(disabled, locked, witness)) {
            Answer ignored = links.request(person.email()).send().expect(202);
        }

        Mailbox.Mail ignored = mailbox.next(witness.email());
        assertThat(mailbox.all(disabled.email())).isEmpty();
    }

    @Test
    void linksOfOtherRealmsAndChangedOnesAreRefusedAlike() {
        String link = links.sent(mailbox, person().email());
        int at = link.indexOf("key=") + 4;
        String key = link.substring(at);
        List<String> bad = List.of(
                link.replace("/realms/" + realm.name() + "/", "/realms/demo/"),
                link.substring(0, at),
                link.substring(0, link.indexOf('?')),
                link.substring(0, at) + "x".repeat(10_000),
                link.substring(0, link.length() - 1) + (link.endsWith("A") ? "B" : "A"),
                link.substring(0, at) + (key.startsWith("0") ? "1" : "0") + key.substring(1),
                link + "=",
                link + "&redirect_uri=https://evil.example/");

        for (String changed : bad) {
            Answer answer = gatehouse.http().get(changed).send();
            if (changed.contains("evil")) {
                assertThat(answer.expect(200).body()).doesNotContain("evil");
            } else {
                assertThat(answer.expect(400).body()).as(changed).contains(MagicLinks.REFUSED);
            }
        }
        gatehouse.http().get(link).send().expect(200);
    }

    @Test
    void formOfAnotherSiteUsesNothingUp() {
        String link = links.sent(mailbox, person().email());
        Browser browser = new Browser(gatehouse.http());
        String[] hidden = MagicLinks.hidden(browser.open(link));
        String action = link.substring(0, link.indexOf('?'));

        Answer foreign = gatehouse.http().post(action).form(hidden).send();

        assertThat(foreign.expect(200).body()).contains("Press the button again");
        String ignored = MagicLinks.code(links.followed(browser, link));
    }

    @Test
    void secondFactorIsAskedForAndAWrongOneCounts() {
        String email = unique("careful") + "@demo.example";
        realm.admin("POST", "/users")
                .json(Map.of(
                        "username",
                        email,
                        "enabled",
                        true,
                        "email",
                        email,
                        "emailVerified",
                        true,
                        "firstName",
                        "Careful",
                        "lastName",
                        "Test",
                        "credentials",
                        List.of(PHONE.credential())))
                .send()
                .expect(201);
        String id = realm.userId(email);
        Browser browser = new Browser(gatehouse.http());
        Answer page = links.followed(browser, links.sent(mailbox, email));
        assertThat(page.expect(200).body()).contains("name=\"otp\"");

        Answer wrong = links.followed(browser, browser.submit(page, "otp", "000000"));
        assertThat(wrong.expect(200).body()).contains("name=\"otp\"");
        Eventually.value(
                Duration.ofSeconds(10),
                "the failure to count",
                () -> realm.admin("GET", "/attack-detection/brute-force/users/" + id)
                                        .send()
                                        .json()
                                        .path("numFailures")
                                        .asInt()
                                > 0
                        ? java.util.Optional.of(true)
                        : java.util.Optional.empty());
        Answer sentBack = links.followed(
                browser, browser.submit(wrong, "otp", PHONE.at(Instant.now().getEpochSecond())));

        assertThat(links.claims(sentBack).path("sub").asText()).isEqualTo(id);
    }

    @Test
    void requiredActionIsDoneBeforeTheApplicationGetsAnything() {
        Person person = person();
        update(person, "requiredActions", List.of("UPDATE_PASSWORD"));
        Browser browser = new Browser(gatehouse.http());

        Answer page = links.followed(browser, links.sent(mailbox, person.email()));
        assertThat(page.expect(200).body()).contains("password-new");
        Answer sentBack = links.followed(
                browser, browser.submit(page, "password-new", "a new password", "password-confirm", "a new password"));

        assertThat(links.claims(sentBack).path("sub").asText()).isEqualTo(person.id());
    }

    @Test
    void clientThatAsksForConsentGetsItAsked() {
        change(client -> client.put("consentRequired", true));

        Answer page = links.followed(new Browser(gatehouse.http()), links.sent(mailbox, person().email()));

        assertThat(page.expect(200).body()).contains("kc-oauth");
    }

    @Test
    void realmMayWantTheBrowserThatAsked() {
        settings("magic_link_same_browser", true);
        Person person = person();
        Answer asked = links.request(person.email()).send().expect(202);
        assertThat(asked.header("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).contains("HttpOnly"));
        String link = MagicLinks.link(mailbox.next(person.email()));

        refused(link);
        String cookie = asked.header("Set-Cookie").orElseThrow().split(";", 2)[0];
        gatehouse.http().get(link).header("Cookie", cookie).send().expect(200);
    }

    @Test
    void whoeverIsLoggedInAlreadyIsReplacedByWhomTheLinkIsFor() {
        Person first = person();
        Person second = person();
        Browser browser = new Browser(gatehouse.http());
        assertThat(links.claims(links.followed(browser, links.sent(mailbox, first.email())))
                        .path("sub")
                        .asText())
                .isEqualTo(first.id());

        assertThat(links.claims(links.followed(browser, links.sent(mailbox, second.email())))
                        .path("sub")
                        .asText())
                .isEqualTo(second.id());
    }

    @Test
    void firstProofOfAnAddressRemovesWhatWasSetBeforeIt() {
        Person person = person();
        update(person, "emailVerified", false);

        String ignored =
                MagicLinks.code(links.followed(new Browser(gatehouse.http()), links.sent(mailbox, person.email())));

        assertThat(realm.admin("GET", "/users/" + person.id())
                        .send()
                        .json()
                        .path("emailVerified")
                        .asBoolean())
                .isTrue();
        assertThat(realm.admin("GET", "/users/" + person.id() + "/credentials")
                        .send()
                        .json())
                .isEmpty();
    }

    private record Person(String id, String email) {}

    private Person person() {
        String name = unique("reader");
        return new Person(realm.createUser(name), name + "@demo.example");
    }

    private void refused(String link) {
        assertThat(new Browser(gatehouse.http()).open(link).expect(400).body()).contains(MagicLinks.REFUSED);
    }

    private void update(Person person, String member, Object value) {
        ObjectNode user =
                (ObjectNode) realm.admin("GET", "/users/" + person.id()).send().json();
        user.putPOJO(member, value);
        realm.admin("PUT", "/users/" + person.id()).json(user).send().expect(204);
    }

    private void lock(Person person) {
        realm.lockOut(
                realm.admin("GET", "/users/" + person.id()).send().expect(200).text("username"));
    }

    private void settings(Object... members) {
        Map<String, Object> patch = new java.util.HashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            patch.put(String.valueOf(members[i]), members[i + 1]);
        }
        realm.admin("PATCH", "/gatehouse/settings").json(patch).send().expect(200);
    }

    private void change(Consumer<ObjectNode> edit) {
        ObjectNode client = (ObjectNode) realm.admin("GET", "/clients?clientId=" + MagicLinks.CLIENT)
                .send()
                .json()
                .path(0);
        edit.accept(client);
        realm.admin("PUT", "/clients/" + client.path("id").asText())
                .json(client)
                .send()
                .expect(204);
    }
}
