package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.tests.HostileReceiver.Manner;
import io.gatehouse.tests.WebhookCalls.Hook;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Receivers that hang, never end, trickle, reset or talk nonsense cost an attempt, and nobody else anything. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class WebhookHostileIT {
    private static final long MAX_ATTEMPT_MS = 15_500;
    private static final Duration LIVE_WITHIN = Duration.ofSeconds(4);

    @Test
    void attemptEndsWithin15SecondsAndOthersAreSentMeanwhile(Gatehouse gatehouse, TestRealm realm) {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        WebhookCalls hooks = new WebhookCalls(calls);
        Map<Manner, Hook> hostile = new EnumMap<>(Manner.class);
        Map<Manner, HostileReceiver> receivers = new EnumMap<>(Manner.class);
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            for (Manner manner : Manner.values()) {
                receivers.put(manner, new HostileReceiver(manner));
                hostile.put(
                        manner, hooks.hook(receivers.get(manner).url(), "events", java.util.List.of("agent.paused")));
            }
            Hook live = hooks.hook(receiver.url("/live"), "events", java.util.List.of("agent.paused", "agent.resumed"));
            RealmCalls.Agent agent = calls.agent();
            calls.admin("POST", "/agents/" + agent.id() + "/pause").send().expect(200);
            receiver.await("/live", 1);

            long startNs = System.nanoTime();
            calls.admin("POST", "/agents/" + agent.id() + "/resume").send().expect(200);
            receiver.await("/live", 2);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(LIVE_WITHIN);
            hooks.await(live, "delivered", 2);

            hostile.forEach((manner, hook) -> check(manner, hooks.awaitAttempts(hook, 1)));
        } finally {
            receivers.values().forEach(HostileReceiver::close);
        }
    }

    private static void check(Manner manner, JsonNode delivery) {
        JsonNode attempt = delivery.at("/attempt_log/0");
        assertThat(attempt.path("latency_ms").asLong()).as(manner.name()).isLessThan(MAX_ATTEMPT_MS);
        if (manner == Manner.ENDLESS) {
            // Its head says 200 and 64 KiB of it were read: it has the message.
            assertThat(attempt.path("status_code").asInt()).isEqualTo(200);
            return;
        }
        assertThat(attempt.path("failure").asText()).as(manner.name()).isIn("timeout", "reset", "protocol");
        assertThat(delivery.path("status").asText()).isEqualTo("pending");
    }
}
