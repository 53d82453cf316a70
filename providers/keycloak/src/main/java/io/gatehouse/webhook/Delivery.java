package io.gatehouse.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one webhook.
 *
 * @param eventId {@code webhook-id}, the same at every attempt
 * @param attempts attempts so far, those before a redelivery included
 * @param dueAtMs when the next attempt is due, while pending
 * @param expiresAtMs while pending: after when no attempt begins; then: when the row goes
 * @param settledAtMs when it was delivered or given up, null while pending
 */
record Delivery(
        String id,
        String webhookId,
        String eventId,
        long eventSeq,
        String eventType,
        DeliveryStatus status,
        int attempts,
        long dueAtMs,
        long expiresAtMs,
        long createdAtMs,
        @Nullable Long settledAtMs) {
    /** How long a delivered row is kept, in milliseconds: 30 days. */
    static final long DELIVERED_KEPT_MS = 30L * 86_400_000;

    /** How long a dead letter is kept, in milliseconds: 90 days. */
    static final long DEAD_KEPT_MS = 90L * 86_400_000;

    /** Most attempts of one delivery, over all redeliveries: each is a row that is kept as long as the delivery. */
    static final int MAX_ATTEMPTS = 200;

    /** Most dead letters that one call of recover takes up. */
    static final int MAX_RECOVERED = 10_000;

    /**
     * One attempt.
     *
     * @param statusCode null when there was no complete answer
     * @param failure why not, one of {@link io.gatehouse.platform.HttpFailure}; null when there was one
     * @param answer the first characters of the answer's body, null for none
     */
    record Attempt(
            int number,
            long startedAtMs,
            long latencyMs,
            @Nullable Integer statusCode,
            @Nullable String failure,
            @Nullable String answer) {
        /** Longest part of an answer that is kept, in characters. */
        static final int MAX_ANSWER_LENGTH = 1_024;
    }

    /** A delivery with all its attempts, the first first. */
    record Detail(Delivery delivery, List<Attempt> attempts) {
        /** Copies the list. */
        Detail {
            attempts = List.copyOf(attempts);
        }
    }
}
