package io.gatehouse.agent;

import org.jspecify.annotations.Nullable;

/**
 * What is noted of an agent beside its status. Immutable.
 *
 * @param orphanedAtMs since when its owner is disabled or gone, null while somebody answers for it
 * @param previousSecretUntilMs until when the secret before the present one is right, null when there is none; may be past
 * @param jwksFetchedAtMs when its public keys were last fetched from its {@code jwks_uri}, null for never
 * @param lifetimeEndsAtMs when the realm's {@code agent_max_lifetime_days} end it at the latest, null for never
 */
public record AgentMarks(
        @Nullable Long orphanedAtMs,
        @Nullable Long previousSecretUntilMs,
        @Nullable Long jwksFetchedAtMs,
        @Nullable Long lifetimeEndsAtMs) {
    /** Of an agent of which nothing is noted. */
    public static final AgentMarks NONE = new AgentMarks(null, null, null, null);
}
