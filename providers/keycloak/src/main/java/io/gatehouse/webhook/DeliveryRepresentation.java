package io.gatehouse.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Pagination;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A delivery as answers show it. */
@Schema(name = "WebhookDelivery")
public record DeliveryRepresentation(
        @Schema(required = true, format = "uuid") String id,
        @Schema(required = true, format = "uuid") String webhookId,

        @Schema(required = true, format = "uuid", description = "The webhook-id of every attempt")
        String eventId,

        @Schema(required = true, description = "The event's number in the realm")
        long eventSeq,

        @Schema(required = true, examples = "agent.created") String eventType,

        @Schema(
                required = true,
                enumeration = {"pending", "delivered", "dead"})
        String status,

        @Schema(required = true, description = "Attempts so far")
        int attempts,

        @Schema(required = true, nullable = true, format = "date-time", description = "While pending") @Nullable
        String nextAttemptAt,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "While pending: after it no attempt begins")
        @Nullable
        String deadline,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "When it was delivered or given up")
        @Nullable
        String settledAt,

        @Schema(required = true, format = "date-time") String createdAt) {
    /** A page of deliveries, as OpenAPI shows it. */
    @Schema(name = "WebhookDeliveryPage")
    public record PageRepresentation(
            @Schema(required = true) List<DeliveryRepresentation> items,
            @Schema(required = true) Pagination pagination) {
        /** Copies the items. */
        public PageRepresentation {
            items = List.copyOf(items);
        }
    }

    /** One attempt. */
    @Schema(name = "WebhookAttempt")
    public record AttemptRepresentation(
            @Schema(required = true, minimum = "1") int number,
            @Schema(required = true, format = "date-time") String startedAt,
            @Schema(required = true) long latencyMs,

            @Schema(required = true, nullable = true, description = "Null when there was no complete answer") @Nullable
            Integer statusCode,

            @Schema(
                    required = true,
                    nullable = true,
                    description = "Why there was no complete answer: address_refused, dns, connect, tls,"
                            + " timeout, reset, too_large or protocol")
            @Nullable
            String failure,

            @Schema(required = true, nullable = true, description = "The first 1,024 characters of the answer")
            @Nullable
            String answer) {
        static AttemptRepresentation of(Delivery.Attempt attempt) {
            return new AttemptRepresentation(
                    attempt.number(),
                    Clock.iso(attempt.startedAtMs()),
                    attempt.latencyMs(),
                    attempt.statusCode(),
                    attempt.failure(),
                    attempt.answer());
        }
    }

    /** What the answer about one delivery has besides: every attempt. */
    @Schema(
            name = "WebhookDeliveryDetail",
            allOf = {DeliveryRepresentation.class})
    public record DetailRepresentation(
            @Schema(required = true, description = "The first first")
            List<AttemptRepresentation> attemptLog) {
        /** Copies the list. */
        public DetailRepresentation {
            attemptLog = List.copyOf(attemptLog);
        }
    }

    /** What a test gave. */
    @Schema(name = "WebhookTestResult")
    public record TestRepresentation(
            @Schema(required = true, description = "Whether the endpoint answered 2xx")
            boolean isDelivered,

            @Schema(required = true, format = "uuid", description = "The webhook-id of the test")
            String messageId,

            @Schema(required = true) int statusCode,
            @Schema(required = true) long latencyMs,

            @Schema(required = true, nullable = true, description = "The first 1,024 characters of the answer")
            @Nullable
            String answer) {}

    /** What recover did. */
    @Schema(name = "WebhookRecovered")
    public record RecoveredRepresentation(
            @Schema(
                    required = true,
                    description = "How many dead letters are sent again; at most 10,000 a call, the oldest first")
            int recovered) {}

    static DeliveryRepresentation of(Delivery delivery) {
        boolean isPending = delivery.status() == DeliveryStatus.PENDING;
        Long settledAtMs = delivery.settledAtMs();
        return new DeliveryRepresentation(
                delivery.id(),
                delivery.webhookId(),
                delivery.eventId(),
                delivery.eventSeq(),
                delivery.eventType(),
                delivery.status().text(),
                delivery.attempts(),
                isPending ? Clock.iso(delivery.dueAtMs()) : null,
                isPending ? Clock.iso(delivery.expiresAtMs()) : null,
                settledAtMs == null ? null : Clock.iso(settledAtMs),
                Clock.iso(delivery.createdAtMs()));
    }

    static ObjectNode of(Delivery.Detail detail) {
        ObjectNode body = Json.tree(of(detail.delivery()));
        body.set(
                "attempt_log",
                Json.array(detail.attempts().stream()
                        .map(AttemptRepresentation::of)
                        .toList()));
        return body;
    }
}
