package io.gatehouse.eligibility;

import io.gatehouse.platform.LoginSession;
import java.util.ArrayList;
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
     * What the token dies with, beyond its own agent and itself: every agent of the chain and what allowed it to act, the tokens
     * that it came from, the user and the login.
     */
    public List<Tie> ties() {
        List<Tie> ties = new ArrayList<>();
        ties.add(new Tie(RevocationKind.SUBJECT, RevocationIds.ofSubject(userId), rootIssuedAtMs()));
        ties.add(new Tie(RevocationKind.LOGIN, RevocationIds.ofLogin(login.sessionId()), rootIssuedAtMs()));
        for (Hop hop : hops) {
            ties.add(new Tie(RevocationKind.AGENT, hop.agentId(), hop.issuedAtMs()));
            ties.add(new Tie(RevocationKind.CONSENT, RevocationIds.ofConsent(userId, hop.agentId()), hop.issuedAtMs()));
        }
        parents.forEach(parent -> ties.add(new Tie(RevocationKind.TOKEN, parent, 0)));
        return ties;
    }

    /**
     * A revocation that would end the token.
     *
     * @param id of what is revoked, as its kind names it
     * @param issuedAtMs the revocation counts when it reaches to this moment, in milliseconds since 1970
     */
    public record Tie(RevocationKind kind, String id, long issuedAtMs) {}

    /**
     * One agent of the chain.
     *
     * @param issuedAtMs when it got its token, in milliseconds since 1970
     */
    public record Hop(String agentId, long issuedAtMs) {}
}
