package io.gatehouse.webhook;

import io.micrometer.core.instrument.Metrics;
import java.util.concurrent.TimeUnit;

/** What the server's metrics say of webhooks. Labels are from closed sets: no endpoint, no realm. */
final class WebhookMetrics {
    private static final String OUTCOME = "outcome";

    /** Counts an attempt once it is written down. */
    void attempted(AttemptResult result) {
        Metrics.counter("gatehouse.webhook.attempts", OUTCOME, outcome(result)).increment();
        Metrics.timer("gatehouse.webhook.attempt.duration")
                .record(result.attempt().latencyMs(), TimeUnit.MILLISECONDS);
    }

    /** Counts deliveries that were given up at their deadline. */
    void expired(int count) {
        Metrics.counter("gatehouse.webhook.expired").increment(count);
    }

    /** Shows how many attempts this node has in flight. */
    void watch(SendingSlots slots) {
        SendingSlots ignored = Metrics.gauge("gatehouse.webhook.in.flight", slots, SendingSlots::inFlight);
    }

    private static String outcome(AttemptResult result) {
        return switch (result.status()) {
            case DELIVERED -> "delivered";
            case DEAD -> "given_up";
            case PENDING -> result.attempt().failure() == null ? "refused" : "no_answer";
        };
    }
}
