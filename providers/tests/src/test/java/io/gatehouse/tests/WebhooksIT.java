package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.WebhookCalls.Hook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks over HTTP: made, listed, shown, changed, deleted, and every refusal. Nothing is sent: nobody makes these events. */
@ExtendWith(GatehouseExtension.class)
class WebhooksIT {
    private static final String URL = "https://hooks.example.com/in";
    private static final List<String> NEVER = List.of("settings.updated");

    private RealmCalls calls;
    private WebhookCalls hooks;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        hooks = new WebhookCalls(calls);
        calls.admin("GET", "/webhooks?limit=100")
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(hook -> calls.admin(
                                "DELETE", "/webhooks/" + hook.path("id").asText())
                        .send()
                        .expect(204));
    }

    @Test
    void creationAnswersTheSigningSecretAndThePublicKey() {
        Answer made = hooks.create("url", URL, "events", NEVER, "description", "Ours");

        made.expect(201);
        assertThat(made.text("signing_secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(made.text("public_key")).matches("whpk_[A-Za-z0-9+/]{43}=");
        assertThat(made.header("Location"))
                .hasValueSatisfying(at -> assertThat(at).endsWith("/gatehouse/webhooks/" + made.text("id")));
        assertThat(made.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    void everyMemberIsShownButTheSecretAndTheValuesOfHeaders() {
        Hook hook = hooks.hook(
                URL,
                "events",
                List.of("settings.updated", "user.*"),
                "description",
                "Ours",
                "headers",
                Map.of("X-Key", "topsecret-value"),
                "rate_limit",
                7);

        JsonNode shown = hooks.shown(hook);

        assertThat(shown.path("url").asText()).isEqualTo(URL);
        assertThat(shown.path("events")).hasSize(2);
        assertThat(shown.path("description").asText()).isEqualTo("Ours");
        assertThat(shown.path("header_names").path(0).asText()).isEqualTo("X-Key");
        assertThat(shown.path("rate_limit").asInt()).isEqualTo(7);
        assertThat(shown.path("is_active").asBoolean()).isTrue();
        String everything = shown
                + calls.admin("GET", "/webhooks").send().body()
                + hooks.patch(hook, "description", "Yours").body()
                + hooks.post(hook, "enable").body()
                + calls.admin("DELETE", "/webhooks/" + hook.id())
                        .header("Prefer", "return=representation")
                        .send()
                        .expect(200)
                        .body();
        assertThat(everything)
                .doesNotContain("whsec_")
                .doesNotContain(hook.secret())
                .doesNotContain("topsecret");
    }

    @Test
    void wantsEverythingUnlessToldOtherwise() {
        JsonNode made =
                hooks.create("url", "https://hooks.invalid/").expect(201).json();

        assertThat(made.path("events")).hasSize(1);
        assertThat(made.path("events").path(0).asText()).isEqualTo("*");
    }

    @ParameterizedTest
    @CsvSource({
        "http://hooks.example.com/,url_scheme",
        "ftp://hooks.example.com/,url_scheme",
        "https://u:p@hooks.example.com/,url_userinfo",
        "https://hooks.example.com/#a,url_fragment",
        "https://hooks.internal/,url_local_name",
        "https://a.localhost/,url_local_name",
        "https://hooks.local/,url_local_name",
        "https://10.0.0.1/,url_address",
        "https://[::1]/,url_address",
        "https://169.254.169.254/,url_address",
        "https://0x7f.1/,url_host",
        "https://2130706433/,url_host",
        "https://hooks/,url_host",
        "https://hooks.example.com:0/,url_port",
        "hooks.example.com,url_scheme",
        "'https://hooks.example.com/ x',url_characters",
        "http://127.0.0.2/,url_address"
    })
    void urlThatIsNotForWebhooksIsRefused(String url, String code) {
        assertThat(error(hooks.create("url", url), "/url")).isEqualTo(code);
        Hook hook = hooks.hook(URL, "events", NEVER);
        assertThat(error(hooks.patch(hook, "url", url), "/url")).isEqualTo(code);
        assertThat(hooks.shown(hook).path("url").asText()).isEqualTo(URL);
    }

    @Test
    void longestUrlIsAcceptedAndOneMoreCharacterIsNot() {
        String longest = URL + "?" + "a".repeat(2_048 - URL.length() - 1);

        hooks.create("url", longest, "events", NEVER).expect(201);
        assertThat(error(hooks.create("url", longest + "a"), "/url")).isEqualTo("url_length");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "host",
                "Connection",
                "Keep-Alive",
                "Proxy-Authorization",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "Content-Length",
                "Content-Type",
                "webhook-id",
                "Webhook-Signature",
                "User-Agent",
                "Expect",
                "X-Forwarded-For"
            })
    void headersThatRouteOrFrameTheRequestAreRefused(String name) {
        assertThat(error(hooks.create("url", URL, "headers", Map.of(name, "x")), "/headers"))
                .isEqualTo("header_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "ä", "a\u0001", "a\r\nX: y"})
    void whatIsNoHeaderNameIsRefused(String name) {
        assertThat(error(hooks.create("url", URL, "headers", Map.of(name, "x")), "/headers"))
                .isEqualTo("invalid_header_name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a ", "a\r\nX: y", "ä", "a\tb"})
    void whatIsNoHeaderValueIsRefused(String value) {
        assertThat(error(hooks.create("url", URL, "headers", Map.of("X-A", value)), "/headers"))
                .isEqualTo("invalid_header_value");
    }

    @Test
    void headersAreBoundedInNumberAndLength() {
        hooks.create("url", URL, "events", NEVER, "headers", headers(20)).expect(201);
        assertThat(error(hooks.create("url", URL, "headers", headers(21)), "/headers"))
                .isEqualTo("too_many");
        hooks.create("url", URL, "events", NEVER, "headers", Map.of("X-A", "a".repeat(1_024)))
                .expect(201);
        assertThat(error(hooks.create("url", URL, "headers", Map.of("X-A", "a".repeat(1_025))), "/headers"))
                .isEqualTo("invalid_header_value");
        hooks.create("url", URL, "events", NEVER, "headers", Map.of("X".repeat(64), "a"))
                .expect(201);
        assertThat(error(hooks.create("url", URL, "headers", Map.of("X".repeat(65), "a")), "/headers"))
                .isEqualTo("invalid_header_name");
        assertThat(error(hooks.create("url", URL, "headers", body("X-A", "1", "x-a", "2")), "/headers"))
                .isEqualTo("repeated_header");
    }

    @ParameterizedTest
    @CsvSource({
        "Agent.*,invalid_value",
        "a..b,invalid_value",
        "**,invalid_value",
        "agnet.*,unknown_event_type",
        "nothing.happens,unknown_event_type"
    })
    void globThatMatchesNothingIsRefused(String glob, String code) {
        assertThat(error(hooks.create("url", URL, "events", List.of(glob)), "/events"))
                .isEqualTo(code);
    }

    @Test
    void eventsAreOneToFifty() {
        List<String> fifty = new ArrayList<>(NEVER);
        IntStream.range(0, 49).forEach(i -> fifty.add("user.event" + i));
        List<String> more = new ArrayList<>(fifty);
        more.add("user.more");

        hooks.create("url", URL, "events", fifty).expect(201);
        assertThat(error(hooks.create("url", URL, "events", more), "/events")).isEqualTo("too_many");
        assertThat(error(hooks.create("url", URL, "events", List.of()), "/events"))
                .isEqualTo("too_few");
    }

    @ParameterizedTest
    @CsvSource({"0,out_of_range", "1001,out_of_range", "-1,out_of_range", "1.5,wrong_type"})
    void rateLimitIsOneToAThousand(double limit, String code) {
        Object value = limit == Math.rint(limit) ? (Object) (long) limit : (Object) limit;

        assertThat(error(hooks.create("url", URL, "rate_limit", value), "/rate_limit"))
                .isEqualTo(code);
        hooks.create("url", URL, "events", NEVER, "rate_limit", 1).expect(201);
        hooks.create("url", URL, "events", NEVER, "rate_limit", 1_000).expect(201);
    }

    @Test
    void descriptionHasAtMostFiveHundredCharacters() {
        hooks.create("url", URL, "events", NEVER, "description", "ä".repeat(500))
                .expect(201);
        assertThat(error(hooks.create("url", URL, "description", "a".repeat(501)), "/description"))
                .isEqualTo("too_long");
    }

    @Test
    void everyMemberAtFaultIsNamedAtOnce() {
        Answer answer = hooks.create("url", "nonsense", "rate_limit", "many", "colour", "blue");

        answer.expect(422);
        assertThat(answer.json().path("errors"))
                .extracting(error -> error.path("pointer").asText())
                .containsExactlyInAnyOrder("/url", "/rate_limit", "/colour");
    }

    @Test
    void realmHasAtMostAHundredWebhooks() {
        for (int i = 0; i < 100; i++) {
            hooks.create("url", URL, "events", NEVER).expect(201);
        }

        assertThat(hooks.create("url", URL, "events", NEVER).expect(409).text("code"))
                .isEqualTo("too_many_webhooks");
        Answer page = calls.admin("GET", "/webhooks?limit=100&offset=0").send().expect(200);
        assertThat(page.json().path("items")).hasSize(100);
        assertThat(page.json().at("/pagination/total").asInt()).isEqualTo(100);
    }

    @Test
    void listIsPagedByCursorNewestFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, hooks.hook(URL, "events", NEVER).id());
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = calls.admin("GET", "/webhooks?limit=2" + cursor)
                    .send()
                    .expect(200)
                    .json();
            page.path("items").forEach(hook -> listed.add(hook.path("id").asText()));
            cursor = page.at("/pagination/next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.at("/pagination/next_cursor").asText();
        } while (!cursor.isEmpty());

        assertThat(listed).isEqualTo(ids);
    }

    @Test
    void patchChangesWhatItNamesAndRemovesByNull() {
        Hook hook = hooks.hook(
                URL, "events", NEVER, "description", "a", "rate_limit", 5, "headers", body("X-A", "1", "X-B", "2"));

        JsonNode changed = hooks.patch(
                        hook, "description", null, "rate_limit", null, "headers", body("X-A", null, "X-C", "3"))
                .expect(200)
                .json();

        assertThat(changed.path("description").isNull()).isTrue();
        assertThat(changed.path("rate_limit").isNull()).isTrue();
        assertThat(changed.path("header_names")).extracting(JsonNode::asText).containsExactlyInAnyOrder("X-B", "X-C");
        assertThat(changed.path("events").path(0).asText()).isEqualTo("settings.updated");
        assertThat(hooks.patch(hook, "headers", null).expect(200).json().path("header_names"))
                .isEmpty();
        assertThat(error(hooks.patch(hook, "url", null), "/url")).isEqualTo("required");
        assertThat(error(hooks.patch(hook, "signing_secret", "whsec_x"), "/signing_secret"))
                .isEqualTo("immutable");
        assertThat(error(hooks.patch(hook, "organization_id", "x"), "/organization_id"))
                .isEqualTo("immutable");
    }

    @Test
    void switchedOffAndOn() {
        Hook hook = hooks.hook(URL, "events", NEVER);

        JsonNode off = hooks.patch(hook, "is_active", false).expect(200).json();
        assertThat(off.path("is_active").asBoolean()).isFalse();
        assertThat(off.path("disabled_reason").asText()).isEqualTo("requested");
        assertThat(off.path("disabled_at").asText()).isNotEmpty();
        JsonNode on = hooks.post(hook, "enable").expect(200).json();
        assertThat(on.path("is_active").asBoolean()).isTrue();
        assertThat(on.path("disabled_reason").isNull()).isTrue();
    }

    @Test
    void deletedOneIsGone() {
        Hook hook = hooks.hook(URL, "events", NEVER);

        calls.admin("DELETE", "/webhooks/" + hook.id()).send().expect(204);

        calls.admin("GET", "/webhooks/" + hook.id()).send().expect(404);
        calls.admin("DELETE", "/webhooks/" + hook.id()).send().expect(404);
        calls.admin("GET", "/webhooks/" + hook.id() + "/deliveries").send().expect(404);
        for (String action : List.of("enable", "test", "rotate-secret")) {
            hooks.post(hook, action).expect(404);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2_592_001})
    void overlapIsBounded(int seconds) {
        Hook hook = hooks.hook(URL, "events", NEVER);

        Answer answer = calls.admin("POST", "/webhooks/" + hook.id() + "/rotate-secret")
                .json(Map.of("overlap_seconds", seconds))
                .send();

        assertThat(error(answer, "/overlap_seconds")).isEqualTo("out_of_range");
    }

    @Test
    void rotationShowsTheNewSecretOnceAndWhenTheOldOneEnds() {
        Hook hook = hooks.hook(URL, "events", NEVER);

        Hook rotated = new Hook(hooks.post(hook, "rotate-secret").expect(200).json());

        assertThat(rotated.secret()).startsWith("whsec_").isNotEqualTo(hook.secret());
        assertThat(rotated.publicKey()).isNotEqualTo(hook.publicKey());
        assertThat(rotated.json().path("previous_secret_expires_at").asText()).isNotEmpty();
        assertThat(hooks.shown(hook).has("signing_secret")).isFalse();
    }

    @Test
    void sameIdempotencyKeyMakesOneWebhookAndShowsItsSecretOnce() {
        Answer first = idempotent(URL).expect(201);
        Answer second = idempotent(URL).expect(201);

        assertThat(second.text("id")).isEqualTo(first.text("id"));
        assertThat(second.json().path("signing_secret").isNull()).isTrue();
        idempotent(URL + "2").expect(422);
    }

    @Test
    void eventTypesAreListedWithASentence() {
        JsonNode types = calls.admin("GET", "/webhooks/event-types")
                .send()
                .expect(200)
                .json()
                .path("items");

        assertThat(types)
                .extracting(type -> type.path("type").asText())
                .contains("token.issued", "agent.created", "webhook.disabled")
                .doesNotHaveDuplicates();
        assertThat(types).allSatisfy(type -> assertThat(type.path("description").asText())
                .endsWith("."));
        assertThat(types)
                .filteredOn(type -> type.path("is_opt_in").asBoolean())
                .extracting(type -> type.path("type").asText())
                .contains("user.login", "user.login_error", "user.register", "admin.user.create", "admin.client.update")
                .allMatch(type -> type.startsWith("user.") || type.startsWith("admin."));
        assertThat(types)
                .filteredOn(type -> !type.path("is_opt_in").asBoolean())
                .extracting(type -> type.path("type").asText())
                .noneMatch(type -> type.startsWith("user.") || type.startsWith("admin."));
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        String nobody = "01890000-0000-7000-8000-000000000000";
        for (String id : List.of(nobody, "x", "' or 1=1")) {
            String below = "/webhooks/" + id.replace(" ", "%20").replace("'", "%27");
            calls.admin("GET", below).send().expect(404);
            calls.admin("POST", below + "/recover")
                    .json(Map.of("since", "2026-01-01T00:00:00Z"))
                    .send()
                    .expect(404);
        }
        calls.admin("GET", "/webhooks/deliveries/" + nobody).send().expect(404);
        calls.admin("POST", "/webhooks/deliveries/" + nobody + "/redeliver")
                .send()
                .expect(404);
    }

    @Test
    void deliveriesAreAskedForByAKnownStatus() {
        Hook hook = hooks.hook(URL, "events", NEVER);

        calls.admin("GET", "/webhooks/" + hook.id() + "/deliveries?status=lost")
                .send()
                .expect(400);
        assertThat(hooks.deliveries(hook, "dead")).isEmpty();
        assertThat(hooks.deliveries(hook, "")).isEmpty();
    }

    @Test
    void recoverNeedsASpan() {
        Hook hook = hooks.hook(URL, "events", NEVER);

        assertThat(error(recover(hook), "/since")).isEqualTo("required");
        assertThat(error(recover(hook, "since", "yesterday"), "/since")).isEqualTo("invalid_time");
        assertThat(error(recover(hook, "since", "2026-01-02T00:00:00Z", "until", "2026-01-01T00:00:00Z"), "/until"))
                .isEqualTo("out_of_range");
        hooks.patch(hook, "is_active", false).expect(200);
        assertThat(recover(hook, "since", "2026-01-02T00:00:00Z").expect(409).text("code"))
                .isEqualTo("webhook_disabled");
    }

    private Answer recover(Hook hook, @Nullable Object... members) {
        return calls.admin("POST", "/webhooks/" + hook.id() + "/recover")
                .json(body(members))
                .send();
    }

    private Answer idempotent(String url) {
        return calls.admin("POST", "/webhooks")
                .header("Idempotency-Key", "hook-1")
                .json(Map.of("url", url, "events", NEVER))
                .send();
    }

    private static Map<String, String> headers(int count) {
        Map<String, String> headers = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> headers.put("X-" + i, "v"));
        return headers;
    }

    /** The code of the error about a member. */
    private static String error(Answer answer, String pointer) {
        for (JsonNode error : answer.expect(422).json().path("errors")) {
            if (error.path("pointer").asText().equals(pointer)) {
                return error.path("code").asText();
            }
        }
        throw new AssertionError("Nothing about " + pointer + ": " + answer.body());
    }
}
