package io.gatehouse.agent;

import org.jspecify.annotations.Nullable;

/**
 * What is noted of an agent beside its status. Immutable.
 *
 * @param orphanedAtMs since when its owner is disabled or gone, null while somebody answers for it
 * @param previousSecretUntilMs until when the secret before the present one is right, null when there is none; may be past
 * @param jwksFetchedAtMs when its public keys were last fetched from its {@code jwks_uri}, null for never
 * @param lifetimeEndsAtMs when the realm's {@code agent_max_lifetime_days} end it at the latest, null for never
 * @param blueprintId the blueprint that it was made from, null for none
 * @param login how people may log in at it
 */
public record AgentMarks(
        @Nullable Long orphanedAtMs,
        @Nullable Long previousSecretUntilMs,
        @Nullable Long jwksFetchedAtMs,
        @Nullable Long lifetimeEndsAtMs,
        @Nullable String blueprintId,
        AgentLogin login) {
    /** Of an agent of which nothing is noted. */
    public static final AgentMarks NONE = new AgentMarks(null, null, null, null, null, AgentLogin.NONE);

    /** Of a new agent. */
    static AgentMarks ofNew(@Nullable String blueprintId) {
        return new AgentMarks(null, null, null, null, blueprintId, AgentLogin.NONE);
    }
}
