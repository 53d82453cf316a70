package io.gatehouse.token;

import io.gatehouse.core.token.AgentTokenClaims;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param code the finding
 * @param claims what the token says; present when its signature is good, whatever the code
 */
public record Verification(Code code, @Nullable AgentTokenClaims claims) {
    /** Findings. Anonymous callers see only VALID, INSUFFICIENT_SCOPE and INVALID. */
    @Schema(name = "TokenVerificationCode")
    public enum Code {
        VALID,
        INVALID,
        EXPIRED,
        REVOKED,
        WRONG_AUDIENCE,
        /** The token is bound to a key and came without proof of it. */
        PROOF_REQUIRED,
        /** The proof is not one for this request by the token's key, came before, or the token is bound to no key. */
        BAD_PROOF,
        INSUFFICIENT_SCOPE
    }

    /** Whether the token may be honoured. */
    public boolean isValid() {
        return code == Code.VALID;
    }
}
