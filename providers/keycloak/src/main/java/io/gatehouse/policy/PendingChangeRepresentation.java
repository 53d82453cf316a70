package io.gatehouse.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.platform.Clock;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of a policy that waits for a second administrator. */
@Schema(name = "PolicyPendingChange")
public record PendingChangeRepresentation(
        @Schema(required = true, format = "uuid", description = "What confirm names")
        String id,

        @Schema(required = true, format = "uuid") String policyId,

        @Schema(required = true, description = "change or delete")
        String kind,

        @Schema(required = true, description = "The version that it changes")
        int baseVersion,

        @Schema(required = true) String name,
        @Schema(required = true, nullable = true) @Nullable String description,
        @Schema(required = true) int priority,
        @Schema(required = true) boolean isActive,

        @Schema(required = true, description = "enforce or shadow")
        String mode,

        @Schema(required = true, type = SchemaType.ARRAY, implementation = Map.class)
        JsonNode rules,

        @Schema(required = true) boolean appliesToStockGrants,

        @Schema(required = true, description = "Id of the person who wants it, and cannot confirm it")
        String proposedBy,

        @Schema(required = true, nullable = true) @Nullable String reason,
        @Schema(required = true, format = "date-time") String createdAt,
        @Schema(required = true, format = "date-time") String expiresAt) {
    static PendingChangeRepresentation of(PendingChange change) {
        PolicyContent content = change.content();
        return new PendingChangeRepresentation(
                change.id(),
                change.policyId(),
                change.isDeletion() ? "delete" : "change",
                change.baseVersion(),
                content.name(),
                content.description(),
                content.priority(),
                content.isActive(),
                content.mode().text(),
                PolicyRepresentation.tree(content),
                content.isForStockGrants(),
                change.author(),
                change.reason(),
                Clock.iso(change.createdAtMs()),
                Clock.iso(change.expiresAtMs()));
    }
}
