package io.gatehouse.webhook;

import org.jspecify.annotations.Nullable;

/**
 * How one attempt ended and what follows for its delivery.
 *
 * @param before the delivery as it was claimed
 * @param attempt the attempt
 * @param status where the delivery stands now
 * @param dueAtMs when the next attempt is due, while pending
 * @param expiresAtMs while pending: the deadline; then: when the row goes
 * @param endedAtMs when the attempt ended
 */
record AttemptResult(
        DueDelivery before,
        String realmId,
        Delivery.Attempt attempt,
        DeliveryStatus status,
        long dueAtMs,
        long expiresAtMs,
        long endedAtMs) {
    /** Failures that count in the schedule, this one included. */
    int failures() {
        return status == DeliveryStatus.DELIVERED ? before.failures() : before.failures() + 1;
    }

    /** Null while pending. */
    @Nullable
    Long settledAtMs() {
        return status == DeliveryStatus.PENDING ? null : endedAtMs;
    }
}
