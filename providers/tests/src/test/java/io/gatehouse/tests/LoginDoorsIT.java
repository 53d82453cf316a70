package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever is disabled or locked gets through none of the doors by which people log in and look after their account, not even one
 * that was open before. One table: each door is opened, then its person is barred, then the rest of the way is tried. Long because
 * each door is opened in its own way.
 */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class LoginDoorsIT {
    private static final Pattern CODE = Pattern.compile("(?m)^([0-9]{6})$");
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+action-token\\S+");

    private Gatehouse gatehouse;
    private TestRealm realm;
    private KeyRealm keys;
    private RealmCalls calls;
    private GuestCalls guests;
    private MagicLinks links;
    private Mailbox mailbox;
    private LoginCodes codes;
    private OneTaps google;

    /** What happened to a person since a door was opened. */
    private enum Bar {
        /** The witness: without it, a door that lets nobody in would pass. */
        NOTHING,
        DISABLED,
        LOCKED
    }

    /**
     * A door that is open.
     *
     * @param userId of whom it is
     * @param goesThrough tries the rest of the way
     */
    private record Opened(String userId, BooleanSupplier goesThrough) {}

    /** Opens a door for somebody new. */
    private interface Door {
        Opened open();
    }

    @BeforeEach
    void start(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        keys = new KeyRealm(gatehouse, realm);
        calls = new RealmCalls(gatehouse, realm);
        guests = new GuestCalls(gatehouse, realm);
        links = new MagicLinks(gatehouse, realm);
        mailbox = Mailbox.start();
        mailbox.receivesFor(realm);
        codes = new LoginCodes(calls, mailbox);
        google = new OneTaps(gatehouse, realm);
        guests.set("guests_enabled", true, "guest_max_count", 100);
        realm.admin("PUT", "")
                .json(Map.of(
                        "bruteForceProtected", true,
                        "failureFactor", 2,
                        "waitIncrementSeconds", 900,
                        "maxFailureWaitSeconds", 900,
                        "minimumQuickLoginWaitSeconds", 900))
                .send()
                .expect(204);
    }

    @AfterEach
    void stop() {
        google.close();
        mailbox.close();
    }

    private Map<String, Door> doors() {
        Map<String, Door> doors = new LinkedHashMap<>();
        doors.put("code", () -> {
            Person person = keys.person();
            LoginCodes.Sent sent = codes.sent(email(person));
            return new Opened(person.id(), () -> codes.verify(sent).status() == 200);
        });
        doors.put("link", () -> {
            Person person = keys.person();
            String link = links.sent(mailbox, email(person));
            return new Opened(person.id(), () -> {
                Browser browser = new Browser(gatehouse.http());
                Answer page = browser.open(link);
                return page.status() == 200 && hasCode(links.followed(browser, MagicLinks.press(browser, page)));
            });
        });
        doors.put("page of a link", () -> {
            Person person = keys.person();
            Browser browser = new Browser(gatehouse.http());
            Answer page = browser.open(links.sent(mailbox, email(person)));
            return new Opened(person.id(), () -> hasCode(links.followed(browser, MagicLinks.press(browser, page))));
        });
        doors.put("letter of a forgotten password", () -> {
            Person person = keys.person();
            StockPages pages = new StockPages(gatehouse, realm, "demo-spa");
            String link = resetLink(pages, person);
            return new Opened(person.id(), () -> pages.openAddress(link).body().contains("password-new"));
        });
        doors.put("refresh", () -> {
            Person person = keys.person();
            String token = codes.verify(codes.sent(email(person))).expect(200).text("refresh_token");
            return new Opened(person.id(), () -> refresh(token, person.id()).status() == 200);
        });
        doors.put("own account", () -> {
            Person person = keys.person();
            String token = keys.token(person.username());
            return new Opened(
                    person.id(),
                    () -> keys.v1("GET", "/me").bearer(token).send().status() == 200);
        });
        doors.put("set-up of a second factor", () -> {
            Person person = keys.person();
            SecondFactorCalls factor = SecondFactorCalls.of(keys, person);
            Answer setup = factor.setup().expect(200);
            Totp app = SecondFactorCalls.app(setup);
            return new Opened(
                    person.id(),
                    () -> factor.enrol(setup, SecondFactorCalls.now(app)).status() == 201);
        });
        doors.put("second factor", () -> {
            Person person = keys.person();
            SecondFactorCalls factor = SecondFactorCalls.of(keys, person);
            Totp app = factor.enrolled();
            return new Opened(
                    person.id(),
                    () -> factor.verify(SecondFactorCalls.next(app)).status() == 200);
        });
        doors.put("guest", () -> {
            GuestCalls.Guest guest = guests.guest();
            return new Opened(
                    guest.id(),
                    () -> guests.v1("GET", "/me").bearer(guest.token()).send().status() == 200);
        });
        doors.put("refresh of a guest", () -> {
            Answer guest = guests.v1("POST", "/auth/anonymous").send().expect(200);
            return new Opened(
                    guest.text("user_id"),
                    () -> refresh(guest.text("refresh_token"), guest.text("user_id"))
                                    .status()
                            == 200);
        });
        doors.put("link of a guest to an address", () -> {
            GuestCalls.Guest guest = guests.guest();
            String address = KeyRealm.unique("linked") + "@demo.example";
            guests.v1("POST", "/auth/link-anonymous")
                    .bearer(guest.token())
                    .json(Map.of("email", address))
                    .send()
                    .expect(202);
            Matcher code = CODE.matcher(mailbox.next(address).text());
            assertThat(code.find()).isTrue();
            return new Opened(
                    guest.id(), () -> confirm(guest, address, code.group(1)).status() == 200);
        });
        doors.put("One Tap", () -> {
            Person person = keys.person();
            google.link(person.id(), person.username());
            String nonce = google.nonce();
            String credential = google.credential(person.username(), nonce);
            return new Opened(
                    person.id(), () -> google.present(credential, nonce).status() == 200);
        });
        return doors;
    }

    @ParameterizedTest
    @EnumSource
    void openDoorLetsNobodyInWhoIsBarredSince(Bar bar) {
        List<String> through = new ArrayList<>();
        Map<String, Door> doors = doors();

        doors.forEach((name, door) -> {
            Opened opened = door.open();
            bar(bar, opened.userId());
            if (opened.goesThrough().getAsBoolean()) {
                through.add(name);
            }
        });

        assertThat(through)
                .as(bar.toString())
                .containsExactlyElementsOf(bar == Bar.NOTHING ? doors.keySet() : List.of());
    }

    @Test
    void whoeverIsBarredIsWrittenNothing() {
        Person disabled = keys.person();
        Person locked = keys.person();
        Person witness = keys.person();
        bar(Bar.DISABLED, disabled.id());
        bar(Bar.LOCKED, locked.id());

        for (Person person : List.of(disabled, locked, witness)) {
            String ignored = codes.ask(email(person));
        }
        for (Person person : List.of(disabled, locked, witness)) {
            Answer ignored = links.request(email(person)).send().expect(202);
        }
        for (Person person : List.of(disabled, locked, witness)) {
            assertThat(forget(new StockPages(gatehouse, realm, "demo-spa"), email(person))
                            .body())
                    .contains("You should receive an email shortly");
        }

        assertThat(mailbox.next(email(witness)).subject()).isNotEmpty();
        gatehouse.moveClock(Duration.ofSeconds(31));
        assertThat(mailbox.next(email(witness)).subject()).isNotEmpty();
        gatehouse.moveClock(Duration.ofSeconds(62));
        assertThat(mailbox.next(email(witness)).subject()).isNotEmpty();
        assertThat(mailbox.all(email(disabled))).isEmpty();
        assertThat(mailbox.all(email(locked))).isEmpty();
    }

    private void bar(Bar bar, String userId) {
        if (bar == Bar.DISABLED) {
            keys.changeUser(userId, "enabled", false);
        } else if (bar == Bar.LOCKED) {
            realm.lockOut(
                    realm.admin("GET", "/users/" + userId).send().expect(200).text("username"));
        }
    }

    private static String email(Person person) {
        return person.username() + "@demo.example";
    }

    private static boolean hasCode(Answer answer) {
        return answer.header("Location").orElse("").matches(Pattern.quote(MagicLinks.REDIRECT) + "[?].*code=.*");
    }

    private Answer forget(StockPages pages, String name) {
        Answer named = pages.submit(pages.open(""), "username", "somebody");
        return pages.submit(pages.click(named, "/login-actions/reset-credentials"), "username", name);
    }

    private String resetLink(StockPages pages, Person person) {
        Answer ignored = forget(pages, email(person));
        Matcher link = ADDRESS.matcher(mailbox.next(email(person)).text());
        assertThat(link.find()).isTrue();
        return link.group();
    }

    private Answer refresh(String token, String userId) {
        return calls.v1("POST", "/auth/refresh-token")
                .json(Map.of("refresh_token", token, "user_uuid", userId))
                .send();
    }

    private Answer confirm(GuestCalls.Guest guest, String address, String code) {
        return guests.v1("POST", "/auth/link-anonymous/confirm")
                .bearer(guest.token())
                .json(body(
                        "email", address,
                        "code", code,
                        "client_id", "demo-app",
                        "client_secret", "demo-app-secret",
                        "scope", "openid gatehouse"))
                .send();
    }
}
