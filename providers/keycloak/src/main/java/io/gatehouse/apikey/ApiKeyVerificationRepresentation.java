package io.gatehouse.apikey;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Json;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /api-keys/verify}: of an INVALID key {@code valid} and {@code code} alone, of any other all
 * members.
 */
@Schema(name = "ApiKeyVerification")
public record ApiKeyVerificationRepresentation(
        @Schema(required = true) boolean valid,
        @Schema(required = true) ApiKeyVerdict.Code code,
        @Schema(format = "uuid") String keyId,
        ApiKeyRepresentation.OwnerRepresentation owner,

        @Schema(description = "The scopes that count now; none of a key that is revoked or has expired")
        List<String> scopes,

        @Schema(enumeration = {"live", "test"}) String environment,
        @Schema(nullable = true) @Nullable String organizationId,
        @Schema(type = SchemaType.OBJECT) Map<String, Object> metadata,
        @Schema(format = "date-time") String expiresAt,

        @Schema(nullable = true) @Nullable RateLimitRepresentation ratelimit,

        @Schema(nullable = true) @Nullable CreditsRepresentation credits) {
    /** The answer as JSON will have it: this, or two members alone. */
    static Object of(ApiKeyVerdict verdict) {
        return verdict.knownKey()
                .<Object>map(key -> new ApiKeyVerificationRepresentation(
                        verdict.isValid(),
                        verdict.code(),
                        key.id(),
                        ApiKeyRepresentation.OwnerRepresentation.of(key.owner()),
                        verdict.scopes(),
                        key.environment().text(),
                        key.organizationId(),
                        key.metadata(),
                        Clock.iso(key.expiresAtMs()),
                        ratelimit(verdict.metered()),
                        credits(verdict.metered())))
                .orElseGet(() -> Json.object()
                        .put("valid", false)
                        .put("code", verdict.code().name()));
    }

    private static @Nullable RateLimitRepresentation ratelimit(Metered metered) {
        return metered.shown() == null ? null : RateLimitRepresentation.of(metered.shown(), metered.atMs());
    }

    private static @Nullable CreditsRepresentation credits(Metered metered) {
        return metered.credits() == null ? null : CreditsRepresentation.of(metered.credits());
    }
}
