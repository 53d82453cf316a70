package io.gatehouse.apikey;

import io.gatehouse.platform.Clock;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rotation with the traffic of both keys, so that one can see who still uses the old one. */
@Schema(name = "ApiKeyRotation", description = "Both keys of the last rotation that a key is part of; not in lists")
public record KeyRotationRepresentation(
        @Schema(required = true, format = "date-time") String rotatedAt,

        @Schema(required = true, format = "date-time", description = "When the old key ends by itself")
        String overlapEndsAt,

        @Schema(required = true, nullable = true) @Nullable Integer revokeWhenIdleHours,
        @Schema(required = true) Traffic oldKey,
        @Schema(required = true) Traffic newKey) {
    /** How a key of a rotation is used. */
    @Schema(name = "ApiKeyTraffic")
    public record Traffic(
            @Schema(required = true, format = "uuid") String id,
            @Schema(required = true) String prefix,

            @Schema(
                    required = true,
                    enumeration = {"active", "expired", "revoked", "inactive"})
            String status,

            @Schema(required = true, nullable = true, format = "date-time") @Nullable
            String lastUsedAt,

            @Schema(required = true) long useCount) {
        static Traffic of(ApiKey key, long nowMs) {
            return new Traffic(
                    key.id(),
                    key.prefix(),
                    key.state().status(nowMs).text(),
                    ApiKeyRepresentation.iso(key.use().lastAtMs()),
                    key.use().count());
        }
    }

    static KeyRotationRepresentation of(KeySuccession succession, long nowMs) {
        ApiKey old = succession.old();
        return new KeyRotationRepresentation(
                Clock.iso(succession.rotatedAtMs()),
                Clock.iso(old.expiresAtMs()),
                old.succession().revokeWhenIdleHours(),
                Traffic.of(old, nowMs),
                Traffic.of(succession.successor(), nowMs));
    }
}
