package io.gatehouse.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Who answers for a key or an agent.
 *
 * @param type what kind of owner
 * @param id id of the user, group, organization or agent; the text itself for {@link Type#TEXT}; the realm's id for {@link Type#REALM}
 */
public record Owner(Type type, String id) {
    /** Longest owner id or text, in characters. */
    public static final int MAX_ID_LENGTH = 255;

    /** Kinds of owners. */
    public enum Type {
        USER,
        GROUP,
        ORGANIZATION,
        SERVICE_ACCOUNT,
        /** An agent: it may own API keys. */
        AGENT,
        REALM,
        /** The name of a team or service that Keycloak does not know; confers nothing and matches no policy. */
        TEXT;

        /** The name in JSON and in the database. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The type with this name, or empty. */
        public static Optional<Type> of(String text) {
            return Arrays.stream(values()).filter(t -> t.text().equals(text)).findFirst();
        }
    }

    /** A user of the realm as owner. */
    public static Owner user(String userId) {
        return new Owner(Type.USER, userId);
    }

    /** A group of the realm as owner. */
    public static Owner group(String groupId) {
        return new Owner(Type.GROUP, groupId);
    }

    /** An agent of the realm as owner. */
    public static Owner agent(String agentId) {
        return new Owner(Type.AGENT, agentId);
    }

    /** An organization of the realm as owner. */
    public static Owner organization(String organizationId) {
        return new Owner(Type.ORGANIZATION, organizationId);
    }

    /** Whether this owner is the user with that id, as a person or as a service account. */
    public boolean isUser(String userId) {
        return (type == Type.USER || type == Type.SERVICE_ACCOUNT) && id.equals(userId);
    }
}
