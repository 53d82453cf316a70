package io.gatehouse.token;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.platform.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer of {@code POST /tokens}. */
@Schema(name = "IssuedToken")
public record IssuedTokenRepresentation(
        @Schema(required = true) String token,
        @Schema(required = true) String tokenType,
        @Schema(required = true) String tokenId,
        @Schema(required = true) String agentId,
        @Schema(required = true) List<String> scope,
        @Schema(required = true) String targetService,
        @Schema(required = true) String expiresAt) {
    static IssuedTokenRepresentation of(IssueOutcome.Issued issued) {
        AgentTokenClaims claims = issued.claims();
        return new IssuedTokenRepresentation(
                issued.token(),
                "Bearer",
                claims.tokenId(),
                claims.clientId(),
                claims.scope(),
                claims.targetService(),
                Clock.iso(claims.expiresAtSeconds() * 1000));
    }
}
