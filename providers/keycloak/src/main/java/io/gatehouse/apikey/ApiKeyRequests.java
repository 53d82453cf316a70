package io.gatehouse.apikey;

import io.gatehouse.apikey.KeyLimitBodies.CreditsBody;
import io.gatehouse.apikey.KeyLimitBodies.RateLimitBody;
import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.core.limit.RateLimit;
import io.gatehouse.core.net.AllowedAddresses;
import io.gatehouse.platform.Owner;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request bodies of {@link ApiKeyResource} as they are sent: for the API description. How they are read: {@link ApiKeyBodies}. */
final class ApiKeyRequests {
    /** Longest text that is looked at as a key; a real one is far shorter. */
    static final int MAX_PRESENTED_LENGTH = 1_000;

    /** Longest text that is looked at as an address; a real one is far shorter. */
    static final int MAX_IP_LENGTH = 64;

    /** Length of the id of an organization. */
    static final int MAX_ORGANIZATION_ID_LENGTH = 36;

    private ApiKeyRequests() {}

    /** Who is to own a key. */
    @Schema(name = "ApiKeyOwnerRequest")
    record OwnerRequest(
            @Schema(
                    required = true,
                    enumeration = {"user", "organization", "service_account", "agent"})
            String type,

            @Schema(required = true, maxLength = Owner.MAX_ID_LENGTH, description = "Id; of people also the user name")
            String id) {}

    /** Body of create. */
    @Schema(name = "ApiKeyCreateRequest")
    record CreateRequest(
            @Schema(required = true, minLength = 1, maxLength = ApiKey.MAX_NAME_LENGTH)
            String name,

            @Schema(nullable = true, maxItems = ApiKey.MAX_SCOPES) @Nullable
            List<String> scopes,

            @Schema(nullable = true, minimum = "1", description = "Default and maximum are settings of the realm")
            @Nullable
            Integer expiresInDays,

            @Schema(nullable = true, format = "date-time", description = "Instead of expires_in_days") @Nullable
            String expiresAt,

            @Schema(
                    nullable = true,
                    enumeration = {"live", "test"},
                    defaultValue = "live")
            @Nullable
            String environment,

            @Schema(nullable = true) @Nullable OwnerRequest owner,

            @Schema(nullable = true, maxLength = MAX_ORGANIZATION_ID_LENGTH) @Nullable
            String organizationId,

            @Schema(
                    nullable = true,
                    maxItems = ApiKey.MAX_AUDIENCES,
                    description = "Ids of the clients that may introspect the key")
            @Nullable
            List<String> audiences,

            @Schema(
                    nullable = true,
                    type = SchemaType.OBJECT,
                    description = "At most " + ApiKey.MAX_METADATA_BYTES + " bytes")
            @Nullable
            Map<String, Object> metadata,

            @Schema(nullable = true, maxItems = KeyLimits.MAX_RATE_LIMITS) @Nullable
            List<RateLimitBody> rateLimits,

            @Schema(nullable = true) @Nullable CreditsBody credits,

            @Schema(nullable = true, maxItems = AllowedAddresses.MAX_RANGES, description = KeyLimitBodies.ALLOWED_IPS)
            @Nullable
            List<String> allowedIps) {}

    /** Body of patch, a merge patch (RFC 7396). */
    @Schema(name = "ApiKeyPatchRequest")
    record PatchRequest(
            @Schema(minLength = 1, maxLength = ApiKey.MAX_NAME_LENGTH) @Nullable
            String name,

            @Schema(nullable = true, maxItems = ApiKey.MAX_SCOPES) @Nullable
            List<String> scopes,

            @Schema(nullable = true, maxItems = ApiKey.MAX_AUDIENCES) @Nullable
            List<String> audiences,

            @Schema(nullable = true, type = SchemaType.OBJECT) @Nullable
            Map<String, Object> metadata,

            @Schema(nullable = true, maxItems = KeyLimits.MAX_RATE_LIMITS) @Nullable
            List<RateLimitBody> rateLimits,

            @Schema(nullable = true) @Nullable CreditsBody credits,

            @Schema(nullable = true, maxItems = AllowedAddresses.MAX_RANGES, description = KeyLimitBodies.ALLOWED_IPS)
            @Nullable
            List<String> allowedIps,

            @Schema(description = "false switches the key off at once, true on again") @Nullable
            Boolean isActive) {}

    /** Body of rotate. */
    @Schema(name = "ApiKeyRotateRequest")
    record RotateRequest(
            @Schema(
                    nullable = true,
                    minimum = "0",
                    maximum = "" + KeyRotation.MAX_OVERLAP_SECONDS,
                    defaultValue = "" + KeyRotation.DEFAULT_OVERLAP_SECONDS,
                    description = "How long the old key goes on; with 0 it is revoked at once")
            @Nullable
            Integer overlapSeconds,

            @Schema(
                    nullable = true,
                    minimum = "1",
                    maximum = "" + KeyRotation.MAX_IDLE_HOURS,
                    description = "Revoke the old key before the overlap ends, once nobody used it for so many hours")
            @Nullable
            Integer revokeWhenIdleHours) {}

    /** Body of revoke-all. */
    @Schema(name = "ApiKeyRevokeAllRequest")
    record RevokeAllRequest(
            @Schema(nullable = true) @Nullable OwnerRequest owner,

            @Schema(
                    nullable = true,
                    maxLength = MAX_ORGANIZATION_ID_LENGTH,
                    description = "Instead of owner: every key that is narrowed to this organization")
            @Nullable
            String organizationId) {}

    /** Body of verify. */
    @Schema(name = "ApiKeyVerifyRequest")
    record VerifyRequest(
            @Schema(required = true, minLength = 1, maxLength = MAX_PRESENTED_LENGTH)
            String key,

            @Schema(nullable = true, maxItems = ApiKey.MAX_SCOPES)
            List<String> requiredScope,

            @Schema(
                    nullable = true,
                    minimum = "0",
                    maximum = "1000000",
                    defaultValue = "1",
                    description =
                            "How much the use takes of rate limits and credits; 0 takes nothing and shows what is left")
            @Nullable
            Integer cost,

            @Schema(
                    nullable = true,
                    maxLength = RateLimit.MAX_NAME_LENGTH,
                    description =
                            "Name of the one rate limit that counts; without it, and for a name that the key does not have, all count")
            @Nullable
            String resource,

            @Schema(
                    nullable = true,
                    maxLength = MAX_IP_LENGTH,
                    description =
                            "Address of the client that presented the key; a key with allowed_ips is refused without it")
            @Nullable
            String ip,

            @Schema(
                    implementation = String.class,
                    nullable = true,
                    enumeration = {"live", "test"},
                    description = "Keys of the other environment are INVALID")
            @Nullable
            KeyEnvironment environment) {
        ApiKeyUse use() {
            return ApiKeyUse.of(requiredScope)
                    .costing(cost == null ? 1 : cost)
                    .ofResource(resource)
                    .from(ip)
                    .in(environment);
        }
    }
}
