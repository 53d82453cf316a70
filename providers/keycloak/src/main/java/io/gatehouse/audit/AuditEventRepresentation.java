package io.gatehouse.audit;

import io.gatehouse.core.audit.AuditLeaf;
import io.gatehouse.event.PersonalFacts;
import io.gatehouse.event.SequencedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event in JSON. {@code personal} holds what is told of persons by name, null for what is erased.
 *
 * @param seq its number
 * @param time when, with milliseconds
 */
@Schema(name = "AuditEvent")
public record AuditEventRepresentation(
        @Schema(required = true) String id,
        @Schema(required = true) long seq,
        @Schema(required = true) String type,
        @Schema(required = true, format = "date-time") String time,
        @Schema(required = true) Party actor,
        @Schema(nullable = true) @Nullable String agent,
        @Schema(nullable = true) @Nullable String subject,
        @Schema(nullable = true) @Nullable String key,
        @Schema(required = true) Party target,
        @Schema(nullable = true) @Nullable String decision,
        @Schema(nullable = true) @Nullable String decisionId,

        @Schema(nullable = true, description = "Why something was revoked") @Nullable
        String cause,

        @Schema(required = true) String authMethod,
        @Schema(required = true) String requestId,
        @Schema(nullable = true) @Nullable String correlationId,

        @Schema(required = true, type = SchemaType.OBJECT, additionalProperties = Schema.True.class)
        Map<String, Object> data,

        @Schema(
                required = true,
                type = SchemaType.OBJECT,
                additionalProperties = Schema.True.class,
                description = "What is told of persons, by name; null once it is erased")
        Map<String, @Nullable Object> personal) {
    /**
     * Somebody or something that an event names.
     *
     * @param type its kind
     * @param id which one
     */
    @Schema(name = "AuditParty")
    public record Party(
            @Schema(required = true) String type,
            @Schema(required = true) String id) {}

    static AuditEventRepresentation of(SequencedEvent event, Map<String, PersonalFacts.Fact> facts) {
        Map<String, @Nullable Object> personal = new LinkedHashMap<>();
        facts.forEach((name, fact) -> personal.put(name, fact.value()));
        return new AuditEventRepresentation(
                event.id(),
                event.seq(),
                event.type(),
                AuditLeaf.timeText(event.occurredAtMs()),
                new Party(event.actorType(), event.actorId()),
                event.agentId(),
                event.subjectId(),
                event.keyId(),
                new Party(event.targetType(), event.targetId()),
                event.decision(),
                event.decisionId(),
                event.revocationCause(),
                event.authMethod(),
                event.requestId(),
                event.correlationId(),
                event.data(),
                personal);
    }
}
