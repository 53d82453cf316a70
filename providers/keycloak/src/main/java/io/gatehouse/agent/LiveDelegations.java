package io.gatehouse.agent;

import org.jspecify.annotations.Nullable;

/** What this room must know of the tokens that agents got on behalf of users; the token room, which lies above, tells it. */
public interface LiveDelegations {
    /**
     * The greatest issue time among the tokens that are still on record for a user of the realm.
     *
     * @param agentId only this agent's, null for every agent's
     * @return milliseconds since 1970; 0 when there is none
     */
    long lastIssuedAtMs(String userId, @Nullable String agentId);

    /** Whether a token is still on record that came of a login session of the realm. */
    boolean isAnyOf(String sessionId);
}
