package io.gatehouse.agent;

import org.keycloak.models.KeycloakSession;

/**
 * What a request knew of agents when it first looked at them, which is before they proved themselves. Who proved itself by a secret
 * or key that was replaced before its token was minted gets none: the replacement ended the tokens that were on record, and this
 * one was not yet.
 */
final class AgentSightings {
    private static final String PREFIX = "gatehouse.agent.seen.";

    private AgentSightings() {}

    /** Remembers the agent as it is, unless the request has seen it before. */
    static Agent note(KeycloakSession session, Agent agent) {
        if (session.getAttribute(PREFIX + agent.id()) == null) {
            session.setAttribute(PREFIX + agent.id(), agent.notBeforeMs());
        }
        return agent;
    }

    /** Whether the agent's tokens were ended since the request first saw it; false when it never did. */
    static boolean isCutOff(KeycloakSession session, Agent locked) {
        Object seen = session.getAttribute(PREFIX + locked.id());
        return seen instanceof Long notBeforeMs && notBeforeMs != locked.notBeforeMs();
    }
}
