package io.gatehouse.agent;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That an agent may act for a user. Immutable.
 *
 * @param id a UUID; of a consent Keycloak's own
 * @param agentId the agent
 * @param userId the user
 * @param source who allowed it, and where it is kept
 * @param scopes the most that the agent gets for it
 * @param expiresAtMs when it ends, null for never
 * @param createdBy id of who allowed it
 * @param createdAtMs when
 */
public record Delegation(
        String id,
        String agentId,
        String userId,
        Source source,
        List<String> scopes,
        @Nullable Long expiresAtMs,
        String createdBy,
        long createdAtMs) {
    /** Most delegations of one user to one agent that have not ended, consents in Keycloak not counted. */
    public static final int MAX_PER_USER = 10;

    /** Farthest end, in milliseconds from now. */
    public static final long MAX_LIFETIME_MS = AgentDetails.MAX_LIFETIME_MS;

    /** Copies the list. */
    public Delegation {
        scopes = List.copyOf(scopes);
    }

    /** Who allowed it. */
    public enum Source {
        /** An administrator, here. */
        ADMIN,
        /** The user, here. */
        USER,
        /** The user, as a consent in Keycloak. */
        CONSENT;

        /** The name in JSON, in events and in the database. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The source with exactly this name. */
        static Source of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
