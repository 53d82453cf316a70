package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.unique;
import static io.gatehouse.tests.OneTaps.CLIENT;
import static io.gatehouse.tests.OneTaps.CSRF;
import static io.gatehouse.tests.OneTaps.KEY_ID;
import static io.gatehouse.tests.OneTaps.assertWrong;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.WebhookReceiver.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Login by Google One Tap, and all that it must not do. Long because each way around it is a test. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class OneTapIT {
    private static final Totp PHONE = new Totp("a secret of at least twenty");
    private static final int PARALLEL = 64;
    private static final int LIMIT_SECONDS = 60;

    private Gatehouse gatehouse;
    private TestRealm realm;
    private OneTaps google;
    private String userId;
    private String subject;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        google = new OneTaps(gatehouse, realm);
        subject = unique("sub");
        userId = realm.createUser(subject);
        google.link(userId, subject);
    }

    @AfterEach
    void close() {
        set("one_tap_enabled", true);
        google.close();
    }

    @Test
    void linkedPersonGetsTokensOnce() {
        String nonce = google.nonce();
        String credential = google.credential(subject, nonce);

        Answer answer = google.present(credential, nonce, "scope", "openid").expect(200);

        assertThat(answer.text("token_type")).isEqualTo("bearer");
        assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(sub(answer)).isEqualTo(userId);
        assertThat(Jwt.parse(answer.text("id_token")).claims().path("sub").asText())
                .isEqualTo(userId);
        JsonNode event = new AuditCalls(google.calls())
                .first("?type=login.succeeded&request_id="
                        + answer.header("X-Request-ID").orElseThrow());
        assertThat(event.toString()).contains("one_tap", userId).doesNotContain(nonce, subject + "@");
        assertWrong(google.present(credential, nonce));
        assertWrong(google.present(google.credential(subject, nonce), nonce));
    }

    @Test
    void formOfGoogleIsTakenWithWhatElseItHolds() {
        Answer asked =
                google.calls().v1("POST", "/auth/google-one-tap/nonce").send().expect(200);
        String cookie = asked.header("Set-Cookie").orElseThrow();
        String credential = google.credential(subject, asked.text("nonce"));

        Answer answer = google.calls()
                .v1("POST", "/auth/google-one-tap/callback")
                .header("Cookie", cookie.split(";", 2)[0] + "; g_csrf_token=" + CSRF)
                .form("credential", credential, "g_csrf_token", CSRF, "select_by", "btn", "clientId", CLIENT)
                .send()
                .expect(200);

        assertThat(cookie)
                .contains(
                        "; HttpOnly",
                        "; SameSite=Lax",
                        "; Path=" + realm.path("/gatehouse/v1/auth/google-one-tap") + ";");
        assertThat(sub(answer)).isEqualTo(userId);
        google.calls()
                .v1("POST", "/auth/google-one-tap/callback")
                .form("credential", "a", "credential", "b", "g_csrf_token", CSRF)
                .send()
                .expect(400);
    }

    @Test
    void jsonIsReadStrictlyAndWithinItsLimits() {
        google.present("none", "none", "select_by", "btn").expect(422);
        assertWrong(google.present("c".repeat(8_192), "none"));
        google.present("c".repeat(8_193), "none").expect(422);
        google.present("none", "none", "g_csrf_token", "t".repeat(255)).expect(403);
        google.present("none", "none", "g_csrf_token", "t".repeat(256)).expect(422);
        google.present("none", "n".repeat(101)).expect(422);
        google.calls()
                .v1("POST", "/auth/google-one-tap/nonce")
                .json(Map.of("surprise", 1))
                .send()
                .expect(422);
    }

    @Test
    void everyWrongCredentialIsRefusedAlikeAndSpendsNothing() throws Exception {
        try (TestRealm fresh = gatehouse.freshRealm();
                OneTaps other = new OneTaps(gatehouse, fresh)) {
            String id = fresh.createUser(subject);
            other.link(id, subject);
            String nonce = other.nonce();
            long now = Instant.now().getEpochSecond();
            Map<String, Object> good = other.claims(subject, nonce);
            Map<String, Object> header = Map.of("alg", "ES256", "kid", KEY_ID);
            byte[] publicKey = other.key.pair().getPublic().getEncoded();
            String none = SigningKey.base64(SigningKey.json(Map.of("alg", "none", "kid", KEY_ID))) + "."
                    + SigningKey.base64(SigningKey.json(good)) + ".";
            List<String> wrong = new ArrayList<>(List.of(
                    none,
                    SigningKey.hmac(publicKey, Map.of("alg", "HS256", "kid", KEY_ID), good),
                    SigningKey.p256().sign(header, good),
                    other.key.sign(Map.of("alg", "ES256"), good),
                    other.key.sign(Map.of("alg", "ES256", "kid", "unknown"), good),
                    other.key.sign(Map.of("alg", "ES256", "kid", KEY_ID, "crit", List.of("b64"), "b64", true), good),
                    other.key.sign(Map.of("alg", "ES256", "kid", KEY_ID, "typ", "at+jwt"), good),
                    other.key.sign(Map.of("alg", "RS256", "kid", KEY_ID), good),
                    other.credential(subject, nonce) + "x"));
            for (Object[] change : new Object[][] {
                {"aud", "another"},
                {"aud", List.of(CLIENT, "another")},
                {"aud", null},
                {"azp", "another"},
                {"iss", "https://accounts.example"},
                {"iss", null},
                {"sub", null},
                {"sub", ""},
                {"sub", 7},
                {"nonce", null},
                {"nonce", "x".repeat(43)},
                {"exp", now - 70},
                {"exp", null},
                {"iat", now + 120},
                {"iat", null},
                {"nbf", now + 120}
            }) {
                wrong.add(other.credential(subject, nonce, change));
            }

            for (String credential : wrong) {
                assertWrong(other.present(credential, nonce));
            }

            assertThat(other.place.at(OneTaps.JWKS))
                    .as("an unknown key is asked for once in ten seconds")
                    .hasSizeLessThanOrEqualTo(3);
            other.present(other.credential(subject, nonce), nonce).expect(200);
        }
    }

    @Test
    void nonceIsGoodForTheBrowserThatAskedAndForTenMinutes() {
        String nonce = google.nonce();
        String other = google.nonce();
        String credential = google.credential(subject, nonce);

        assertWrong(google.present(credential, other));
        assertWrong(google.present(google.credential(subject, "n".repeat(43)), "n".repeat(43)));
        gatehouse.moveClock(Duration.ofMinutes(10).plusSeconds(5));
        assertWrong(google.present(credential, nonce));
        gatehouse.moveClock(Duration.ofMinutes(9));
        google.present(google.credential(subject, other), other).expect(200);
    }

    @Test
    void postOfAnotherSiteIsRefused() {
        String nonce = google.nonce();
        Map<String, Object> body = OneTaps.body(google.credential(subject, nonce), nonce);

        assertThat(google.calls()
                        .v1("POST", "/auth/google-one-tap/callback")
                        .json(body)
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("csrf_mismatch");
        assertThat(google.calls()
                        .v1("POST", "/auth/google-one-tap/callback")
                        .header("Cookie", "g_csrf_token=another")
                        .json(body)
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("csrf_mismatch");
        google.calls()
                .v1("POST", "/auth/google-one-tap/callback")
                .header("Cookie", "g_csrf_token=" + CSRF)
                .json(body)
                .send()
                .expect(200);
    }

    @Test
    void whoIsNotLinkedIsSentToTheLoginPageWhateverAddressTheyHave() {
        String taken = unique("taken");
        String takenId = realm.createUser(taken);
        String nonce = google.nonce();
        String second = google.nonce();

        Answer collision =
                google.present(google.credential(unique("stranger"), nonce, "email", taken + "@demo.example"), nonce);
        Answer unknown = google.present(google.credential(unique("stranger"), second), second);

        assertThat(collision.expect(409).text("code")).isEqualTo("first_login_required");
        assertThat(collision.header("Link").orElseThrow())
                .isEqualTo("<" + realm.issuer()
                        + "/protocol/openid-connect/auth?client_id=demo-app&kc_idp_hint=google>; rel=\"related\"");
        assertThat(withoutId(unknown.expect(409))).isEqualTo(withoutId(collision));
        assertThat(unknown.header("Link")).isEqualTo(collision.header("Link"));
        assertThat(realm.admin("GET", "/users/" + takenId + "/federated-identity")
                        .send()
                        .expect(200)
                        .json())
                .isEmpty();
        assertWrong(google.present(google.credential(subject, nonce), nonce));
    }

    @Test
    void whoMayNotLogInIsAnsweredAsAWrongCredential() {
        String nonce = google.nonce();
        realm.admin("PUT", "/users/" + userId)
                .json(Map.of("enabled", false))
                .send()
                .expect(204);

        assertWrong(google.present(google.credential(subject, nonce), nonce));
    }

    @Test
    void providerThatIsOffOrForLinkingOnlyLetsNobodyIn() {
        String nonce = google.nonce();
        String credential = google.credential(subject, nonce);

        google.provider("enabled", false);
        assertWrong(google.present(credential, nonce));
        google.provider("linkOnly", true);
        assertWrong(google.present(credential, nonce));
        google.provider("config", Map.of("clientId", CLIENT, "issuer", google.issuer()));
        assertWrong(google.present(credential, nonce));
        google.provider("enabled", true);
        google.present(credential, nonce).expect(200);
        realm.admin("DELETE", "/identity-provider/instances/google").send().expect(204);
        assertWrong(google.present(credential, nonce));
    }

    @Test
    void realmAndClientMustHaveSwitchedItOn() {
        String nonce = google.nonce();
        String credential = google.credential(subject, nonce);

        assertThat(google.present(credential, nonce, "client_id", "demo-api", "client_secret", "demo-api-secret")
                        .expect(403)
                        .text("code"))
                .isEqualTo("client_not_allowed");
        assertThat(google.present(credential, nonce, "client_secret", "wrong")
                        .expect(401)
                        .text("code"))
                .isEqualTo("invalid_client");
        set("one_tap_enabled", false);
        assertThat(google.present(credential, nonce).expect(403).text("code")).isEqualTo("login_disabled");
        assertThat(google.calls()
                        .v1("POST", "/auth/google-one-tap/nonce")
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("login_disabled");
    }

    @Test
    void secondFactorIsAskedForAndTheCredentialIsGoodUntilItIsGiven() {
        String name = unique("factor");
        realm.admin("POST", "/users")
                .json(Map.of(
                        "username",
                        name,
                        "enabled",
                        true,
                        "email",
                        name + "@demo.example",
                        "emailVerified",
                        true,
                        "firstName",
                        name,
                        "lastName",
                        "Test",
                        "credentials",
                        List.of(PHONE.credential())))
                .send()
                .expect(201);
        google.link(realm.userId(name), name);
        String nonce = google.nonce();
        String credential = google.credential(name, nonce);

        assertThat(google.present(credential, nonce).expect(403).text("code")).isEqualTo("second_factor_required");
        assertThat(google.present(credential, nonce, "otp", "000000")
                        .expect(401)
                        .text("code"))
                .isEqualTo("second_factor_invalid");
        String otp = PHONE.at(Instant.now().getEpochSecond());
        google.present(credential, nonce, "otp", otp).expect(200);
        assertWrong(google.present(credential, nonce, "otp", otp));
    }

    @Test
    void credentialWithoutItsSecondFactorIsGoodForFiveTries() {
        realm.admin("PUT", "/users/" + userId)
                .json(Map.of("credentials", List.of(PHONE.credential())))
                .send()
                .expect(204);
        String nonce = google.nonce();
        String credential = google.credential(subject, nonce);

        for (int i = 0; i < 5; i++) {
            google.present(credential, nonce).expect(403);
        }
        assertWrong(google.present(credential, nonce));
    }

    @Test
    void flowAfterTheLoginIsLeftToTheLoginPage() {
        google.provider("postBrokerLoginFlowAlias", "browser");
        String nonce = google.nonce();

        assertThat(google.present(google.credential(subject, nonce), nonce)
                        .expect(403)
                        .text("code"))
                .isEqualTo("action_required");
    }

    @Test
    void keyOfRsaIsTakenAndAWeakOneIsNot() throws Exception {
        RSAKey strong = new RSAKeyGenerator(2_048).keyID("strong").generate();
        RSAKey weak = new RSAKeyGenerator(1_024, true).keyID("weak").generate();
        google.publish(
                List.of(strong.toPublicJWK().toJSONObject(), weak.toPublicJWK().toJSONObject(), google.key(KEY_ID)));
        String nonce = google.nonce();

        assertWrong(google.present(rs256(weak, google.claims(subject, nonce)), nonce));
        google.present(rs256(strong, google.claims(subject, nonce)), nonce).expect(200);
    }

    @Test
    void keysThatCannotBeHadAreNoFaultOfTheCredential() {
        google.place.reply(OneTaps.JWKS, Reply.of(500));
        String nonce = google.nonce();

        Answer answer = google.present(google.credential(subject, nonce), nonce).expect(503);

        assertThat(answer.header("Retry-After")).isPresent();
        google.present(google.credential(subject, nonce), nonce).expect(503);
        assertThat(google.place.at(OneTaps.JWKS)).hasSize(1);
    }

    @Test
    void oneOf64ParallelUsesWins() throws Exception {
        String first = google.nonce();
        google.present(google.credential(subject, first), first).expect(200);
        String nonce = google.nonce();
        String body = new String(
                SigningKey.json(OneTaps.body(google.credential(subject, nonce), nonce)), StandardCharsets.UTF_8);
        byte[] request = RawClient.request(
                gatehouse.baseUrl(),
                "POST",
                realm.path("/gatehouse/v1/auth/google-one-tap/callback"),
                body,
                "Content-Type: application/json",
                "Cookie: g_csrf_token=" + CSRF);
        CyclicBarrier start = new CyclicBarrier(PARALLEL);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                String from = "127.0.3." + (i + 1);
                all.add(threads.submit(() -> {
                    try (RawClient client = new RawClient(gatehouse.baseUrl(), from)) {
                        start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                        return Integer.parseInt(client.send(request).split(" ", 3)[1]);
                    }
                }));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : all) {
                statuses.add(one.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
            assertThat(statuses.stream().filter(status -> status == 401)).hasSize(PARALLEL - 1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String rs256(RSAKey key, Map<String, Object> claims) throws Exception {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new Payload(new String(SigningKey.json(claims), StandardCharsets.UTF_8)));
        token.sign(new RSASSASigner(key.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())));
        return token.serialize();
    }

    private static String sub(Answer answer) {
        return Jwt.parse(answer.text("access_token")).claims().path("sub").asText();
    }

    private static JsonNode withoutId(Answer answer) {
        return ((ObjectNode) answer.json()).without("request_id");
    }

    private void set(String setting, boolean value) {
        google.calls()
                .admin("PATCH", "/settings")
                .json(Map.of(setting, value))
                .send()
                .expect(200);
    }
}
