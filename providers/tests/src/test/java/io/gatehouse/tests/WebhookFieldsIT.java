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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The members of a webhook: shown as they were set, and bounded. Nothing is sent: nobody makes these events. */
@ExtendWith(GatehouseExtension.class)
class WebhookFieldsIT {
    private static final String URL = "https://hooks.example.com/in";
    private static final List<String> NEVER = List.of("settings.updated");

    private RealmCalls calls;
    private WebhookCalls hooks;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        hooks = new WebhookCalls(calls);
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
        assertThat(WebhookCalls.error(hooks.create("url", url), "/url")).isEqualTo(code);
        Hook hook = hooks.hook(URL, "events", NEVER);
        assertThat(WebhookCalls.error(hooks.patch(hook, "url", url), "/url")).isEqualTo(code);
        assertThat(hooks.shown(hook).path("url").asText()).isEqualTo(URL);
    }

    @Test
    void longestUrlIsAcceptedAndOneMoreCharacterIsNot() {
        String longest = URL + "?" + "a".repeat(2_048 - URL.length() - 1);

        hooks.create("url", longest, "events", NEVER).expect(201);
        assertThat(WebhookCalls.error(hooks.create("url", longest + "a"), "/url"))
                .isEqualTo("url_length");
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
        assertThat(WebhookCalls.error(hooks.create("url", URL, "headers", Map.of(name, "x")), "/headers"))
                .isEqualTo("header_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "ä", "a\u0001", "a\r\nX: y"})
    void whatIsNoHeaderNameIsRefused(String name) {
        assertThat(WebhookCalls.error(hooks.create("url", URL, "headers", Map.of(name, "x")), "/headers"))
                .isEqualTo("invalid_header_name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a ", "a\r\nX: y", "ä", "a\tb"})
    void whatIsNoHeaderValueIsRefused(String value) {
        assertThat(WebhookCalls.error(hooks.create("url", URL, "headers", Map.of("X-A", value)), "/headers"))
                .isEqualTo("invalid_header_value");
    }

    @Test
    void headersAreBoundedInNumberAndLength() {
        hooks.create("url", URL, "events", NEVER, "headers", headers(20)).expect(201);
        assertThat(WebhookCalls.error(hooks.create("url", URL, "headers", headers(21)), "/headers"))
                .isEqualTo("too_many");
        hooks.create("url", URL, "events", NEVER, "headers", Map.of("X-A", "a".repeat(1_024)))
                .expect(201);
        assertThat(WebhookCalls.error(
                        hooks.create("url", URL, "headers", Map.of("X-A", "a".repeat(1_025))), "/headers"))
                .isEqualTo("invalid_header_value");
        hooks.create("url", URL, "events", NEVER, "headers", Map.of("X".repeat(64), "a"))
                .expect(201);
        assertThat(WebhookCalls.error(hooks.create("url", URL, "headers", Map.of("X".repeat(65), "a")), "/headers"))
                .isEqualTo("invalid_header_name");
        assertThat(WebhookCalls.error(hooks.create("url", URL, "headers", body("X-A", "1", "x-a", "2")), "/headers"))
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
        assertThat(WebhookCalls.error(hooks.create("url", URL, "events", List.of(glob)), "/events"))
                .isEqualTo(code);
    }

    @Test
    void eventsAreOneToFifty() {
        List<String> fifty = new ArrayList<>(NEVER);
        IntStream.range(0, 49).forEach(i -> fifty.add("user.event" + i));
        List<String> more = new ArrayList<>(fifty);
        more.add("user.more");

        hooks.create("url", URL, "events", fifty).expect(201);
        assertThat(WebhookCalls.error(hooks.create("url", URL, "events", more), "/events"))
                .isEqualTo("too_many");
        assertThat(WebhookCalls.error(hooks.create("url", URL, "events", List.of()), "/events"))
                .isEqualTo("too_few");
    }

    @ParameterizedTest
    @CsvSource({"0,out_of_range", "1001,out_of_range", "-1,out_of_range", "1.5,wrong_type"})
    void rateLimitIsOneToAThousand(double limit, String code) {
        Object value = limit == Math.rint(limit) ? (Object) (long) limit : (Object) limit;

        assertThat(WebhookCalls.error(hooks.create("url", URL, "rate_limit", value), "/rate_limit"))
                .isEqualTo(code);
        hooks.create("url", URL, "events", NEVER, "rate_limit", 1).expect(201);
        hooks.create("url", URL, "events", NEVER, "rate_limit", 1_000).expect(201);
    }

    @Test
    void descriptionHasAtMostFiveHundredCharacters() {
        hooks.create("url", URL, "events", NEVER, "description", "ä".repeat(500))
                .expect(201);
        assertThat(WebhookCalls.error(hooks.create("url", URL, "description", "a".repeat(501)), "/description"))
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

    private static Map<String, String> headers(int count) {
        Map<String, String> headers = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> headers.put("X-" + i, "v"));
        return headers;
    }
}
