package io.gatehouse.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Pagination;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A policy as every answer shows it. */
@Schema(name = "Policy")
public record PolicyRepresentation(
        @Schema(required = true, format = "uuid") String id,
        @Schema(required = true) String name,
        @Schema(required = true, nullable = true) @Nullable String description,
        @Schema(required = true) int priority,
        @Schema(required = true) boolean isActive,

        @Schema(required = true, description = "enforce or shadow")
        String mode,

        @Schema(required = true, type = SchemaType.ARRAY, implementation = Map.class)
        JsonNode rules,

        @Schema(required = true, description = "Whether it also decides tokens of Keycloak's own grants")
        boolean appliesToStockGrants,

        @Schema(required = true, description = "Number of the present version")
        int version,

        @Schema(required = true, format = "date-time") String createdAt,
        @Schema(required = true, format = "date-time") String updatedAt) {
    /** A page of policies, as OpenAPI shows it. */
    @Schema(name = "PolicyPage")
    public record PageRepresentation(
            @Schema(required = true) List<PolicyRepresentation> items,
            @Schema(required = true) Pagination pagination) {
        /** Copies the items. */
        public PageRepresentation {
            items = List.copyOf(items);
        }
    }

    /** A version of a policy. */
    @Schema(name = "PolicyVersion")
    public record VersionRepresentation(
            @Schema(required = true) int version,
            @Schema(required = true) String name,

            @Schema(required = true, nullable = true) @Nullable
            String description,

            @Schema(required = true) int priority,
            @Schema(required = true) boolean isActive,

            @Schema(required = true, description = "enforce or shadow")
            String mode,

            @Schema(required = true, type = SchemaType.ARRAY, implementation = Map.class)
            JsonNode rules,

            @Schema(required = true) boolean appliesToStockGrants,

            @Schema(required = true, description = "Who made it, kind:id")
            String createdBy,

            @Schema(required = true, format = "date-time") String createdAt,

            @Schema(required = true, nullable = true) @Nullable
            String reason) {
        static VersionRepresentation of(PolicyVersion version) {
            PolicyContent content = version.content();
            return new VersionRepresentation(
                    version.version(),
                    content.name(),
                    content.description(),
                    content.priority(),
                    content.isActive(),
                    content.mode().text(),
                    tree(content),
                    content.isForStockGrants(),
                    version.createdBy(),
                    Clock.iso(version.createdAtMs()),
                    version.reason());
        }
    }

    /** Versions, the newest first. */
    @Schema(name = "PolicyVersionList")
    public record VersionListRepresentation(
            @Schema(required = true) List<VersionRepresentation> items,

            @Schema(required = true, nullable = true, description = "before of the next page; null on the last")
            @Nullable
            Integer nextBefore) {
        /** Copies the items. */
        public VersionListRepresentation {
            items = List.copyOf(items);
        }
    }

    static PolicyRepresentation of(StoredPolicy policy) {
        PolicyContent content = policy.content();
        return new PolicyRepresentation(
                policy.id(),
                content.name(),
                content.description(),
                content.priority(),
                content.isActive(),
                content.mode().text(),
                tree(content),
                content.isForStockGrants(),
                policy.version(),
                Clock.iso(policy.createdAtMs()),
                Clock.iso(policy.updatedAtMs()));
    }

    /** Rules that cannot be read, since somebody edited the database, are shown as none; they deny, see PolicyState. */
    static JsonNode tree(PolicyContent content) {
        try {
            return Json.readTree(content.rules().getBytes(StandardCharsets.UTF_8), PolicyState.MAX_RULES_BYTES);
        } catch (GatehouseException e) {
            return Json.array(List.of());
        }
    }
}
