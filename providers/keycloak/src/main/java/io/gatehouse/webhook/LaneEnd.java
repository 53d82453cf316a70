package io.gatehouse.webhook;

import io.gatehouse.core.webhook.LaneHealth;
import org.jspecify.annotations.Nullable;

/**
 * How a claim of a lane ended.
 *
 * @param holder the claim's id
 * @param health the endpoint's record now
 * @param notBeforeMs before when nothing is sent, 0 for at once
 * @param pacingMs how long the lane stays closed so that its rate is kept, by the database's clock; 0 for not at all
 * @param disabled why the webhook is to be disabled, null when it is not
 * @param onSettled gives back what the claim held on this node; called once
 */
record LaneEnd(
        String webhookId,
        String realmId,
        String holder,
        LaneHealth health,
        long notBeforeMs,
        long pacingMs,
        @Nullable DisabledReason disabled,
        Runnable onSettled) {}
