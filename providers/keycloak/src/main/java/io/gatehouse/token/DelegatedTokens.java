package io.gatehouse.token;

import io.gatehouse.agent.LiveDelegations;
import io.gatehouse.core.token.ActorChain;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.eligibility.DelegatedToken;
import io.gatehouse.platform.LoginSession;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** For whom agents got the tokens of one realm that are on record. Owner of GATEHOUSE_DELEGATED_TOKEN. */
public final class DelegatedTokens implements LiveDelegations {
    private final RealmScope scope;

    /** The tokens of the scope's realm. */
    public DelegatedTokens(RealmScope scope) {
        this.scope = scope;
    }

    /** Notes a token in the transaction that mints it, after the token's own row. */
    void add(AgentTokenClaims claims, LoginSession login) {
        // The row refers to the token's: that one is written first.
        scope.entityManager().flush();
        scope.entityManager().persist(new DelegatedTokenEntity(scope.realmId(), claims, login));
        List<DelegatedToken.Tie> ties =
                read(claims).map(DelegatedToken::ties).orElseThrow(() -> new IllegalStateException("no chain"));
        for (int i = 0; i < ties.size(); i++) {
            scope.entityManager().persist(new TokenTieEntity(scope.realmId(), claims.tokenId(), i, ties.get(i)));
        }
    }

    /** What the claims say of the users and agents behind a token; empty when they contradict each other. */
    static Optional<DelegatedToken> read(AgentTokenClaims claims) {
        if (claims.act() == null || claims.login() == null) {
            return Optional.empty();
        }
        List<String> agents;
        try {
            agents = ActorChain.of(claims.act(), claims.issuer()).agents();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // The nearest parent is the token of the agent that handed on; the last is the user's own.
        boolean areInStep =
                agents.size() == claims.parents().size() && agents.get(0).equals(claims.clientId());
        List<DelegatedToken.Hop> hops = new ArrayList<>();
        for (int i = 0; areInStep && i < agents.size(); i++) {
            String tokenId = i == 0 ? claims.tokenId() : claims.parents().get(i - 1);
            OptionalLong issuedAtMs = AgentTokenClaims.tokenIdEpochMs(tokenId);
            areInStep = issuedAtMs.isPresent();
            hops.add(new DelegatedToken.Hop(agents.get(i), issuedAtMs.orElse(0)));
        }
        return areInStep
                ? Optional.of(new DelegatedToken(
                        claims.subject(), hops, claims.parents(), LoginSession.parse(claims.login())))
                : Optional.empty();
    }

    @Override
    public long lastIssuedAtMs(String userId, @Nullable String agentId) {
        String name = agentId == null ? "gatehouse.lastDelegatedByUser" : "gatehouse.lastDelegatedByUserToAgent";
        TypedQuery<Long> query = scope.entityManager()
                .createNamedQuery(name, Long.class)
                .setParameter("realm", scope.realmId())
                .setParameter("user", userId);
        if (agentId != null) {
            query.setParameter("agent", agentId);
        }
        Long last = query.getSingleResult();
        return last == null ? 0 : last;
    }

    @Override
    public boolean isAnyOf(String sessionId) {
        return !scope.entityManager()
                .createNamedQuery("gatehouse.delegatedOfSession", String.class)
                .setParameter("realm", scope.realmId())
                .setParameter("session", sessionId)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }
}
