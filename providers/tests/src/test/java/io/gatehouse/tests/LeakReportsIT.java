package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.http.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code POST /api-keys/leaks}: who reports a whole key ends it, and nobody learns anything by reporting. */
@ExtendWith(GatehouseExtension.class)
class LeakReportsIT {
    private static final String KEY_HEADER = "Github-Public-Key-Identifier";
    private static final String SIGNATURE_HEADER = "Github-Public-Key-Signature";
    private static final Reporter GITHUB = Reporter.of("f9525bf080f75b3506ca1ead061add62");
    private static final String WHERE = "https://github.com/octo-org/octo-repo/blob/main/.env";
    private static final int MORE_THAN_A_BURST = 200;

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Test
    void whoeverHoldsTheWholeKeyEndsItForGood() {
        JsonNode made = keys.key().json();
        String key = made.path("key").asText();
        String id = made.path("id").asText();

        Answer answer = report(key);

        assertThat(answer.expect(200).json()).isEqualTo(json(Map.of("received", true)));
        assertThat(keys.verify(key).text("code")).isEqualTo("REVOKED");
        assertThat(keys.shown(id).path("status").asText()).isEqualTo("revoked");
        assertThat(keys.shown(id).path("is_active").asBoolean()).isFalse();
        keys.admin("PATCH", "/api-keys/" + id)
                .json(body("is_active", true))
                .send()
                .expect(409);
        JsonNode event = event(id);
        assertThat(event.path("type").asText()).isEqualTo("api_key.leaked");
        assertThat(event.path("cause").asText()).isEqualTo("leaked");
        assertThat(event.at("/actor/type").asText()).isEqualTo("anonymous");
        assertThat(event.toString()).doesNotContain(key);
    }

    @Test
    void answerTellsNothing() {
        String known = keys.key().text("key");
        JsonNode off = keys.key().json();
        keys.admin("PATCH", "/api-keys/" + off.path("id").asText())
                .json(body("is_active", false))
                .send()
                .expect(200);
        String foreign;
        try (TestRealm other = gatehouse.freshRealm()) {
            foreign = new KeyRealm(gatehouse, other).key().text("key");

            List<Answer> answers = new ArrayList<>();
            answers.add(report(foreign));
            answers.add(report(known));
            answers.add(report(known));
            answers.add(report(off.path("key").asText()));
            answers.add(report(known.substring(0, known.length() - 1) + "*"));
            answers.add(report(known.substring(0, 20)));
            answers.add(report("x"));
            answers.add(report("x".repeat(1_000)));
            answers.add(signed(item(foreign)));

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(answers.get(0).body());
                assertThat(shape(answer)).isEqualTo(shape(answers.get(0)));
            });
            assertThat(new KeyRealm(gatehouse, other).verify(foreign).text("code"))
                    .isEqualTo("VALID");
        }
    }

    @Test
    void partOfAKeyEndsNothing() {
        JsonNode made = keys.key().json();
        String key = made.path("key").asText();

        report(made.path("prefix").asText()).expect(200);
        report(made.path("id").asText()).expect(200);
        report(key.substring(0, key.length() - 6)).expect(200);
        report(" " + key).expect(200);
        signed(item(key.substring(0, 30))).expect(200);

        assertThat(keys.verify(key).text("code")).isEqualTo("VALID");
    }

    @Test
    void signedReportEndsEveryKeyInIt() {
        JsonNode first = keys.key().json();
        JsonNode second = keys.key().json();

        signed(
                        item(first.path("key").asText()),
                        Map.of("token", "nonsense"),
                        Map.of("type", "no token"),
                        "no object",
                        Map.of(
                                "token",
                                second.path("key").asText(),
                                "source",
                                "commit",
                                "url",
                                "https://example.org/" + second.path("key").asText(),
                                "surprise",
                                1))
                .expect(200);

        assertThat(keys.shown(first.path("id").asText()).path("status").asText())
                .isEqualTo("revoked");
        JsonNode event = event(first.path("id").asText());
        assertThat(event.at("/data/source_url").asText()).isEqualTo(WHERE);
        assertThat(event.at("/data/source").asText()).isEqualTo("content");
        assertThat(event.at("/data/signed_by").asText()).isEqualTo(GITHUB.id());
        JsonNode other = event(second.path("id").asText());
        assertThat(other.at("/data/source").asText()).isEqualTo("commit");
        assertThat(other.at("/data").has("source_url")).isFalse();
    }

    @Test
    void arrayNeedsTheSignatureOfAConfiguredKey() {
        String key = keys.key().text("key");
        byte[] report = bytes(List.of(item(key)));
        byte[] other = bytes(List.of(item(key), item(key)));
        trust(GITHUB);
        String good = GITHUB.sign(report);

        send(report, null, null).expect(400);
        send(report, GITHUB.id(), null).expect(403);
        send(report, null, good).expect(403);
        send(report, "another", good).expect(403);
        send(report, GITHUB.id(), Reporter.of("x").sign(report)).expect(403);
        send(report, GITHUB.id(), "x").expect(403);
        send(report, GITHUB.id(), "A".repeat(2_000)).expect(403);
        send(other, GITHUB.id(), good).expect(403);
        send(bytes(body("key", key)), GITHUB.id(), GITHUB.sign(bytes(body("key", key))))
                .expect(400);
        keys.admin("PATCH", "/settings")
                .json(body("leak_report_keys", List.of()))
                .send()
                .expect(200);
        assertThat(send(report, GITHUB.id(), good).expect(403).text("code")).isEqualTo("invalid_signature");

        assertThat(keys.verify(key).text("code")).isEqualTo("VALID");
    }

    @Test
    void reportHoldsAHundredKeysAtMost() {
        Object[] hundred = IntStream.range(0, 100).mapToObj(i -> item("x" + i)).toArray();

        signed(hundred).expect(200);
        assertThat(signed(IntStream.range(0, 101).mapToObj(i -> item("x" + i)).toArray())
                        .expect(422)
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("too_many");
        signed(item("x".repeat(1_000)), item("x".repeat(1_001))).expect(200);
        byte[] large = bytes(List.of(Map.of("token", "x", "note", "y".repeat(262_144))));
        send(large, GITHUB.id(), GITHUB.sign(large)).expect(400, 413);
        keys.v1("POST", "/api-keys/leaks")
                .json(body("key", "x".repeat(1_001)))
                .send()
                .expect(422);
    }

    @Test
    void addressThatReportsTooMuchHasToWait() {
        String key = keys.key().text("key");
        try (TestRealm other = gatehouse.freshRealm()) {
            // Reports are limited by realm and address: this one must not hold up the other tests'.
            KeyRealm there = new KeyRealm(gatehouse, other);
            Answer last =
                    there.v1("POST", "/api-keys/leaks").json(body("key", key)).send();
            for (int i = 0; i < MORE_THAN_A_BURST && last.status() == 200; i++) {
                last = there.v1("POST", "/api-keys/leaks")
                        .json(body("key", key))
                        .send();
            }

            assertThat(last.status()).isEqualTo(429);
            assertThat(last.text("code")).isEqualTo("throttled");
            assertThat(Integer.parseInt(last.header("Retry-After").orElseThrow()))
                    .isBetween(1, 60);
            // Bad requests are told so all the same.
            there.v1("POST", "/api-keys/leaks")
                    .body("application/json", "[]")
                    .send()
                    .expect(400);
        }
        assertThat(keys.verify(key).text("code")).isEqualTo("VALID");
        report(key).expect(200);
        assertThat(keys.verify(key).text("code")).isEqualTo("REVOKED");
    }

    @Test
    void reporterKeysAreEightOnP256() {
        List<Map<String, String>> eight = IntStream.range(0, 8)
                .mapToObj(i -> Reporter.of("key-" + i).setting())
                .toList();
        List<Map<String, String>> nine = new ArrayList<>(eight);
        nine.add(GITHUB.setting());

        JsonNode kept = settings(eight).expect(200).json().path("leak_report_keys");

        assertThat(kept).isEqualTo(json(eight));
        assertThat(keys.admin("GET", "/settings").send().json().path("leak_report_keys"))
                .isEqualTo(json(eight));
        settings(nine).expect(422);
        settings(List.of(Reporter.of("a", "secp384r1").setting())).expect(422);
        settings(List.of(Map.of("id", "a", "key", "x"))).expect(422);
        settings(List.of(Map.of("id", "a"))).expect(422);
        settings(List.of(Map.of("id", "a b", "key", GITHUB.pem()))).expect(422);
        settings(List.of(Map.of("id", "a", "key", GITHUB.pem(), "surprise", 1))).expect(422);
        settings(List.of(GITHUB.setting(), GITHUB.setting())).expect(422);
        settings("x").expect(422);
        settings(List.of("x")).expect(422);
        assertThat(keys.admin("GET", "/settings").send().json().path("leak_report_keys"))
                .isEqualTo(json(eight));
    }

    private Answer settings(Object leakReportKeys) {
        return keys.admin("PATCH", "/settings")
                .json(body("leak_report_keys", leakReportKeys))
                .send();
    }

    private Answer report(String key) {
        return keys.v1("POST", "/api-keys/leaks").json(body("key", key)).send();
    }

    private Answer signed(Object... items) {
        trust(GITHUB);
        byte[] report = bytes(List.of(items));
        return send(report, GITHUB.id(), GITHUB.sign(report));
    }

    private void trust(Reporter reporter) {
        settings(List.of(reporter.setting())).expect(200);
    }

    private Answer send(byte[] report, @Nullable String keyId, @Nullable String signature) {
        var request = keys.v1("POST", "/api-keys/leaks").body("application/json", report);
        if (keyId != null) {
            request.header(KEY_HEADER, keyId);
        }
        if (signature != null) {
            request.header(SIGNATURE_HEADER, signature);
        }
        return request.send();
    }

    private static Map<String, String> item(String token) {
        return Map.of("token", token, "type", "gatehouse_api_key", "url", WHERE + "#L3", "source", "content");
    }

    private JsonNode event(String keyId) {
        return new AuditCalls(new RealmCalls(gatehouse, keys.realm())).first("?type=api_key.leaked&key_id=" + keyId);
    }

    /** Headers without what differs from one answer to the next. */
    private static Map<String, List<String>> shape(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("date") || name.equalsIgnoreCase("x-request-id"));
        return new HashMap<>(headers);
    }

    private static byte[] bytes(Object value) {
        try {
            return new ObjectMapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(Object value) {
        return new ObjectMapper().valueToTree(value);
    }
}
