package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.WebhookReceiver.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stand-in for Google, which a realm knows as its identity provider {@code google}, and a page that uses One Tap. */
final class OneTaps implements AutoCloseable {
    static final String CLIENT = "one-tap.apps.example";
    static final String KEY_ID = "k1";
    static final String JWKS = "/jwks";

    /** What the page put into the cookie and the body. */
    static final String CSRF = "0123456789abcdef";

    private static final int LIFE_SECONDS = 3_600;

    final WebhookReceiver place = new WebhookReceiver();
    final SigningKey key = SigningKey.p256();
    private final TestRealm realm;
    private final RealmCalls calls;

    OneTaps(Gatehouse gatehouse, TestRealm realm) {
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        publish(List.of(key(KEY_ID)));
        realm.admin("DELETE", "/identity-provider/instances/google").send().expect(204, 404);
        realm.admin("POST", "/identity-provider/instances")
                .json(provider())
                .send()
                .expect(201);
    }

    @Override
    public void close() {
        place.close();
    }

    String issuer() {
        return place.url("");
    }

    RealmCalls calls() {
        return calls;
    }

    /** The identity provider as an administrator enters it. */
    private Map<String, Object> provider() {
        return new LinkedHashMap<>(Map.of(
                "alias",
                "google",
                "providerId",
                "oidc",
                "enabled",
                true,
                "config",
                Map.of(
                        "clientId",
                        CLIENT,
                        "clientSecret",
                        "not needed here",
                        "issuer",
                        issuer(),
                        "jwksUrl",
                        place.url(JWKS),
                        "useJwksUrl",
                        "true",
                        "validateSignature",
                        "true",
                        "authorizationUrl",
                        place.url("/auth"),
                        "tokenUrl",
                        place.url("/token"))));
    }

    /** Changes a member of the identity provider. */
    void provider(String member, Object value) {
        Map<String, Object> changed = provider();
        changed.put(member, value);
        realm.admin("PUT", "/identity-provider/instances/google")
                .json(changed)
                .send()
                .expect(204);
    }

    /** The own key as it is published under an id. */
    Map<String, Object> key(String id) {
        Map<String, Object> jwk = key.jwk();
        jwk.put("kid", id);
        jwk.put("use", "sig");
        return jwk;
    }

    void publish(List<Map<String, Object>> keys) {
        String set = new String(SigningKey.json(Map.of("keys", keys)), StandardCharsets.UTF_8);
        place.reply(JWKS, new Reply(200, Map.of(), set));
    }

    /** Links a user to the person with this {@code sub}. */
    void link(String userId, String subject) {
        realm.admin("POST", "/users/" + userId + "/federated-identity/google")
                .json(Map.of("identityProvider", "google", "userId", subject, "userName", subject + "@gmail.example"))
                .send()
                .expect(204);
    }

    String nonce() {
        return calls.v1("POST", "/auth/google-one-tap/nonce").send().expect(200).text("nonce");
    }

    /** What the stand-in says of a person; members in turn with values replace, add and, with null, take away. */
    Map<String, Object> claims(String subject, String nonce, @Nullable Object... members) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>(Map.of(
                "iss", issuer(),
                "aud", CLIENT,
                "azp", CLIENT,
                "sub", subject,
                "nonce", nonce,
                "email", subject + "@gmail.example",
                "email_verified", true,
                "iat", now,
                "exp", now + LIFE_SECONDS));
        for (int i = 0; i < members.length; i += 2) {
            String name = String.valueOf(members[i]);
            if (members[i + 1] == null) {
                claims.remove(name);
            } else {
                claims.put(name, members[i + 1]);
            }
        }
        return claims;
    }

    String credential(String subject, String nonce, @Nullable Object... members) {
        return key.sign(Map.of("alg", "ES256", "kid", KEY_ID, "typ", "JWT"), claims(subject, nonce, members));
    }

    /** Presents a credential as JSON for demo-app; members in turn with values replace and add. */
    Answer present(String credential, String nonce, Object... members) {
        return calls.v1("POST", "/auth/google-one-tap/callback")
                .header("Cookie", "g_csrf_token=" + CSRF)
                .json(body(credential, nonce, members))
                .send();
    }

    static Map<String, Object> body(String credential, String nonce, Object... members) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "credential",
                credential,
                "g_csrf_token",
                CSRF,
                "nonce",
                nonce,
                "client_id",
                "demo-app",
                "client_secret",
                "demo-app-secret"));
        for (int i = 0; i < members.length; i += 2) {
            body.put(members[i].toString(), members[i + 1]);
        }
        return body;
    }

    /** Asserts that an answer is the one to every credential that is not to be taken. */
    static void assertWrong(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("invalid_credential");
        assertThat(answer.text("detail"))
                .isEqualTo("The credential is wrong, used, too old, or of nobody who may log in.");
    }
}
