package io.gatehouse.token;

import io.gatehouse.core.token.ActorChain;
import io.gatehouse.platform.LoginSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user, as the token that an agent presents says: the user's own, or one of ours by which another agent acts for the user.
 * The door has verified it.
 *
 * @param userId the user
 * @param actors who acts already, none in the user's own token
 * @param parents ids of that token and those that it came from, the nearest first
 * @param login the login session that it all came from
 * @param expiresAtSeconds when the token ends, in seconds since 1970
 * @param scopeLimit the scopes of a token of ours, which are never exceeded; null for the user's own, whose scopes are another
 *     client's business
 * @param namesAgent whether the token is meant for the agent that asks: {@code may_act}, or else {@code aud}
 * @param transactionId {@code txn} of a token of ours, which is kept; null for the user's own
 */
public record DelegatedSubject(
        String userId,
        ActorChain actors,
        List<String> parents,
        LoginSession login,
        long expiresAtSeconds,
        @Nullable List<String> scopeLimit,
        boolean namesAgent,
        @Nullable String transactionId) {
    /** Copies the lists. */
    public DelegatedSubject {
        parents = List.copyOf(parents);
        scopeLimit = scopeLimit == null ? null : List.copyOf(scopeLimit);
    }
}
