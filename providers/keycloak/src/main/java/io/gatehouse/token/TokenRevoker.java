package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.apikey.ExchangedKeys;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.eligibility.Revocations;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/** Revokes tokens before their time. Unknown, foreign, expired and already revoked tokens are all simply done with. */
public final class TokenRevoker {
    private final Agents agents;
    private final ExchangedKeys keys;
    private final Tokens tokens;
    private final TokenVerifier verifier;
    private final Revocations revocations;
    private final Events events;

    /** A revoker for the realm of the stores. */
    public TokenRevoker(
            Agents agents,
            ExchangedKeys keys,
            Tokens tokens,
            TokenVerifier verifier,
            Revocations revocations,
            Events events) {
        this.agents = agents;
        this.keys = keys;
        this.tokens = tokens;
        this.verifier = verifier;
        this.revocations = revocations;
        this.events = events;
    }

    /**
     * Revokes a token that is presented.
     *
     * @param mayRevoke whether the caller may revoke tokens of this agent or key; when not, nothing happens
     * @param cause why, for the record
     */
    public void revokeToken(String token, Predicate<Revocable> mayRevoke, String cause) {
        AgentTokenClaims claims = verifier.genuine(token).claims();
        if (claims != null) {
            revokeId(claims.tokenId(), mayRevoke, cause);
        }
    }

    /** Revokes the token with this {@code jti}; see {@link #revokeToken}. */
    public void revokeId(String tokenId, Predicate<Revocable> mayRevoke, String cause) {
        Optional<TokenEntity> row = tokens.lock(tokenId).filter(token -> !token.isRevoked());
        if (row.isEmpty()) {
            return;
        }
        TokenEntity token = row.get();
        Optional<Event.Builder> event =
                token.keyId().isPresent() ? ofKey(token, token.keyId().get(), mayRevoke) : ofAgent(token, mayRevoke);
        if (event.isEmpty()) {
            return;
        }
        token.revoke(Clock.nowMs());
        revocations.revokeToken(token.id(), token.expiresAtMs());
        String ignored = events.append(event.get().cause(cause).build());
    }

    /** The event of an agent's token, when it may be revoked. */
    private Optional<Event.Builder> ofAgent(TokenEntity token, Predicate<Revocable> mayRevoke) {
        Optional<Agent> agent = agents.find(token.agentId().orElse(""));
        return agent.filter(found -> mayRevoke.test(new Revocable(found.id(), found.owner(), found.organizationId())))
                .map(found -> Event.of(EventType.TOKEN_REVOKED, "token", token.id())
                        .agent(found.id())
                        .data("organization_id", found.organizationId()));
    }

    /** The event of a token that was exchanged for a key, when it may be revoked. */
    private Optional<Event.Builder> ofKey(TokenEntity token, String keyId, Predicate<Revocable> mayRevoke) {
        return keys.find(keyId)
                .filter(key -> mayRevoke.test(new Revocable(token.clientId(), key.owner(), key.organizationId())))
                .map(key -> KeyTokens.about(EventType.TOKEN_REVOKED, "token", token.id(), key));
    }
}
