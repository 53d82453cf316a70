package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.unique;
import static io.gatehouse.tests.LoginCodes.assertWrong;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.LoginCodes.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Login by a code that is sent by e-mail, and all that it must not do. Long because each way around it is a test. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class EmailCodeIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Totp PHONE = new Totp("a secret of at least twenty");
    private static final Duration SENT = Duration.ofSeconds(20);

    private static final int LOOKS_BETWEEN_TRIES = 150;

    private Gatehouse gatehouse;
    private TestRealm realm;
    private RealmCalls calls;
    private Mailbox mailbox;
    private LoginCodes codes;

    @BeforeEach
    void mailbox(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        mailbox = Mailbox.start();
        mailbox.receivesFor(realm);
        codes = new LoginCodes(calls, mailbox);
    }

    @AfterEach
    void close() {
        set("login_creates_accounts", false);
        set("email_code_enabled", true);
        mailbox.close();
    }

    @Test
    void codeThatWasSentLogsIn() {
        String name = unique("code");
        String id = realm.createUser(name);
        Sent sent = codes.sent(name + "@demo.example");

        Answer answer = codes.verify(sent, "scope", "openid").expect(200);

        JsonNode body = answer.json();
        assertThat(body.path("token_type").asText()).isEqualTo("bearer");
        assertThat(body.path("expires_in").asInt()).isPositive();
        assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(Jwt.parse(body.path("access_token").asText())
                        .claims()
                        .path("sub")
                        .asText())
                .isEqualTo(id);
        assertThat(Jwt.parse(body.path("id_token").asText())
                        .claims()
                        .path("email")
                        .asText())
                .isEqualTo(name + "@demo.example");
        assertWrong(codes.verify(sent));
        JsonNode event = new AuditCalls(calls)
                .first("?type=login.succeeded&request_id="
                        + answer.header("X-Request-ID").orElseThrow());
        assertThat(event.toString()).doesNotContain(sent.code()).contains("email_code", id);
    }

    @Test
    void letterHoldsTheCodeAndSaysWhatItIs() {
        String name = unique("letter");
        String ignored = realm.createUser(name);
        String nonce = codes.ask(name + "@demo.example");
        Mailbox.Mail mail = mailbox.next(name + "@demo.example");
        String code = LoginCodes.code(mail);

        assertThat(nonce).hasSize(43);
        assertThat(mail.subject()).isEqualTo("Your code to log in");
        assertThat(mail.html()).contains("<strong>" + code + "</strong>");
        assertThat(mail.text()).contains("10 minutes");
    }

    @Test
    void unknownAddressIsAnsweredAsAKnownOneAndGetsNothing() {
        String name = unique("known");
        String ignored = realm.createUser(name);
        String unknown = unique("unknown") + "@demo.example";

        Answer first = codes.send(name + "@demo.example").expect(202);
        Answer second = codes.send(unknown).expect(202);

        assertThat(second.json().fieldNames()).toIterable().containsExactlyElementsOf(() -> first.json()
                .fieldNames());
        assertThat(second.json().path("expires_in")).isEqualTo(first.json().path("expires_in"));
        String code = LoginCodes.code(mailbox.next(name + "@demo.example"));
        assertThat(mailbox.all(unknown)).isEmpty();
        assertWrong(codes.verify(new Sent(unknown, second.text("nonce"), code)));
    }

    @Test
    void codeIsGoodForTheBrowserThatAskedAlone() {
        String name = unique("nonce");
        assertThat(realm.createUser(name)).isNotEmpty();
        Answer asked = codes.send(name + "@demo.example").expect(202);
        String code = LoginCodes.code(mailbox.next(name + "@demo.example"));
        String cookie = asked.header("Set-Cookie").orElseThrow();
        Map<String, Object> body = Map.of("email", name + "@demo.example", "code", code);

        assertThat(cookie).contains("; HttpOnly", "; SameSite=Lax", "; Path=" + realm.path("/gatehouse/v1/auth") + ";");
        assertWrong(calls.v1("POST", "/auth/verify-code").json(body).send());
        assertWrong(codes.verify(new Sent(name + "@demo.example", "x".repeat(43), code)));
        assertWrong(codes.verify(new Sent("other-" + name + "@demo.example", asked.text("nonce"), code)));
        try (TestRealm other = gatehouse.freshRealm()) {
            assertThat(other.createUser(name)).isNotEmpty();
            assertWrong(new LoginCodes(new RealmCalls(gatehouse, other), mailbox)
                    .verify(new Sent(name + "@demo.example", asked.text("nonce"), code)));
        }
        calls.v1("POST", "/auth/verify-code")
                .header("Cookie", cookie.split(";", 2)[0])
                .json(body)
                .send()
                .expect(200);
    }

    @Test
    void codeIsWorthNothingAfterTenMinutes() {
        String name = unique("late");
        String ignored = realm.createUser(name);
        Sent sent = codes.sent(name + "@demo.example");

        gatehouse.moveClock(Duration.ofMinutes(10).plusSeconds(5));

        assertWrong(codes.verify(sent));
    }

    @Test
    void whoIsDisabledOrLockedGetsNoLetterAndNoTokens() {
        String name = unique("off");
        String id = realm.createUser(name);
        Sent sent = codes.sent(name + "@demo.example");
        user(id, Map.of("enabled", false));

        assertWrong(codes.verify(sent));
        String nonce = codes.ask(name + "@demo.example");
        // The next letter to somebody else shows that this one's turn has come.
        gatehouse.moveClock(Duration.ofSeconds(40));
        String witness = unique("witness");
        String ignored = realm.createUser(witness);
        Sent other = codes.sent(witness + "@demo.example");
        assertThat(mailbox.all(name + "@demo.example")).hasSize(1);
        assertWrong(codes.verify(new Sent(name + "@demo.example", nonce, other.code())));
    }

    @Test
    void secondFactorIsAskedForAndTheCodeIsGoodUntilItIsGiven() {
        String name = unique("factor");
        String id = person(name, true, List.of(PHONE.credential()));
        assertThat(id).isNotEmpty();
        Sent sent = codes.sent(name + "@demo.example");

        assertThat(codes.verify(sent).expect(403).text("code")).isEqualTo("second_factor_required");
        assertThat(codes.verify(sent, "otp", "000000").expect(401).text("code")).isEqualTo("second_factor_invalid");
        codes.verify(sent, "otp", PHONE.at(Instant.now().getEpochSecond())).expect(200);
    }

    @Test
    void requiredActionIsLeftToTheLoginPage() {
        String name = unique("action");
        String id = realm.createUser(name);
        user(id, Map.of("requiredActions", List.of("UPDATE_PASSWORD")));
        Sent sent = codes.sent(name + "@demo.example");

        assertThat(codes.verify(sent).expect(403).text("code")).isEqualTo("action_required");
    }

    @Test
    void firstProofOfAnAddressEndsWhatWasSetUpBeforeIt() {
        String name = unique("squatter");
        String id = person(
                name,
                false,
                List.of(Map.of("type", "password", "value", name, "temporary", false), PHONE.credential()));
        Map<String, Object> owner = Map.of("type", "user", "id", id);
        String key = calls.admin("POST", "/api-keys")
                .json(Map.of("name", "Squatter's", "owner", owner))
                .send()
                .expect(201)
                .text("id");
        String agent = calls.agent("owner", owner).id();
        Sent sent = codes.sent(name + "@demo.example");

        codes.verify(sent).expect(200);

        for (String path : List.of("/api-keys/" + key, "/agents/" + agent)) {
            Eventually.holds(LIMIT, path + " is revoked", () -> calls.admin("GET", path)
                    .send()
                    .expect(200)
                    .text("status")
                    .equals("revoked"));
        }
        JsonNode user = realm.admin("GET", "/users/" + id).send().json();
        assertThat(user.path("emailVerified").asBoolean()).isTrue();
        assertThat(realm.admin("GET", "/users/" + id + "/credentials").send().json())
                .isEmpty();
    }

    @Test
    void unknownAddressMakesAnAccountWhereTheRealmSaysSo() {
        set("login_creates_accounts", true);
        String email = unique("new") + "@demo.example";
        Sent sent = codes.sent(email);

        // The demo realm asks everybody for a name, on the login page.
        Answer answer = codes.verify(sent);

        JsonNode made = realm.admin("GET", "/users?exact=true&email=" + email)
                .send()
                .json()
                .path(0);
        assertThat(answer.status()).isIn(200, 403);
        assertThat(made.path("username").asText()).isEqualTo(email);
        assertThat(made.path("emailVerified").asBoolean()).isTrue();
    }

    @Test
    void fieldsAreCheckedAndWhatIsOffIsRefused() {
        for (String email : List.of("x", "a@b@c", "a b@demo.example", "@demo.example", "a@", "a".repeat(65) + "@b.c")) {
            codes.send(email).expect(422);
        }
        codes.send("a".repeat(64) + "@b.c").expect(202);
        Answer unknownMember = calls.v1("POST", "/auth/send-code")
                .json(Map.of("email", "a@b.c", "surprise", 1))
                .send();
        unknownMember.expect(422);
        Sent none = new Sent("a@demo.example", "x", "1".repeat(20));
        assertWrong(codes.verify(none));
        codes.verify(none, "code", "1".repeat(21)).expect(422);
        codes.verify(none, "nonce", "x".repeat(100)).expect(401);
        codes.verify(none, "nonce", "x".repeat(101)).expect(422);
        codes.verify(none, "otp", "1".repeat(11)).expect(422);
        codes.verify(none, "scope", "x".repeat(1_001)).expect(422);
        assertThat(codes.verify(none, "client_id", "nobody").expect(401).text("code"))
                .isEqualTo("invalid_client");
        assertThat(codes.verify(none, "client_id", "demo-app", "client_secret", "wrong")
                        .expect(401)
                        .text("code"))
                .isEqualTo("invalid_client");
        set("email_code_enabled", false);
        assertThat(codes.send("a@demo.example").expect(403).text("code")).isEqualTo("login_disabled");
        assertThat(codes.verify(none).expect(403).text("code")).isEqualTo("login_disabled");
    }

    @Test
    void refreshIsForTheUserWhoseTokenItIs() {
        String name = unique("refresh");
        String id = realm.createUser(name);
        JsonNode tokens =
                codes.verify(codes.sent(name + "@demo.example")).expect(200).json();
        String token = tokens.path("refresh_token").asText();

        JsonNode fresh = refresh(token, id).expect(200).json();

        assertThat(Jwt.parse(fresh.path("access_token").asText())
                        .claims()
                        .path("sub")
                        .asText())
                .isEqualTo(id);
        String again = fresh.path("refresh_token").asText();
        Answer others = refresh(again, realm.userId("alice"));
        Answer forged = refresh(again.substring(0, again.length() - 4) + "AAAA", id);
        Answer access = refresh(fresh.path("access_token").asText(), id);
        assertThat(List.of(others, forged, access)).allSatisfy(answer -> {
            assertThat(answer.expect(401).text("code")).isEqualTo("invalid_token");
            assertThat(answer.text("detail")).isEqualTo(others.text("detail"));
        });
        refresh(again, id).expect(200);
        user(id, Map.of("enabled", false));
        assertThat(refresh(again, id).expect(401).text("detail")).isEqualTo(others.text("detail"));
    }

    @Test
    void realmWithoutAMailServerAnswersTheSame() {
        realm.admin("PUT", "").json(Map.of("smtpServer", Map.of())).send().expect(204);
        String name = unique("dumb");
        String ignored = realm.createUser(name);

        String nonce = codes.ask(name + "@demo.example");

        assertWrong(codes.verify(new Sent(name + "@demo.example", nonce, "000000")));
    }

    @Test
    void letterThatCouldNotBeSentIsWrittenAgain() {
        String name = unique("again");
        String ignored = realm.createUser(name);
        mailbox.close();
        String nonce = codes.ask(name + "@demo.example");
        try (Mailbox later = Mailbox.start()) {
            later.receivesFor(realm);
            // Far enough for the next try each time, and not so often that the request is too old before the job looks
            // at it.
            AtomicInteger looks = new AtomicInteger();
            Eventually.holds(SENT, "the letter is sent at last", () -> {
                if (looks.getAndIncrement() % LOOKS_BETWEEN_TRIES == 0) {
                    gatehouse.moveClock(Duration.ofSeconds(100));
                }
                return !later.all(name + "@demo.example").isEmpty();
            });
            String code = LoginCodes.code(later.next(name + "@demo.example"));
            codes.verify(new Sent(name + "@demo.example", nonce, code)).expect(200);
        }
    }

    private Answer refresh(String token, String userId) {
        return calls.v1("POST", "/auth/refresh-token")
                .json(Map.of("refresh_token", token, "user_uuid", userId))
                .send();
    }

    private void set(String setting, boolean value) {
        calls.admin("PATCH", "/settings").json(Map.of(setting, value)).send().expect(200);
    }

    private void user(String id, Map<String, Object> change) {
        realm.admin("PUT", "/users/" + id).json(change).send().expect(204);
    }

    private String person(String name, boolean isVerified, List<Map<String, Object>> credentials) {
        realm.admin("POST", "/users")
                .json(Map.of(
                        "username",
                        name,
                        "enabled",
                        true,
                        "email",
                        name + "@demo.example",
                        "emailVerified",
                        isVerified,
                        "firstName",
                        name,
                        "lastName",
                        "Test",
                        "credentials",
                        credentials))
                .send()
                .expect(201);
        return realm.userId(name);
    }
}
