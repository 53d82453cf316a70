package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code /auth/link-anonymous}: rule 25 of the contract, and that a guest loses nothing but its login when it gets an address. Long by the ways to attack it. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuestLinkIT {
    private static final int PARALLEL = 64;
    private static final int TRIES = 5;
    private static final Duration PAST_A_CODE = Duration.ofMinutes(11);
    private static final Pattern CODE = Pattern.compile("(?m)^([0-9]{6})$");

    private Gatehouse gatehouse;
    private TestRealm realm;
    private GuestCalls guests;
    private Mailbox mailbox;

    @BeforeAll
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        guests = new GuestCalls(gatehouse, realm);
        mailbox = Mailbox.start();
        mailbox.receivesFor(realm);
        realm.admin("PUT", "")
                .json(Map.of("ssoSessionIdleTimeout", 86_400, "accessTokenLifespan", 7_200))
                .send()
                .expect(204);
    }

    @AfterAll
    void stop() {
        mailbox.close();
    }

    @Test
    void guestStaysTheSameUserAndKeepsWhatAnAdministratorGaveIt() {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        GuestCalls.Guest guest = guests.guest();
        Map<String, String> owner = Map.of("type", "user", "id", guest.id());
        RealmCalls.Agent agent = calls.agent("owner", owner);
        Answer key = calls.admin("POST", "/api-keys")
                .json(Map.of("name", "Given", "owner", owner))
                .send()
                .expect(201);
        String address = address();

        Answer linked = confirm(guest, address, code(guest, address)).expect(200);

        assertThat(linked.text("user_id")).isEqualTo(guest.id());
        assertThat(Jwt.parse(linked.text("access_token")).claims().path("sub").asText())
                .isEqualTo(guest.id());
        JsonNode user = guests.user(guest.id());
        assertThat(user.path("email").asText()).isEqualTo(address);
        assertThat(user.path("emailVerified").asBoolean()).isTrue();
        assertThat(user.path("username").asText()).isEqualTo(address);
        assertThat(marked()).doesNotContain(guest.id());
        JsonNode shown =
                guests.userinfo(linked.text("access_token")).expect(200).json();
        assertThat(shown.path("email").asText()).isEqualTo(address);
        assertThat(shown.path("email_verified").asBoolean()).isTrue();
        assertThat(calls.admin("GET", "/agents/" + agent.id())
                        .send()
                        .expect(200)
                        .text("status"))
                .isEqualTo("active");
        assertThat(calls.admin("GET", "/api-keys/" + key.text("id"))
                        .send()
                        .expect(200)
                        .text("status"))
                .isEqualTo("active");
        JsonNode event = new AuditCalls(calls).first("?type=guest.linked&target=" + guest.id());
        assertThat(event.at("/target/id").asText()).isEqualTo(guest.id());
        assertThat(guests.v1("POST", "/auth/link-anonymous")
                        .bearer(linked.text("access_token"))
                        .json(Map.of("email", address()))
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("not_a_guest");
    }

    @Test
    void everySessionFromBeforeEnds() {
        GuestCalls.Guest guest = guests.guest();
        String address = address();

        String token = confirm(guest, address, code(guest, address)).expect(200).text("access_token");

        guests.refresh(guest.refreshToken()).expect(400);
        guests.userinfo(guest.token()).expect(400, 401);
        guests.v1("GET", "/api-keys").bearer(guest.token()).send().expect(401);
        guests.v1("GET", "/api-keys").bearer(token).send().expect(200);
        assertThat(realm.admin("GET", "/users/" + guest.id() + "/sessions")
                        .send()
                        .expect(200)
                        .json())
                .hasSize(1);
    }

    @Test
    void takenAddressLooksLikeAFreeOneAndGetsNoLetter() {
        GuestCalls.Guest guest = guests.guest();
        String address = address();

        Answer taken = ask(guest, "alice@demo.example").expect(202);
        Answer free = ask(guest, address).expect(202);

        assertThat(taken.body()).isEqualTo(free.body());
        String ignored = mailbox.next(address).subject();
        assertThat(mailbox.all("alice@demo.example")).isEmpty();
        assertThat(confirm(guest, "alice@demo.example", "123456").expect(401).text("code"))
                .isEqualTo("invalid_code");
    }

    @Test
    void addressThatIsTakenMeanwhileChangesNothing() {
        GuestCalls.Guest guest = guests.guest();
        String address = address();
        String code = code(guest, address);
        realm.admin("POST", "/users")
                .json(Map.of("username", "quick" + address.hashCode(), "email", address, "enabled", true))
                .send()
                .expect(201);

        assertThat(confirm(guest, address, wrong(code)).expect(401).text("code"))
                .isEqualTo("invalid_code");
        assertThat(confirm(guest, address, code).expect(409).text("code")).isEqualTo("address_taken");

        assertThat(marked()).contains(guest.id());
        assertThat(guests.user(guest.id()).path("email").asText()).endsWith("@guest.invalid");
        guests.refresh(guest.refreshToken()).expect(200);
    }

    @Test
    void codeOfAnotherGuestOrSessionOrAddressIsNone() {
        GuestCalls.Guest guest = guests.guest();
        GuestCalls.Guest other = guests.guest();
        String address = address();
        String code = code(guest, address);

        confirm(other, address, code).expect(401);
        confirm(guest, address(), code).expect(401);
        confirm(anotherSession(guest), address, code).expect(401);

        assertThat(marked()).contains(guest.id(), other.id());
        confirm(guest, address, code).expect(200);
    }

    /** As an administrator may make one: with a password, at a login of its own. */
    private GuestCalls.Guest anotherSession(GuestCalls.Guest guest) {
        realm.admin("PUT", "/users/" + guest.id() + "/reset-password")
                .json(Map.of("type", "password", "value", "given", "temporary", false))
                .send()
                .expect(204);
        Answer login = realm.token(
                        "grant_type",
                        "password",
                        "username",
                        guests.user(guest.id()).path("username").asText(),
                        "password",
                        "given",
                        "scope",
                        "openid gatehouse")
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(200);
        return new GuestCalls.Guest(guest.id(), login.text("access_token"), login.text("refresh_token"));
    }

    @Test
    void codeIsGoodForFiveTries() {
        GuestCalls.Guest guest = guests.guest();
        String address = address();
        String code = code(guest, address);
        for (int i = 0; i < TRIES - 1; i++) {
            confirm(guest, address, wrong(code)).expect(401);
        }
        confirm(guest, address, code).expect(200);

        GuestCalls.Guest second = guests.guest();
        String next = address();
        String nextCode = code(second, next);
        for (int i = 0; i < TRIES; i++) {
            confirm(second, next, wrong(nextCode)).expect(401);
        }
        confirm(second, next, nextCode).expect(401);
        assertThat(marked()).contains(second.id());
    }

    @Test
    void codeEndsAfterTenMinutesAndWithTheNextOne() {
        GuestCalls.Guest guest = guests.guest();
        String address = address();
        String code = code(guest, address);
        String newer = address();
        String newerCode = code(guest, newer);
        confirm(guest, address, code).expect(401);

        gatehouse.moveClock(PAST_A_CODE);

        confirm(guest, newer, newerCode).expect(401);
        assertThat(marked()).contains(guest.id());
    }

    @Test
    void disabledGuestGetsNothing() {
        GuestCalls.Guest guest = guests.guest();
        String address = address();
        String code = code(guest, address);
        ObjectNode user = (ObjectNode) guests.user(guest.id());
        realm.admin("PUT", "/users/" + guest.id())
                .json(user.put("enabled", false))
                .send()
                .expect(204);

        confirm(guest, address, code).expect(401);
        ask(guest, address()).expect(401);

        assertThat(guests.user(guest.id()).path("email").asText()).endsWith("@guest.invalid");
    }

    @Test
    void oneOf64Wins() throws Exception {
        GuestCalls.Guest guest = guests.guest();
        String address = address();
        String code = code(guest, address);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                calls.add(threads.submit(() -> confirm(guest, address, code).status()));
            }
            int winners = 0;
            for (Future<Integer> call : calls) {
                int status = call.get();
                assertThat(status).isIn(200, 401, 403, 429);
                winners += status == 200 ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(guests.user(guest.id()).path("email").asText()).isEqualTo(address);
    }

    @Test
    void onlyAnAddressThatLettersReachIsAskedFor() {
        GuestCalls.Guest guest = guests.guest();

        for (String bad : List.of("", "x", "a@guest.invalid", "A@GUEST.INVALID", "a b@demo.example", "@demo.example")) {
            ask(guest, bad).expect(422);
        }
        ask(guest, "a".repeat(64) + "@" + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61))
                .expect(202);
        ask(guest, "a".repeat(64) + "@" + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(62))
                .expect(422);
        guests.v1("POST", "/auth/link-anonymous")
                .bearer(guest.token())
                .json(Map.of("email", address(), "surprise", 1))
                .send()
                .expect(422);
    }

    private Answer ask(GuestCalls.Guest guest, String address) {
        return guests.v1("POST", "/auth/link-anonymous")
                .bearer(guest.token())
                .json(Map.of("email", address))
                .send();
    }

    /** The code that is sent to an address. */
    private String code(GuestCalls.Guest guest, String address) {
        Answer ignored = ask(guest, address).expect(202);
        Matcher code = CODE.matcher(mailbox.next(address).text());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private Answer confirm(GuestCalls.Guest guest, String address, String code) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("email", address);
        body.put("code", code);
        body.put("client_id", "demo-app");
        body.put("client_secret", "demo-app-secret");
        body.put("scope", "openid gatehouse");
        return guests.v1("POST", "/auth/link-anonymous/confirm")
                .bearer(guest.token())
                .json(body)
                .send();
    }

    private List<String> marked() {
        return realm.admin("GET", "/users?q=anonymous:true&max=1000")
                .send()
                .expect(200)
                .json()
                .findValuesAsText("id");
    }

    private static String wrong(String code) {
        return (code.charAt(0) == '9' ? "0" : "9") + code.substring(1);
    }

    private static String address() {
        return KeyRealm.unique("linked") + "@people.example";
    }
}
