package io.gatehouse.verifier;

import io.gatehouse.core.token.AgentTokenClaims;
import java.util.List;

/**
 * A token that has passed every check; the only way to get one is {@link GatehouseTokenVerifier#verify}.
 *
 * <p>Immutable and thread-safe.
 */
public final class VerifiedToken {

    private final AgentTokenClaims claims;

    VerifiedToken(AgentTokenClaims claims) {
        this.claims = claims;
    }

    /** Everything that the token says. */
    public AgentTokenClaims claims() {
        return claims;
    }

    /** For whom the call is made: the user when the agent acts for one, else the agent itself. */
    public String subject() {
        return claims.subject();
    }

    /** Who makes the call: the agent, or the client that exchanged an API key. */
    public String clientId() {
        return claims.clientId();
    }

    /** True when somebody acts for the subject. */
    public boolean isDelegated() {
        return claims.act() != null;
    }

    /** The granted scopes; immutable. */
    public List<String> scope() {
        return claims.scope();
    }

    /** True when that very scope is granted; case matters. */
    public boolean hasScope(String scope) {
        return claims.scope().contains(scope);
    }

    /** Names the token and its subject; nothing that could be used in its place. */
    @Override
    public String toString() {
        return "VerifiedToken[tokenId=" + claims.tokenId() + ", subject=" + subject() + "]";
    }
}
