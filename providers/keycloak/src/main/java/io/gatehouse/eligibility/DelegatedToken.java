package io.gatehouse.eligibility;

import io.gatehouse.platform.LoginSession;
import java.util.List;

/**
 * What {@link Eligibility} must know of a token that an agent uses on behalf of a user.
 *
 * @param userId the user
 * @param hops the agents that act, the present one first; at least one
 * @param parents ids of the tokens that it came from
 * @param login the login session of the user that it came from
 */
public record DelegatedToken(String userId, List<Hop> hops, List<String> parents, LoginSession login) {
    /** Copies the lists. */
    public DelegatedToken {
        hops = List.copyOf(hops);
        parents = List.copyOf(parents);
        if (hops.isEmpty()) {
            throw new IllegalArgumentException("nobody acts");
        }
    }

    /** When the first agent got its token, in milliseconds since 1970. */
    long rootIssuedAtMs() {
        return hops.get(hops.size() - 1).issuedAtMs();
    }

    /**
     * One agent of the chain.
     *
     * @param issuedAtMs when it got its token, in milliseconds since 1970
     */
    public record Hop(String agentId, long issuedAtMs) {}
}
