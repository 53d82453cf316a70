package io.gatehouse.apikey;

import io.gatehouse.core.limit.Credits;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Owner;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key as every answer but that of its creation shows it: without its secret. */
@Schema(name = "ApiKey")
public record ApiKeyRepresentation(
        @Schema(required = true, format = "uuid") String id,
        @Schema(required = true) String name,

        @Schema(
                required = true,
                description = "The beginning of the key; holds no secret part",
                examples = "ak_live_AbCd")
        String prefix,

        @Schema(required = true, examples = "ak_live_AbCd…") String masked,
        @Schema(required = true) List<String> scopes,
        @Schema(required = true) List<String> audiences,

        @Schema(
                required = true,
                enumeration = {"live", "test"})
        String environment,

        @Schema(required = true) OwnerRepresentation owner,

        @Schema(required = true, nullable = true) @Nullable String organizationId,

        @Schema(required = true, description = "Whether the status is active")
        boolean isActive,

        @Schema(
                required = true,
                enumeration = {"active", "expired", "revoked", "inactive"})
        String status,

        @Schema(required = true, type = SchemaType.OBJECT) Map<String, Object> metadata,
        @Schema(required = true) List<KeyLimitBodies.RateLimitBody> rateLimits,

        @Schema(required = true, nullable = true) @Nullable CreditsRepresentation credits,

        @Schema(required = true, description = KeyLimitBodies.ALLOWED_IPS)
        List<String> allowedIps,

        @Schema(required = true, format = "date-time") String createdAt,
        @Schema(required = true, format = "date-time") String updatedAt,
        @Schema(required = true, format = "date-time") String expiresAt,

        @Schema(required = true, nullable = true, format = "date-time", description = "Written down every 10 seconds")
        @Nullable
        String lastUsedAt,

        @Schema(required = true, description = "Written down every 10 seconds")
        long useCount,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "When it was switched off or revoked")
        @Nullable
        String deactivatedAt,

        @Schema(
                required = true,
                nullable = true,
                format = "uuid",
                description = "The key that this one took the place of")
        @Nullable
        String replaces,

        @Schema(
                required = true,
                nullable = true,
                format = "uuid",
                description = "The key that took its place by rotation")
        @Nullable
        String replacedBy,

        @Schema(
                required = true,
                nullable = true,
                description =
                        "Whether the old key of the rotation seems to be needed no more; null in lists and for a key"
                                + " that is part of none")
        @Nullable
        Boolean safeToRevoke,

        @Schema(required = true, nullable = true) @Nullable KeyRotationRepresentation rotation,

        @Schema(required = true, nullable = true, description = "Null but in the answer of its creation") @Nullable
        String fullKey) {
    /** The members of the answer that hold the key itself: {@code key} and its aliases. */
    static final List<String> SECRET_MEMBERS = List.of("key", "full_key", "raw_key");

    /** Who answers for a key. */
    @Schema(name = "ApiKeyOwner")
    public record OwnerRepresentation(
            @Schema(
                    required = true,
                    enumeration = {"user", "organization", "service_account", "agent", "realm"})
            String type,

            @Schema(required = true) String id) {
        static OwnerRepresentation of(Owner owner) {
            return new OwnerRepresentation(owner.type().text(), owner.id());
        }
    }

    /**
     * @param succession the last rotation that the key is part of, null for none
     * @param credits what is left of its credits, null for none
     */
    static ApiKeyRepresentation of(
            ApiKey key, @Nullable KeySuccession succession, @Nullable Credits credits, long nowMs) {
        ApiKeyStatus status = key.state().status(nowMs);
        return new ApiKeyRepresentation(
                key.id(),
                key.name(),
                key.prefix(),
                key.prefix() + "…",
                key.scopes(),
                key.audiences(),
                key.environment().text(),
                OwnerRepresentation.of(key.owner()),
                key.organizationId(),
                status == ApiKeyStatus.ACTIVE,
                status.text(),
                key.metadata(),
                key.limits().rateLimits().stream()
                        .map(KeyLimitBodies.RateLimitBody::of)
                        .toList(),
                credits == null ? null : CreditsRepresentation.of(credits),
                key.limits().allowedIps().texts(),
                Clock.iso(key.createdAtMs()),
                Clock.iso(key.state().updatedAtMs()),
                Clock.iso(key.expiresAtMs()),
                iso(key.use().lastAtMs()),
                key.use().count(),
                iso(key.state().deactivatedAtMs()),
                key.succession().replaces(),
                key.succession().replacedBy(),
                succession == null ? null : (Boolean) succession.isSafeToRevoke(nowMs),
                succession == null ? null : KeyRotationRepresentation.of(succession, nowMs),
                null);
    }

    static @Nullable String iso(@Nullable Long ms) {
        return ms == null ? null : Clock.iso(ms);
    }
}
