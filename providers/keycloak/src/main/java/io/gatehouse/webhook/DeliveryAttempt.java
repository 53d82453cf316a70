package io.gatehouse.webhook;

import io.gatehouse.core.net.OutboundUrl;
import io.gatehouse.core.net.OutboundUrlException;
import io.gatehouse.core.webhook.EndpointAnswer;
import io.gatehouse.core.webhook.RetrySchedule;
import io.gatehouse.core.webhook.WebhookMessage;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GuardedHttp;
import io.gatehouse.platform.HttpFailure;
import io.gatehouse.platform.HttpOutcome;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes single attempts: signs, posts, and judges what came back. Thread-safe. */
final class DeliveryAttempt {
    private final GuardedHttp http;

    DeliveryAttempt(GuardedHttp http) {
        this.http = http;
    }

    /**
     * An attempt that was made.
     *
     * @param answer what the answer means
     * @param result what follows for the delivery
     */
    record Made(EndpointAnswer answer, AttemptResult result) {}

    /** Makes one attempt; empty when none was made, because this node is too busy, is stopping, or it is too late for one. */
    Optional<Made> make(Lane lane, DueDelivery delivery) {
        long startedAtMs = Clock.nowMs();
        if (startedAtMs > delivery.deadlineMs()) {
            return Optional.empty();
        }
        WebhookMessage message =
                new WebhookMessage(delivery.event().id(), startedAtMs / 1_000, Payload.of(delivery.event()));
        HttpOutcome outcome = post(lane.endpoint(), message);
        if (outcome instanceof HttpOutcome.Failed failed && isOurs(failed.reason())) {
            return Optional.empty();
        }
        return Optional.of(judge(lane, delivery, startedAtMs, outcome));
    }

    /** Posts a message to an endpoint; the URL is read again, because what the server allows may have changed. */
    HttpOutcome post(Endpoint endpoint, WebhookMessage message) {
        OutboundUrl url;
        try {
            url = OutboundUrl.parse(endpoint.url(), http.guard());
        } catch (OutboundUrlException e) {
            return new HttpOutcome.Failed(0, HttpFailure.ADDRESS_REFUSED);
        }
        return http.post(url, endpoint.headersFor(message), message.body());
    }

    /** Whether the failure says nothing of the endpoint. */
    private static boolean isOurs(HttpFailure reason) {
        return reason == HttpFailure.BUSY || reason == HttpFailure.STOPPED;
    }

    private static Made judge(Lane lane, DueDelivery delivery, long startedAtMs, HttpOutcome outcome) {
        long endedAtMs = Clock.nowMs();
        EndpointAnswer answer = answer(outcome, endedAtMs);
        OptionalLong next = answer.meaning() == EndpointAnswer.Meaning.FAILED
                ? RetrySchedule.next(
                        delivery.failures() + 1, endedAtMs, delivery.deadlineMs(), answer.retryAfterMs(), jitter())
                : OptionalLong.empty();
        DeliveryStatus status = status(answer, next);
        long expiresAtMs =
                switch (status) {
                    case PENDING -> delivery.deadlineMs();
                    case DELIVERED -> endedAtMs + Delivery.DELIVERED_KEPT_MS;
                    case DEAD -> endedAtMs + Delivery.DEAD_KEPT_MS;
                };
        return new Made(
                answer,
                new AttemptResult(
                        delivery,
                        lane.realmId(),
                        attempt(delivery.attempts() + 1, startedAtMs, outcome),
                        status,
                        next.orElse(endedAtMs),
                        expiresAtMs,
                        endedAtMs));
    }

    static EndpointAnswer answer(HttpOutcome outcome, long nowMs) {
        return outcome instanceof HttpOutcome.Answered answered
                ? EndpointAnswer.of(
                        answered.status(),
                        answered.header(EndpointAnswer.DELIVERY_HEADER).orElse(null),
                        answered.header("retry-after").orElse(null),
                        nowMs)
                : EndpointAnswer.nothing();
    }

    private static DeliveryStatus status(EndpointAnswer answer, OptionalLong next) {
        if (answer.meaning() == EndpointAnswer.Meaning.DELIVERED) {
            return DeliveryStatus.DELIVERED;
        }
        return next.isPresent() ? DeliveryStatus.PENDING : DeliveryStatus.DEAD;
    }

    static Delivery.Attempt attempt(int number, long startedAtMs, HttpOutcome outcome) {
        if (outcome instanceof HttpOutcome.Answered answered) {
            String excerpt = answered.excerpt(Delivery.Attempt.MAX_ANSWER_LENGTH);
            return new Delivery.Attempt(
                    number, startedAtMs, outcome.latencyMs(), answered.status(), null, blankToNull(excerpt));
        }
        String reason =
                outcome instanceof HttpOutcome.Failed failed ? failed.reason().text() : "";
        return new Delivery.Attempt(number, startedAtMs, outcome.latencyMs(), null, reason, null);
    }

    private static @Nullable String blankToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** 0 to 1. */
    private static double jitter() {
        return (ByteBuffer.wrap(Entropy.bytes(Integer.BYTES)).getInt() & Integer.MAX_VALUE)
                / (double) Integer.MAX_VALUE;
    }
}
