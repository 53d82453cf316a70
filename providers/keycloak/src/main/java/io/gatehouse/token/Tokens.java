package io.gatehouse.token;

import io.gatehouse.agent.LiveTokens;
import io.gatehouse.core.id.Ids;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** The tokens of one realm that were minted and have not expired. Owner of GATEHOUSE_TOKEN. */
public final class Tokens implements LiveTokens {
    private static final int PURGE_ROWS = 5_000;

    /** Clocks of nodes may differ by minutes: a row is deleted only when the token expired on every one of them. */
    static final long PURGE_MARGIN_MS = 3_600_000;

    private final RealmScope scope;

    /** The tokens of the scope's realm. */
    public Tokens(RealmScope scope) {
        this.scope = scope;
    }

    /** Notes a token in the transaction that mints it. */
    void add(AgentTokenClaims claims, String signingKeyId, long issuedAtMs) {
        scope.entityManager().persist(new TokenEntity(scope.realmId(), claims, signingKeyId, issuedAtMs));
    }

    /** The token with this id, locked until the transaction ends; empty for an unknown, foreign or purged one. */
    Optional<TokenEntity> lock(String tokenId) {
        return Optional.ofNullable(
                        scope.entityManager().find(TokenEntity.class, tokenId, LockModeType.PESSIMISTIC_WRITE))
                .filter(token -> token.isOf(scope.realmId()));
    }

    @Override
    public long lastIssuedAtMs(String agentId) {
        if (!Ids.isAgentId(agentId)) {
            return 0;
        }
        Long last = scope.entityManager()
                .createNamedQuery("gatehouse.lastIssuedToAgent", Long.class)
                .setParameter("realm", scope.realmId())
                .setParameter("agent", agentId)
                .getSingleResult();
        return last == null ? 0 : last;
    }

    /**
     * Deletes a batch of expired rows of all realms.
     *
     * @return how many
     */
    public static int purge(Database database) {
        return database.inNewTransaction(session -> {
            EntityManager em = database.entityManager(session);
            List<String> ids = em.createNamedQuery("gatehouse.expiredTokens", String.class)
                    .setParameter("before", Clock.nowMs() - PURGE_MARGIN_MS)
                    .setMaxResults(PURGE_ROWS)
                    .getResultList();
            return ids.isEmpty()
                    ? 0
                    : em.createNamedQuery("gatehouse.deleteTokens")
                            .setParameter("ids", ids)
                            .executeUpdate();
        });
    }
}
