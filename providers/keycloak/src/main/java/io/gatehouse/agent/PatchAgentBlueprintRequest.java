package io.gatehouse.agent;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body that changes a blueprint, as OpenAPI shows it: a JSON merge patch (RFC 7396), where null removes. */
record PatchAgentBlueprintRequest(
        @Schema(minLength = 1, maxLength = AgentDetails.MAX_NAME_LENGTH) @Nullable
        String name,

        @Schema(nullable = true, maxLength = AgentDetails.MAX_DESCRIPTION_LENGTH) @Nullable
        String description,

        @Schema(
                nullable = true,
                defaultValue = "autonomous",
                enumeration = {"autonomous", "delegated", "both"})
        @Nullable
        String mode,

        @Schema(
                nullable = true,
                defaultValue = "secret",
                enumeration = {"secret", "public_key", "federated", "certificate", "none"})
        @Nullable
        String credential,

        @Schema(nullable = true, maxLength = AgentDetails.MAX_MODEL_LENGTH) @Nullable
        String modelProvider,

        @Schema(nullable = true, maxLength = AgentDetails.MAX_MODEL_LENGTH) @Nullable
        String modelName,

        @Schema(nullable = true, maxLength = AgentDetails.MAX_MODEL_LENGTH) @Nullable
        String framework,

        @Schema(nullable = true, maxItems = 100, description = "What agents of it lose by this, they lose at once")
        @Nullable
        List<String> scopes,

        @Schema(
                nullable = true,
                maxItems = AgentDetails.MAX_AUDIENCES,
                description = "The only services that its agents may get tokens for; empty for no restriction")
        @Nullable
        List<String> audiences,

        @Schema(
                nullable = true,
                minimum = "1",
                maximum = "" + AgentBlueprint.MAX_EXPIRES_IN_DAYS,
                description = "How long its agents live, in days")
        @Nullable
        Integer expiresInDays,

        @Schema(
                nullable = true,
                minimum = "1",
                maximum = "86400",
                description = "Longest lifetime of their tokens, in seconds")
        @Nullable
        Integer maxTokenTtl,

        @Schema(
                nullable = true,
                minimum = "1",
                maximum = "" + AgentUpkeep.MAX_IDLE_DAYS,
                description = "They expire when they got no token for so many days")
        @Nullable
        Integer idleExpiresAfterDays,

        @Schema(nullable = true, description = "Only tokens that are bound to a key by a DPoP proof (RFC 9449 5.2)")
        @Nullable
        Boolean dpopBoundAccessTokens,

        @Schema(nullable = true, type = SchemaType.OBJECT, description = "At most 2 KiB of JSON") @Nullable
        Map<String, Object> metadata) {}
