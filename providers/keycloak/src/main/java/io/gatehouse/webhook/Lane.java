package io.gatehouse.webhook;

import io.gatehouse.core.webhook.LaneHealth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A claimed lane: what is to be sent to one endpoint, by nobody else until the lease ends.
 *
 * @param holder id of this claim
 * @param claimedAtMs before the claim's transaction began, by the monotonic clock
 */
record Lane(
        String webhookId,
        String realmId,
        String holder,
        long claimedAtMs,
        LaneHealth health,
        @Nullable Integer rateLimit,
        Endpoint endpoint,
        List<DueDelivery> deliveries) {
    /** How long a claim stands when its node dies, in milliseconds; others take the lane over within 30 s. */
    static final long LEASE_MS = 25_000;

    /** No attempt begins later in a claim, in milliseconds: it ends 15 s after, and is settled before the lease ends. */
    static final long BEGIN_WITHIN_MS = 8_000;

    /** Most deliveries of one claim. */
    static final int MAX_DELIVERIES = 100;

    /** The part of a second whose deliveries a claim with a rate limit takes at once. */
    private static final int BURSTS_A_SECOND = 4;

    /** Copies the list. */
    Lane {
        deliveries = List.copyOf(deliveries);
    }

    /** The end of this claim when nothing was sent. */
    LaneEnd unsent() {
        return new LaneEnd(webhookId, realmId, holder, health, 0, 0, null, () -> {});
    }

    /** How many deliveries a claim takes. */
    static int maxDeliveries(LaneHealth health, @Nullable Integer rateLimit) {
        if (health.isOpen()) {
            return 1;
        }
        return rateLimit == null
                ? MAX_DELIVERIES
                : Math.min(MAX_DELIVERIES, (rateLimit + BURSTS_A_SECOND - 1) / BURSTS_A_SECOND);
    }

    /** How long the lane stays closed after so many attempts in that time, so that the rate is kept. */
    long pacingMs(int attempts, long elapsedMs) {
        return rateLimit == null ? 0 : Math.max(0, attempts * 1_000L / rateLimit - elapsedMs);
    }
}
