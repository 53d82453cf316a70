package io.gatehouse.agent;

/** What this room must know of the tokens that were issued to an agent; the token room, which lies above, tells it. */
@FunctionalInterface
public interface LiveTokens {
    /**
     * The greatest issue time among the tokens that are still on record for an agent of the realm.
     *
     * @return milliseconds since 1970; 0 when there is none
     */
    long lastIssuedAtMs(String agentId);
}
