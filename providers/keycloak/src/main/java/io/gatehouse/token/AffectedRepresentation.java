package io.gatehouse.token;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whom a policy can match. */
@Schema(name = "PolicyAffected")
public record AffectedRepresentation(
        @Schema(required = true) String policyId,
        @Schema(required = true) int version,
        @Schema(required = true) GroupRepresentation agents,
        @Schema(required = true) GroupRepresentation apiKeys) {
    /** Agents, or keys. */
    @Schema(name = "PolicyAffectedGroup")
    public record GroupRepresentation(
            @Schema(required = true, description = "How many of those that were looked at some rule can match")
            int count,

            @Schema(
                    required = true,
                    description = "How many active ones were looked at, the newest first; at most 2000")
            int lookedAt,

            @Schema(required = true, description = "Whether there are more, which were not looked at")
            boolean shortened,

            @Schema(required = true, description = "At most 20 of them")
            List<HolderRepresentation> sample) {
        /** Copies the list. */
        public GroupRepresentation {
            sample = List.copyOf(sample);
        }
    }

    /** One of them. */
    @Schema(name = "PolicyAffectedHolder")
    public record HolderRepresentation(
            @Schema(required = true) String id,
            @Schema(required = true) String name) {}
}
