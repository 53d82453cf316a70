package io.gatehouse.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event with its place among the events of its realm. What tells of a person is not in it but for commitments.
 *
 * @param seq its number, from 0 without gaps; also its index in the realm's Merkle tree
 * @param type what happened, such as {@code token.issued}
 * @param occurredAtMs when, in milliseconds since 1970, by the clock of the node that wrote it
 * @param data what else belongs to it, as JSON values
 * @param commitments commitment to each fact that tells of a person, by the fact's name
 */
public record SequencedEvent(
        String id,
        String realmId,
        long seq,
        String type,
        long occurredAtMs,
        String actorType,
        String actorId,
        @Nullable String agentId,
        @Nullable String subjectId,
        @Nullable String keyId,
        String targetType,
        String targetId,
        @Nullable String decision,
        @Nullable String decisionId,
        @Nullable String revocationCause,
        String authMethod,
        String requestId,
        @Nullable String correlationId,
        Map<String, Object> data,
        Map<String, String> commitments) {
    /** The same event with its place and commitments. */
    SequencedEvent at(long place, Map<String, String> commitmentsByName) {
        return new SequencedEvent(
                id,
                realmId,
                place,
                type,
                occurredAtMs,
                actorType,
                actorId,
                agentId,
                subjectId,
                keyId,
                targetType,
                targetId,
                decision,
                decisionId,
                revocationCause,
                authMethod,
                requestId,
                correlationId,
                data,
                commitmentsByName);
    }
}
