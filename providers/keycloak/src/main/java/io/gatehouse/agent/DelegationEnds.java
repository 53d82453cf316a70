package io.gatehouse.agent;

import io.gatehouse.eligibility.Revocations;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;

/**
 * Kills what agents got on behalf of users, when the user, the login or the permission goes. A revocation lives as long as the
 * longest token; where nothing is on record to kill, none is made, so that people who log out cost nothing. A token that is
 * being minted at that very moment is found dead when it is verified: the user and the session are looked at there.
 */
public final class DelegationEnds {
    private final Events events;
    private final Revocations revocations;
    private final LiveDelegations live;

    /** @param live tells of the tokens that were issued */
    public DelegationEnds(Events events, Revocations revocations, LiveDelegations live) {
        this.events = events;
        this.revocations = revocations;
        this.live = live;
    }

    /** What an agent got on behalf of a user, and whatever it was handed on for. The agent must be locked. */
    public void ofPair(String userId, String agentId) {
        // The clocks of nodes may differ: a token may be stamped later than this node's now.
        long notBeforeMs = Math.max(Clock.nowMs(), live.lastIssuedAtMs(userId, agentId));
        revocations.revokeConsent(userId, agentId, notBeforeMs, notBeforeMs + AgentDetails.LONGEST_TOKEN_MS);
    }

    /**
     * Whatever agents got on behalf of a user.
     *
     * @param cause why, for the record
     */
    public void ofUser(String userId, String cause) {
        long lastMs = live.lastIssuedAtMs(userId, null);
        if (lastMs != 0) {
            end(userId, lastMs, cause);
        }
    }

    /**
     * As {@link #ofUser}, also when nothing is on record yet: the user stays able to act, so that nothing else would end a token
     * that is being minted at that very moment.
     */
    public void ofUserForSure(String userId, String cause) {
        end(userId, live.lastIssuedAtMs(userId, null), cause);
    }

    private void end(String userId, long lastMs, String cause) {
        long notBeforeMs = Math.max(Clock.nowMs(), lastMs);
        revocations.revokeSubject(userId, notBeforeMs, notBeforeMs + AgentDetails.LONGEST_TOKEN_MS);
        append(Event.of(EventType.TOKEN_REVOKED, "user", userId).subject(userId).cause(cause));
    }

    /**
     * Whatever came of a login session, which has ended.
     *
     * @param sessionId Keycloak's id of it
     */
    public void ofLogin(String sessionId) {
        if (live.isAnyOf(sessionId)) {
            revocations.revokeLogin(sessionId, Clock.nowMs() + AgentDetails.LONGEST_TOKEN_MS);
        }
    }

    private void append(Event.Builder event) {
        String ignored = events.append(event.build());
    }
}
