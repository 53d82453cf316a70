package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.eligibility.Revocations;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/** Revokes agent tokens before their time. Unknown, foreign, expired and already revoked tokens are all simply done with. */
public final class TokenRevoker {
    private final Agents agents;
    private final Tokens tokens;
    private final TokenVerifier verifier;
    private final Revocations revocations;
    private final Events events;

    /** A revoker for the realm of the stores. */
    public TokenRevoker(Agents agents, Tokens tokens, TokenVerifier verifier, Revocations revocations, Events events) {
        this.agents = agents;
        this.tokens = tokens;
        this.verifier = verifier;
        this.revocations = revocations;
        this.events = events;
    }

    /**
     * Revokes a token that is presented.
     *
     * @param mayRevoke whether the caller may revoke tokens of this agent; when not, nothing happens
     * @param cause why, for the record
     */
    public void revokeToken(String token, Predicate<Agent> mayRevoke, String cause) {
        AgentTokenClaims claims = verifier.genuine(token).claims();
        if (claims != null) {
            revokeId(claims.tokenId(), mayRevoke, cause);
        }
    }

    /** Revokes the token with this {@code jti}; see {@link #revokeToken}. */
    public void revokeId(String tokenId, Predicate<Agent> mayRevoke, String cause) {
        Optional<TokenEntity> row = tokens.lock(tokenId).filter(token -> !token.isRevoked());
        if (row.isEmpty()) {
            return;
        }
        TokenEntity token = row.get();
        Optional<Agent> agent = agents.find(token.agentId());
        if (agent.isEmpty() || !mayRevoke.test(agent.get())) {
            return;
        }
        token.revoke(Clock.nowMs());
        revocations.revokeToken(token.id(), token.expiresAtMs());
        String ignored = events.append(Event.of(EventType.TOKEN_REVOKED, "token", token.id())
                .agent(token.agentId())
                .data("organization_id", agent.get().organizationId())
                .cause(cause)
                .build());
    }
}
