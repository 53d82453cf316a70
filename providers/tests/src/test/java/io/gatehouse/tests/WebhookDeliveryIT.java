package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.tests.WebhookCalls.Hook;
import io.gatehouse.tests.WebhookReceiver.Received;
import io.gatehouse.tests.WebhookReceiver.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook sends, and what its endpoint's answers do. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookDeliveryIT {
    private final WebhookReceiver receiver = new WebhookReceiver();
    private final List<Hook> made = new ArrayList<>();
    private Gatehouse gatehouse;
    private RealmCalls calls;
    private WebhookCalls hooks;
    private String path;

    @BeforeAll
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        calls = new RealmCalls(server, realm);
        hooks = new WebhookCalls(calls);
    }

    @AfterAll
    void close() {
        receiver.close();
    }

    @BeforeEach
    void onlyOwnWebhooks() {
        made.forEach(
                hook -> calls.admin("DELETE", "/webhooks/" + hook.id()).send().expect(204, 404));
        made.clear();
        path = "/" + KeyRealm.unique("hook");
    }

    @Test
    void eventIsSentWithItsBodyAndHeaders() {
        Hook hook = hook("headers", Map.of("X-Team", "blue", "Authorization", "Bearer abc"));
        RealmCalls.Agent agent = calls.agent();

        Received request = receiver.await(path, 1).get(0);

        JsonNode body = request.json();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("User-Agent")).startsWith("Gatehouse");
        assertThat(request.header("X-Team")).isEqualTo("blue");
        assertThat(request.header("Authorization")).isEqualTo("Bearer abc");
        assertThat(body.path("type").asText()).isEqualTo("agent.created");
        assertThat(body.path("id").asText()).isEqualTo(request.id());
        assertThat(body.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        assertThat(body.at("/data/agent_id").asText()).isEqualTo(agent.id());
        assertThat(body.at("/data/target/type").asText()).isEqualTo("agent");
        assertThat(body.at("/data/details/scopes")).hasSize(2);
        JsonNode delivery = hooks.await(hook, "delivered", 1).path(0);
        assertThat(delivery.path("event_id").asText()).isEqualTo(request.id());
        assertThat(delivery.path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void onlyEventsThatAreWantedAreSent() {
        Hook hook = hook("events", List.of("agent.paused", "api_key.*"));
        RealmCalls.Agent agent = calls.agent();
        calls.admin("POST", "/agents/" + agent.id() + "/pause").send().expect(200);
        calls.key("orders.read");

        List<Received> requests = receiver.await(path, 2);

        assertThat(requests)
                .extracting(request -> request.json().path("type").asText())
                .containsExactlyInAnyOrder("agent.paused", "api_key.created");
        assertThat(hooks.await(hook, "delivered", 2)).hasSize(2);
    }

    @Test
    void eventsOfOneLaneComeInTheirOrderWhenOneIsSentAtATime() {
        hook("rate_limit", 4);
        for (int i = 0; i < 6; i++) {
            calls.agent("name", "Agent " + i);
        }

        List<Received> requests = receiver.await(path, 6);

        assertThat(requests)
                .extracting(request -> request.json().at("/data/seq").asLong())
                .isSorted();
    }

    @Test
    void rateLimitIsKept() {
        hook("rate_limit", 5);
        for (int i = 0; i < 11; i++) {
            calls.agent();
        }

        List<Received> requests = receiver.await(path, 11);

        // Ten gaps of a fifth of a second; a claim sends two at once.
        long tookMs = (requests.get(10).atNs() - requests.get(0).atNs()) / 1_000_000;
        assertThat(tookMs).isGreaterThan(1_700);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsAFailureAndNeverFollowed(int status) {
        String elsewhere = path + "-elsewhere";
        receiver.reply(path, Reply.of(status, "Location", receiver.url(elsewhere)));
        Hook hook = hook();
        calls.agent();

        JsonNode delivery = hooks.awaitAttempts(hook, 1);

        assertThat(delivery.path("status").asText()).isEqualTo("pending");
        assertThat(delivery.at("/attempt_log/0/status_code").asInt()).isEqualTo(status);
        assertThat(receiver.at(elsewhere)).isEmpty();
    }

    @Test
    void failureIsTriedAgainUnderTheSameIdWithANewTimestamp() {
        receiver.reply(
                path, request -> receiver.at(path).size() == 1 ? new Reply(500, Map.of(), "sorry") : Reply.of(200));
        Hook hook = hook();
        calls.agent();

        List<Received> requests = receiver.await(path, 2);

        JsonNode delivery = hooks.awaitAttempts(hook, 2);
        assertThat(requests.get(1).id()).isEqualTo(requests.get(0).id());
        assertThat(requests.get(1).text()).isEqualTo(requests.get(0).text());
        long gapMs = (requests.get(1).atNs() - requests.get(0).atNs()) / 1_000_000;
        assertThat(gapMs).isBetween(4_900L, 8_000L);
        assertThat(Long.parseLong(requests.get(1).header("webhook-timestamp")))
                .isGreaterThanOrEqualTo(Long.parseLong(requests.get(0).header("webhook-timestamp")) + 4);
        assertThat(delivery.path("status").asText()).isEqualTo("delivered");
        assertThat(delivery.at("/attempt_log/0/answer").asText()).isEqualTo("sorry");
        assertThat(delivery.at("/attempt_log/1/status_code").asInt()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void retryAfterIsHonoured(int status) {
        receiver.reply(path, Reply.of(status, "Retry-After", "1800"));
        Hook hook = hook();
        calls.agent();
        JsonNode delivery = hooks.awaitAttempts(hook, 1);

        Duration wait = between(delivery, "/attempt_log/0/started_at", "/next_attempt_at");
        assertThat(wait).isBetween(Duration.ofSeconds(1_799), Duration.ofSeconds(1_802));
    }

    @Test
    void hugeRetryAfterMeansALastAttemptBeforeTheDeadline() {
        receiver.reply(path, Reply.of(503, "Retry-After", "99999999"));
        Hook hook = hook();
        calls.agent();
        JsonNode delivery = hooks.awaitAttempts(hook, 1);

        Duration left = between(delivery, "/next_attempt_at", "/deadline");
        assertThat(left).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
    }

    @ParameterizedTest
    @CsvSource({"410,none", "500,disable", "302,disable"})
    void endpointDisablesItsWebhook(int status, String header) {
        receiver.reply(path, header.equals("none") ? Reply.of(status) : Reply.of(status, "webhook-delivery", header));
        Hook hook = hook();
        calls.agent();
        receiver.await(path, 1);

        Eventually.holds(Duration.ofSeconds(10), "disabled", () -> !hooks.shown(hook)
                .path("is_active")
                .asBoolean());
        assertThat(hooks.shown(hook).path("disabled_reason").asText()).isEqualTo("endpoint_asked");
        assertThat(hooks.await(hook, "dead", 1)).hasSize(1);

        calls.agent();
        assertThat(hooks.deliveries(hook, "")).hasSize(1);
    }

    @Test
    void endpointAbortsOneMessageAlone() {
        receiver.reply(path, Reply.of(400, "webhook-delivery", "abort-message"));
        Hook hook = hook();
        calls.agent();

        JsonNode dead = hooks.await(hook, "dead", 1).path(0);

        assertThat(dead.path("attempts").asInt()).isEqualTo(1);
        assertThat(hooks.shown(hook).path("is_active").asBoolean()).isTrue();
    }

    @Test
    void disabledWebhookIsSentNothingUntilItIsEnabled() {
        Hook hook = hook();
        hooks.patch(hook, "is_active", false).expect(200);
        hooks.awaitPlaces();
        hooks.post(hook, "enable").expect(200);
        RealmCalls.Agent later = calls.agent();

        assertThat(receiver.await(path, 1).get(0).json().at("/data/agent_id").asText())
                .isEqualTo(later.id());
        hooks.await(hook, "delivered", 1);
    }

    @Test
    void deadLetterIsRedeliveredUnderTheSameId() {
        receiver.reply(path, Reply.of(400, "webhook-delivery", "abort-message"));
        Hook hook = hook();
        calls.agent();
        JsonNode dead = hooks.await(hook, "dead", 1).path(0);
        receiver.reply(path, Reply.of(200));

        calls.admin("POST", "/webhooks/deliveries/" + dead.path("id").asText() + "/redeliver")
                .send()
                .expect(200);

        JsonNode delivered = hooks.await(hook, "delivered", 1).path(0);
        assertThat(delivered.path("attempts").asInt()).isEqualTo(2);
        List<Received> requests = receiver.await(path, 2);
        assertThat(requests.get(1).id()).isEqualTo(requests.get(0).id());
    }

    @Test
    void deliveredOneIsRedeliveredToo() {
        Hook hook = hook();
        calls.agent();
        JsonNode delivered = hooks.await(hook, "delivered", 1).path(0);

        calls.admin("POST", "/webhooks/deliveries/" + delivered.path("id").asText() + "/redeliver")
                .send()
                .expect(200);

        assertThat(receiver.await(path, 2))
                .extracting(Received::id)
                .containsOnly(delivered.path("event_id").asText());
    }

    @Test
    void recoverSendsTheDeadLettersOfASpanAgain() {
        receiver.reply(path, Reply.of(400, "webhook-delivery", "abort-message"));
        Hook hook = hook();
        calls.agent();
        calls.agent();
        hooks.await(hook, "dead", 2);
        receiver.reply(path, Reply.of(200));

        JsonNode none = recover(hook, "since", "2020-01-01T00:00:00Z", "until", "2020-01-02T00:00:00Z");
        assertThat(none.path("recovered").asInt()).isZero();
        JsonNode all = recover(hook, "since", "2020-01-01T00:00:00Z");

        assertThat(all.path("recovered").asInt()).isEqualTo(2);
        hooks.await(hook, "delivered", 2);
    }

    @Test
    void testSendsASignedPingAtOnceAndShowsTheAnswer() {
        receiver.reply(path, new Reply(418, Map.of(), "I am a teapot"));
        Hook hook = hook();
        hooks.patch(hook, "is_active", false).expect(200);

        JsonNode answer = hooks.post(hook, "test").expect(200).json();

        Received ping = receiver.await(path, 1).get(0);
        assertThat(ping.json().path("type").asText()).isEqualTo("webhook.ping");
        assertThat(answer.path("is_delivered").asBoolean()).isFalse();
        assertThat(answer.path("status_code").asInt()).isEqualTo(418);
        assertThat(answer.path("answer").asText()).isEqualTo("I am a teapot");
        assertThat(answer.path("message_id").asText()).isEqualTo(ping.id());
        assertThat(hooks.deliveries(hook, "")).isEmpty();
    }

    @Test
    void testOfAnEndpointThatIsNotThereSaysWhy() {
        Hook hook = hooks.hook("http://127.0.0.1:9/");
        made.add(hook);

        assertThat(hooks.post(hook, "test").expect(502).text("code")).isEqualTo("endpoint_connect");
    }

    @Test
    void endpointThatFailedForFiveDaysIsDisabled() {
        receiver.reply(path, Reply.of(500));
        Hook hook = hook();
        calls.agent();
        hooks.awaitAttempts(hook, 1);

        gatehouse.moveClock(Duration.ofDays(5).plusMinutes(1));
        hooks.await(hook, "dead", 1);
        assertThat(hooks.shown(hook).path("is_active").asBoolean()).isTrue();
        calls.agent();

        Eventually.holds(Duration.ofSeconds(10), "disabled", () -> !hooks.shown(hook)
                .path("is_active")
                .asBoolean());
        assertThat(hooks.shown(hook).path("disabled_reason").asText()).isEqualTo("failing");
        hooks.post(hook, "enable").expect(200);
        assertThat(hooks.shown(hook).path("failing_since").isNull()).isTrue();
    }

    private JsonNode recover(Hook hook, Object... members) {
        return calls.admin("POST", "/webhooks/" + hook.id() + "/recover")
                .json(KeyRealm.body(members))
                .send()
                .expect(200)
                .json();
    }

    private Hook hook(Object... members) {
        Hook hook = hooks.hook(receiver.url(path), members);
        made.add(hook);
        return hook;
    }

    private static Duration between(JsonNode delivery, String from, String to) {
        return Duration.between(
                java.time.Instant.parse(delivery.at(from).asText()),
                java.time.Instant.parse(delivery.at(to).asText()));
    }
}
