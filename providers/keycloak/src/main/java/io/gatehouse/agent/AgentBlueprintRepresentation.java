package io.gatehouse.agent;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Pagination;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A blueprint as it is shown. */
@Schema(name = "AgentBlueprint")
record AgentBlueprintRepresentation(
        @Schema(required = true, format = "uuid") String id,

        @Schema(required = true) String name,

        @Schema(required = true, nullable = true) @Nullable String description,

        @Schema(
                required = true,
                enumeration = {"autonomous", "delegated", "both"})
        String mode,

        @Schema(
                required = true,
                enumeration = {"secret", "public_key", "federated", "certificate", "none"})
        String credential,

        @Schema(required = true, nullable = true) @Nullable String modelProvider,

        @Schema(required = true, nullable = true) @Nullable String modelName,

        @Schema(required = true, nullable = true) @Nullable String framework,

        @Schema(required = true, description = "The most that any agent of it may ever get")
        List<String> scopes,

        @Schema(required = true) List<String> audiences,

        @Schema(required = true, nullable = true, description = "How long agents of it live, in days") @Nullable
        Long expiresInDays,

        @Schema(required = true, nullable = true, description = "Longest lifetime of their tokens, in seconds")
        @Nullable
        Long maxTokenTtl,

        @Schema(required = true, nullable = true) @Nullable Long idleExpiresAfterDays,

        @Schema(required = true) boolean dpopBoundAccessTokens,

        @Schema(required = true, type = SchemaType.OBJECT) Map<String, Object> metadata,

        @Schema(required = true, format = "date-time") String createdAt,
        @Schema(required = true, format = "date-time") String updatedAt) {

    /** A page, as OpenAPI shows it. */
    @Schema(name = "AgentBlueprintPage")
    record PageRepresentation(
            @Schema(required = true) List<AgentBlueprintRepresentation> items,
            @Schema(required = true) Pagination pagination) {
        PageRepresentation {
            items = List.copyOf(items);
        }
    }

    static AgentBlueprintRepresentation of(AgentBlueprint blueprint) {
        AgentDetails details = blueprint.details();
        return new AgentBlueprintRepresentation(
                blueprint.id(),
                details.name(),
                details.description(),
                blueprint.mode().text(),
                blueprint.credential().text(),
                details.modelProvider(),
                details.modelName(),
                details.framework(),
                details.scopes(),
                details.audiences(),
                blueprint.expiresInDays(),
                details.maxTokenTtlSeconds(),
                details.upkeep().idleExpiresAfterDays(),
                details.isDpopBound(),
                details.metadata(),
                Clock.iso(blueprint.createdAtMs()),
                Clock.iso(blueprint.updatedAtMs()));
    }
}
