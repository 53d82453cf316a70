package io.gatehouse.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.platform.Clock;
import io.gatehouse.token.Verification.Code;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer to one token of {@code POST /tokens/verify}: an invalid token has {@code valid} and {@code code} alone. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "TokenVerification")
public record VerificationRepresentation(
        @Schema(required = true) boolean valid,
        @Schema(required = true) Code code,

        @Schema(description = "The agent; absent when the token was exchanged for an API key") @Nullable
        String agentId,

        @Schema(description = "The API key that the token was exchanged for") @Nullable
        String keyId,

        @Nullable String sub,
        @Nullable Map<String, Object> act,
        @Nullable List<String> scope,
        @Nullable String targetService,
        @Nullable String expiresAt) {
    /** @param mayKnowWhy false for anonymous callers, to whom every failure but a missing scope looks the same */
    static VerificationRepresentation of(Verification verification, boolean mayKnowWhy) {
        AgentTokenClaims claims = verification.claims();
        if (!verification.isValid() || claims == null) {
            boolean isShown = mayKnowWhy || verification.code() == Code.INSUFFICIENT_SCOPE;
            Code code = isShown ? verification.code() : Code.INVALID;
            return new VerificationRepresentation(false, code, null, null, null, null, null, null, null);
        }
        return new VerificationRepresentation(
                true,
                Code.VALID,
                claims.keyId() == null ? claims.clientId() : null,
                claims.keyId(),
                claims.subject(),
                claims.act(),
                claims.scope(),
                claims.targetService(),
                Clock.iso(claims.expiresAtSeconds() * 1000));
    }
}
