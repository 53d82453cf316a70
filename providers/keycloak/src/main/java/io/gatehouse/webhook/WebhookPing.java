package io.gatehouse.webhook;

import io.gatehouse.core.webhook.WebhookMessage;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.GuardedHttp;
import io.gatehouse.platform.HttpOutcome;
import java.util.concurrent.Semaphore;

/**
 * Sends tests of webhooks, at once and without a trace. A test holds a thread of the server for up to 15 s, so that only few
 * run at a time. One for each node; thread-safe.
 */
public final class WebhookPing {
    /** Most tests of one node at a time. */
    static final int MAX_AT_A_TIME = 8;

    private static final int RETRY_AFTER_SECONDS = 15;

    private final DeliveryAttempt attempts;
    private final Semaphore permits = new Semaphore(MAX_AT_A_TIME);

    /** Sends through the guard. */
    public WebhookPing(GuardedHttp http) {
        this.attempts = new DeliveryAttempt(http);
    }

    /**
     * What a test gave.
     *
     * @param messageId its {@code webhook-id}
     */
    record Pong(String messageId, long startedAtMs, HttpOutcome outcome) {}

    /**
     * Sends a signed message of type {@link Payload#PING_TYPE}. No transaction may be open.
     *
     * @throws GatehouseException 503 when too many tests run
     */
    Pong send(Endpoint endpoint, String realmId, String webhookId) {
        if (!permits.tryAcquire()) {
            throw GatehouseException.unavailable(
                    "Too many tests run on this node; try again soon.", RETRY_AFTER_SECONDS);
        }
        try {
            long nowMs = Clock.nowMs();
            String id = Entropy.uuid(nowMs).toString();
            WebhookMessage message = new WebhookMessage(id, nowMs / 1_000, Payload.ping(id, realmId, webhookId, nowMs));
            return new Pong(id, nowMs, attempts.post(endpoint, message));
        } finally {
            permits.release();
        }
    }
}
