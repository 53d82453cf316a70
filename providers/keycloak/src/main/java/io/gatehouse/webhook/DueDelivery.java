package io.gatehouse.webhook;

/**
 * A delivery that is to be attempted now.
 *
 * @param attempts attempts before this one
 * @param failures those of them that count in the schedule
 * @param deadlineMs after when no attempt begins
 */
record DueDelivery(String id, int attempts, int failures, long deadlineMs, Payload.Source event) {}
