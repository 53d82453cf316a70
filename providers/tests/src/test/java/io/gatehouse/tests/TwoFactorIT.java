package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static io.gatehouse.tests.SecondFactorCalls.app;
import static io.gatehouse.tests.SecondFactorCalls.next;
import static io.gatehouse.tests.SecondFactorCalls.now;
import static io.gatehouse.tests.SecondFactorCalls.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People enrol, use and replace their second factors over the API; Keycloak's logins ask for them. Long by what is attacked. */
@ExtendWith(GatehouseExtension.class)
class TwoFactorIT {
    private static final String REDIRECT = "http://127.0.0.1:9/callback";

    private Gatehouse gatehouse;
    private TestRealm realm;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        realm = testRealm;
        keys = new KeyRealm(server, testRealm);
    }

    @Test
    void enrolledAppIsAskedForAtTheNextLoginAndEachOfItsCodesIsTakenOnce() {
        Person person = keys.person();
        SecondFactorCalls calls = SecondFactorCalls.of(keys, person);
        Answer setup = calls.setup().expect(200);
        Totp app = app(setup);
        assertThat(setup.text("state")).isEqualTo("none");
        assertThat(setup.text("otpauth_uri")).startsWith("otpauth://totp/").contains(setup.text("secret"));
        assertThat(setup.header("Cache-Control").orElse("")).contains("no-store");
        byte[] picture = Base64.getDecoder().decode(setup.text("qr_png").substring("data:image/png;base64,".length()));
        assertThat(picture).startsWith(0x89, 'P', 'N', 'G');
        passwordLogin(person, null).expect(200);

        assertThat(calls.enrol(setup, wrong(app))
                        .expect(422)
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("invalid_code");
        passwordLogin(person, null).expect(200);
        String code = now(app);
        Answer enrolled = calls.enrol(setup, code, "device_name", "Phone").expect(201);

        assertThat(enrolled.json().at("/device/name").asText()).isEqualTo("Phone");
        passwordLogin(person, null).expect(400, 401);
        passwordLogin(person, code).expect(400, 401);
        String later = next(app);
        passwordLogin(person, later).expect(200);
        passwordLogin(person, later).expect(400, 401);
        JsonNode state = calls.setup().expect(200).json();
        assertThat(state.path("state").asText()).isEqualTo("enabled");
        assertThat(state.path("methods")).extracting(JsonNode::asText).containsExactly("otp");
        assertThat(state.path("devices").findValuesAsText("name")).containsExactly("Phone");
        assertThat(realm.admin("GET", "/events?type=UPDATE_CREDENTIAL&user=" + person.id())
                        .send()
                        .expect(200)
                        .json())
                .hasSize(1);
    }

    @Test
    void setupIsGoodOnceForItsPersonAndForTenMinutes() {
        SecondFactorCalls calls = SecondFactorCalls.of(keys, keys.person());
        SecondFactorCalls other = SecondFactorCalls.of(keys, keys.person());
        Answer setup = calls.setup().expect(200);
        Totp app = app(setup);

        assertThat(pointer(other.enrol(setup, now(app)))).isEqualTo("/setup_id");
        Answer forged = calls.call("POST", "/setup")
                .json(body("setup_id", "1:forged", "code", now(app)))
                .send();
        assertThat(pointer(forged)).isEqualTo("/setup_id");
        Person late = keys.person();
        Answer old = SecondFactorCalls.of(keys, late).setup().expect(200);
        gatehouse.moveClock(Duration.ofSeconds(601));
        assertThat(pointer(SecondFactorCalls.of(keys, late).enrol(old, now(app(old)))))
                .isEqualTo("/setup_id");
        gatehouse.resetClock();
        calls.enrol(setup, now(app)).expect(201);
        calls.verify(next(app)).expect(200);
        assertThat(calls.enrol(setup, now(app), "device_name", "Again")
                        .expect(409)
                        .text("code"))
                .isEqualTo("setup_used");
    }

    @Test
    void sixthCodeAfterFiveWrongOnesIsNotLookedAtUntilTheWindowIsOver() {
        lockOut(false);
        Person person = keys.person();
        SecondFactorCalls calls = SecondFactorCalls.of(keys, person);
        Totp app = calls.enrolled();
        for (int i = 0; i < 5; i++) {
            calls.verify(wrong(app)).expect(422);
        }

        Answer refused = calls.verify(next(app)).expect(429);

        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isBetween(1, 600);
        calls.call("PUT", "/verify").json(body("code", next(app))).send().expect(429);
        gatehouse.moveClock(Duration.ofSeconds(601));
        SecondFactorCalls again = new SecondFactorCalls(keys, loginWithCode(person, next(app)));
        again.verify(wrong(app)).expect(422);
    }

    @Test
    void manyWrongCodesAtOnceGetNoMoreTries() {
        lockOut(false);
        SecondFactorCalls calls = SecondFactorCalls.of(keys, keys.person());
        Totp app = calls.enrolled();
        String code = wrong(app);

        List<Integer> statuses = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> calls.verify(code).status())
                .toList();

        assertThat(statuses).containsOnly(422, 429);
        assertThat(statuses.stream().filter(status -> status == 422)).hasSize(5);
    }

    @Test
    void wrongCodesCountTowardsKeycloaksLockOut() {
        lockOut(true);
        Person person = keys.person();
        SecondFactorCalls calls = SecondFactorCalls.of(keys, person);
        Totp app = calls.enrolled();

        calls.verify(wrong(app)).expect(422);
        calls.verify(wrong(app)).expect(422);

        Eventually.holds(
                Duration.ofSeconds(20),
                "the person is locked",
                () -> calls.verify(next(app)).status() == 401);
        lockOut(false);
    }

    @Test
    void furtherAppNeedsTheFirstOnesCodeInTheSameLogin() {
        SecondFactorCalls calls = SecondFactorCalls.of(keys, keys.person());
        Totp first = calls.enrolled();
        Answer setup = calls.setup().expect(200);
        Totp second = app(setup);

        assertThat(calls.enrol(setup, now(second), "device_name", "Tablet")
                        .expect(403)
                        .text("code"))
                .isEqualTo("second_factor_required");
        assertThat(calls.call("POST", "/backup-codes").send().expect(403).text("code"))
                .isEqualTo("second_factor_required");
        Answer verified = calls.verify(next(first)).expect(200);
        assertThat(verified.json().path("session_stepped_up").asBoolean()).isTrue();
        assertThat(pointer(calls.enrol(setup, now(second)))).isEqualTo("/device_name");
        calls.enrol(setup, now(second), "device_name", "Tablet").expect(201);
        Answer third = calls.setup().expect(200);
        assertThat(pointer(calls.enrol(third, now(app(third)), "device_name", "Tablet")))
                .isEqualTo("/device_name");
    }

    @Test
    void sixthAppIsRefused() {
        SecondFactorCalls calls = SecondFactorCalls.of(keys, keys.person());
        calls.verify(next(calls.enrolled())).expect(200);
        for (int i = 2; i <= 5; i++) {
            Totp ignored = calls.enrolled("device_name", "x".repeat(95) + i);
        }
        Answer setup = calls.setup().expect(200);

        assertThat(calls.enrol(setup, now(app(setup)), "device_name", "Sixth")
                        .expect(409)
                        .text("code"))
                .isEqualTo("too_many_devices");
        assertThat(pointer(calls.enrol(setup, now(app(setup)), "device_name", "x".repeat(101))))
                .isEqualTo("/device_name");
    }

    @Test
    void verifiedCodeIsTheFreshSecondFactorThatAnApprovalAsksFor() {
        Person approver = keys.person();
        RealmCalls realmCalls = new RealmCalls(gatehouse, realm);
        ApprovalCalls approvals = new ApprovalCalls(realmCalls);
        String policy = approvals.policy(Map.of("approvers", List.of("user:" + approver.id()), "step_up", true));
        ApprovalCalls.Asked asked = approvals.asked(approvals.agent());
        SecondFactorCalls calls = SecondFactorCalls.of(keys, approver);
        Totp app = calls.enrolled();

        assertThat(approvals
                        .decide(calls.token(), "approve", asked.id())
                        .expect(401)
                        .text("code"))
                .isEqualTo("insufficient_user_authentication");
        calls.verify(next(app)).expect(200);
        approvals.decide(calls.token(), "approve", asked.id()).expect(200);
        realmCalls.admin("DELETE", "/policies/" + policy).send().expect(204);
    }

    @Test
    void everyCallNeedsALoginOfTheLastFiveMinutes() {
        Person person = keys.person();
        String noTime = realm.userToken(person.username(), "openid gatehouse");
        String fresh = keys.token(person.username());
        for (Request request : calls(noTime)) {
            assertThat(request.send().expect(403).text("code")).isEqualTo("reauthentication_required");
        }
        gatehouse.moveClock(Duration.ofSeconds(301));
        for (Request request : calls(fresh)) {
            assertThat(request.send().expect(403).text("code")).isEqualTo("reauthentication_required");
        }
    }

    private List<Request> calls(String token) {
        SecondFactorCalls calls = new SecondFactorCalls(keys, token);
        return List.of(
                calls.call("GET", "/setup"),
                calls.call("POST", "/setup").json(body("code", "123456", "setup_id", "x")),
                calls.call("POST", "/verify").json(body("code", "123456")),
                calls.call("PUT", "/verify").json(body("code", "123456")),
                calls.call("GET", "/backup-codes"),
                calls.call("POST", "/backup-codes"),
                keys.v1("POST", "/me/change-email").bearer(token).json(body("email", "new@demo.example")),
                keys.v1("DELETE", "/me").bearer(token));
    }

    @Test
    void recoveryCodesAreCountedUsedOnceAndReplaced() {
        Person person = keys.person();
        SecondFactorCalls calls = SecondFactorCalls.of(keys, person);
        assertThat(calls.call("POST", "/backup-codes").send().expect(409).text("code"))
                .isEqualTo("no_second_factor");
        assertThat(backupCodes(calls).path("configured").asBoolean()).isFalse();
        calls.verify(next(calls.enrolled())).expect(200);

        Answer first = calls.call("POST", "/backup-codes")
                .header("Idempotency-Key", "codes-" + person.id())
                .send()
                .expect(201);
        Set<String> codes = texts(first.json().path("codes"));
        assertThat(codes).hasSize(12);
        Answer replay = calls.call("POST", "/backup-codes")
                .header("Idempotency-Key", "codes-" + person.id())
                .send()
                .expect(201);
        assertThat(replay.json().path("codes").isNull()).isTrue();
        JsonNode counted = backupCodes(calls);
        assertThat(counted.path("remaining").asInt()).isEqualTo(12);
        assertThat(counted.path("total").asInt()).isEqualTo(12);
        assertThat(counted.toString())
                .doesNotContain(first.json().at("/codes/0").asText());

        askForRecoveryCodes(true);
        String used = first.json().at("/codes/0").asText();
        assertThat(recoveryLogin(person, used).status()).isEqualTo(302);
        assertThat(backupCodes(calls).path("remaining").asInt()).isEqualTo(11);
        assertThat(recoveryLogin(person, used).status()).isEqualTo(200);
        Answer second = calls.call("POST", "/backup-codes").send().expect(201);
        assertThat(texts(second.json().path("codes"))).doesNotContainAnyElementsOf(codes);
        assertThat(backupCodes(calls).path("remaining").asInt()).isEqualTo(12);
        assertThat(recoveryLogin(person, first.json().at("/codes/1").asText()).status())
                .isEqualTo(200);
        askForRecoveryCodes(false);
    }

    @Test
    void actionThatTheRealmSwitchedOffIsOffHere() {
        SecondFactorCalls calls = SecondFactorCalls.of(keys, keys.person());
        AccountRealm account = new AccountRealm(realm);
        account.forbid("CONFIGURE_TOTP");

        assertThat(calls.setup().expect(403).text("code")).isEqualTo("action_disabled");
        account.allow("CONFIGURE_TOTP");
        calls.setup().expect(200);
    }

    @Test
    void tokenOfAnotherRealmIsNobody() {
        String elsewhere = Login.token(gatehouse, gatehouse.realm("demo"), "alice");

        new SecondFactorCalls(keys, elsewhere).setup().expect(401);
    }

    /** Two wrong codes lock, or none ever do. */
    private void lockOut(boolean isOn) {
        realm.admin("PUT", "")
                .json(Map.of("bruteForceProtected", isOn, "failureFactor", 2, "waitIncrementSeconds", 60))
                .send()
                .expect(204);
    }

    private Answer passwordLogin(Person person, @Nullable String code) {
        Request request = code == null
                ? realm.token("grant_type", "password", "username", person.username(), "password", person.username())
                : realm.token(
                        "grant_type",
                        "password",
                        "username",
                        person.username(),
                        "password",
                        person.username(),
                        "totp",
                        code);
        return request.basic("demo-app", "demo-app-secret").send();
    }

    /** The page after name and password in the browser. */
    private Answer afterPassword(Browser browser, Person person) {
        Answer page = browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid+gatehouse"
                + "&client_id=demo-app&redirect_uri=" + REDIRECT));
        Answer named = browser.submit(page, "username", person.username());
        return browser.submit(named, "username", person.username(), "password", person.username());
    }

    private Answer secondStep(Browser browser, Answer afterPassword) {
        return afterPassword.status() == 302
                ? browser.open(afterPassword.header("Location").orElseThrow())
                : afterPassword;
    }

    private String loginWithCode(Person person, String code) {
        Browser browser = new Browser(gatehouse.http());
        Answer page = secondStep(browser, afterPassword(browser, person));
        String target =
                browser.submit(page, "otp", code).expect(302).header("Location").orElseThrow();
        return realm.token(
                        "grant_type",
                        "authorization_code",
                        "code",
                        target.replaceAll(".*[?&]code=([^&]+).*", "$1"),
                        "redirect_uri",
                        REDIRECT)
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(200)
                .text("access_token");
    }

    /** 302 back to the application when the code is taken, else the page again. */
    private Answer recoveryLogin(Person person, String code) {
        Browser browser = new Browser(gatehouse.http());
        Answer page = secondStep(browser, afterPassword(browser, person));
        return browser.submit(page, "recoveryCodeInput", code);
    }

    /** Has the browser's login ask for recovery codes instead of one-time codes. */
    private void askForRecoveryCodes(boolean isOn) {
        JsonNode steps = realm.admin("GET", "/authentication/flows/browser/executions")
                .send()
                .expect(200)
                .json();
        for (JsonNode step : steps) {
            String provider = step.path("providerId").asText();
            boolean isRecovery = provider.equals("auth-recovery-authn-code-form");
            if (isRecovery || provider.equals("auth-otp-form")) {
                ((ObjectNode) step).put("requirement", isRecovery == isOn ? "ALTERNATIVE" : "DISABLED");
                realm.admin("PUT", "/authentication/flows/browser/executions")
                        .json(step)
                        .send()
                        .expect(202, 204);
            }
        }
    }

    private static JsonNode backupCodes(SecondFactorCalls calls) {
        return calls.call("GET", "/backup-codes").send().expect(200).json();
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String pointer(Answer refused) {
        return refused.expect(422).json().at("/errors/0/pointer").asText();
    }
}
