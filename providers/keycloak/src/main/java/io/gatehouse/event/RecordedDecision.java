package io.gatehouse.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a token as its event recorded it.
 *
 * @param seq the event's place in the audit log; null as long as it has none, which is for less than a second
 * @param occurredAtMs when, in milliseconds since 1970
 * @param agentId the agent that asked; null when none did
 * @param decisionId id under which it was answered; null for an event that somebody else wrote
 * @param decision {@code allow} or {@code deny}; null as above
 * @param data what else the event tells
 * @param facts what policies were told, as JSON; null when they were not asked, or it is erased
 */
public record RecordedDecision(
        @Nullable Long seq,
        long occurredAtMs,
        @Nullable String agentId,
        @Nullable String decisionId,
        @Nullable String decision,
        Map<String, Object> data,
        @Nullable String facts) {}
