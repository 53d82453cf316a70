package io.gatehouse.agent;

import io.gatehouse.event.SequencedEvent;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Permission;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that an agent did or that was done to it, in JSON. Who did it, and for whom, is told when that is the agent
 * itself, the caller, or Gatehouse; other people are named only to holders of {@code audit:read}. Nothing in {@link #details}
 * tells of a person; the intent of a token, which might, is in the audit log alone.
 */
@Schema(name = "AgentActivity")
public record AgentActivityRepresentation(
        @Schema(required = true, format = "uuid") String id,
        @Schema(required = true) String type,
        @Schema(required = true, format = "date-time") String time,

        @Schema(required = true, description = "Kind of who did it: agent, user, admin, api_key, anonymous or system")
        String actorType,

        @Schema(required = true, nullable = true, description = "Who did it; null for somebody who is not named to you")
        @Nullable
        String actorId,

        @Schema(
                required = true,
                nullable = true,
                description = "The user on whose behalf; null for none and for somebody who is not named to you")
        @Nullable
        String subject,

        @Schema(required = true, description = "Kind of what it was done to, such as token or agent")
        String targetType,

        @Schema(required = true, nullable = true, description = "Which one; null for somebody who is not named to you")
        @Nullable
        String targetId,

        @Schema(required = true, nullable = true, description = "allow or deny, where something was decided") @Nullable
        String decision,

        @Schema(required = true, nullable = true) @Nullable String decisionId,

        @Schema(required = true, nullable = true, description = "Why something was revoked") @Nullable
        String cause,

        @Schema(required = true) String requestId,

        @Schema(required = true, type = SchemaType.OBJECT, description = "What else belongs to it, by type of event")
        Map<String, Object> details) {
    static AgentActivityRepresentation of(SequencedEvent event, Caller caller) {
        return new AgentActivityRepresentation(
                event.id(),
                event.type(),
                Clock.iso(event.occurredAtMs()),
                event.actorType(),
                isNamed(event.actorType(), event.actorId(), caller) ? event.actorId() : null,
                isNamed(Caller.Kind.USER.text(), event.subjectId(), caller) ? event.subjectId() : null,
                event.targetType(),
                isNamed(event.targetType(), event.targetId(), caller) ? event.targetId() : null,
                event.decision(),
                event.decisionId(),
                event.revocationCause(),
                event.requestId(),
                event.data());
    }

    /** Whether somebody of this kind may be named to the caller. */
    static boolean isNamed(String type, @Nullable String id, Caller caller) {
        boolean isPerson = type.equals(Caller.Kind.USER.text()) || type.equals(Caller.Kind.ADMIN.text());
        boolean isSelf = Objects.equals(id, caller.userId()) || Objects.equals(id, caller.id());
        return !isPerson || isSelf || caller.may(Permission.AUDIT_READ);
    }
}
