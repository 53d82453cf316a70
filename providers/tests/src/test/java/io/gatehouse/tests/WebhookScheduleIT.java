package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.webhook.RetrySchedule;
import io.gatehouse.tests.WebhookCalls.Hook;
import io.gatehouse.tests.WebhookReceiver.Received;
import io.gatehouse.tests.WebhookReceiver.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole schedule of a delivery, 24 hours in seconds: the test moves the server's clock from attempt to attempt. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookScheduleIT {
    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterAll
    void close() {
        receiver.close();
    }

    @Test
    void elevenAttemptsWithin24HoursThenADeadLetterThatRecovers(Gatehouse gatehouse, TestRealm realm) {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        WebhookCalls hooks = new WebhookCalls(calls);
        receiver.reply("/day", Reply.of(500));
        Hook hook = hooks.hook(receiver.url("/day"));
        calls.agent();

        JsonNode delivery = hooks.awaitAttempts(hook, 1);
        for (int attempts = 1; attempts < RetrySchedule.MAX_ATTEMPTS; attempts++) {
            assertThat(delivery.path("status").asText()).isEqualTo("pending");
            Instant next = Instant.parse(delivery.path("next_attempt_at").asText());
            gatehouse.moveClock(Duration.between(Instant.now(), next).plusSeconds(1));
            delivery = hooks.awaitAttempts(hook, attempts + 1);
        }

        assertThat(delivery.path("status").asText()).isEqualTo("dead");
        JsonNode log = delivery.path("attempt_log");
        assertThat(log).hasSize(11);
        for (int i = 1; i < log.size(); i++) {
            long gapMs = gap(log.path(i - 1), log.path(i)).toMillis();
            long delayMs = RetrySchedule.DELAYS_MS.get(i - 1);
            assertThat(gapMs).as("before attempt " + (i + 1)).isBetween(delayMs - 2_000, delayMs * 11 / 10 + 6_000);
        }
        assertThat(gap(log.path(0), log.path(10))).isLessThan(Duration.ofHours(24));
        assertThat(receiver.at("/day"))
                .hasSize(11)
                .extracting(Received::id)
                .containsOnly(receiver.at("/day").get(0).id());

        receiver.reply("/day", Reply.of(200));
        JsonNode recovered = calls.admin("POST", "/webhooks/" + hook.id() + "/recover")
                .json(Map.of("since", "2020-01-01T00:00:00Z"))
                .send()
                .expect(200)
                .json();
        assertThat(recovered.path("recovered").asInt()).isEqualTo(1);
        assertThat(hooks.await(hook, "delivered", 1).path(0).path("attempts").asInt())
                .isEqualTo(12);
        List<Received> all = receiver.await("/day", 12);
        assertThat(all.get(11).id()).isEqualTo(all.get(0).id());
    }

    @Test
    void deliveryThatNobodyCouldAttemptBecomesADeadLetterAtItsDeadline(Gatehouse gatehouse, TestRealm realm) {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        WebhookCalls hooks = new WebhookCalls(calls);
        receiver.reply("/late", Reply.of(500));
        Hook hook = hooks.hook(receiver.url("/late"));
        calls.agent();
        hooks.awaitAttempts(hook, 1);

        gatehouse.moveClock(Duration.ofHours(24).plusMinutes(1));

        JsonNode dead = hooks.await(hook, "dead", 1).path(0);
        assertThat(dead.path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void deliveredOnesAreRemovedAfterThirtyDays(Gatehouse gatehouse, TestRealm realm) {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        WebhookCalls hooks = new WebhookCalls(calls);
        Hook hook = hooks.hook(receiver.url("/kept"));
        calls.agent();
        hooks.await(hook, "delivered", 1);

        gatehouse.moveClock(Duration.ofDays(29));
        assertThat(hooks.deliveries(hook, "delivered")).hasSize(1);
        gatehouse.moveClock(Duration.ofDays(31));

        assertThat(hooks.await(hook, "delivered", 0)).isEmpty();
    }

    private static Duration gap(JsonNode from, JsonNode to) {
        return Duration.between(
                Instant.parse(from.path("started_at").asText()),
                Instant.parse(to.path("started_at").asText()));
    }
}
