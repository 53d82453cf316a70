package io.gatehouse.event;

import java.util.Optional;

/**
 * Which events are wanted; each part that is there must match exactly.
 *
 * @param type what happened
 * @param actorId who did it
 * @param targetId what it was done to
 * @param agentId the agent
 * @param keyId the API key
 * @param sinceMs not before this time, in milliseconds since 1970
 * @param untilMs before this time, in milliseconds since 1970
 * @param requestId the request in which it happened
 */
public record SequencedEventFilter(
        Optional<String> type,
        Optional<String> actorId,
        Optional<String> targetId,
        Optional<String> agentId,
        Optional<String> keyId,
        Optional<Long> sinceMs,
        Optional<Long> untilMs,
        Optional<String> requestId) {}
