package io.gatehouse.core.approval;

import java.util.Optional;

/** Whom a rule names to decide. */
public sealed interface Approver {
    /** Longest text of one, in characters. */
    int MAX_LENGTH = 255;

    /** The words of relations, for messages. */
    String RELATIONS = "owner, creator, sponsor, manager, requester, subject";

    /**
     * One person.
     *
     * @param id Keycloak's id of the user
     */
    record User(String id) implements Approver {
        @Override
        public String text() {
            return "user:" + id;
        }
    }

    /**
     * Members of a group.
     *
     * @param id Keycloak's id of the group; members of groups below it do not count
     */
    record Group(String id) implements Approver {
        @Override
        public String text() {
            return "group:" + id;
        }
    }

    /**
     * Holders of a role of the realm, also through groups and composite roles.
     *
     * @param name of the role
     */
    record Role(String name) implements Approver {
        @Override
        public String text() {
            return "role:" + name;
        }
    }

    /**
     * Whoever stands in a relation to the request.
     *
     * @param relation which
     */
    record Related(Relation relation) implements Approver {
        @Override
        public String text() {
            return relation.text();
        }
    }

    /** As it is written in a rule. */
    String text();

    /**
     * Reads one: {@code user:<id>}, {@code group:<id>}, {@code role:<name>}, or the word of a {@link Relation}.
     *
     * @return empty for anything else, also for more than {@value #MAX_LENGTH} characters
     */
    static Optional<Approver> of(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Relation.of(text).map(Related::new);
        }
        String name = text.substring(colon + 1);
        if (name.isBlank() || text.length() > MAX_LENGTH || name.codePoints().anyMatch(Approver::isUnfit)) {
            return Optional.empty();
        }
        return switch (text.substring(0, colon)) {
            case "user" -> Optional.of(new User(name));
            case "group" -> Optional.of(new Group(name));
            case "role" -> Optional.of(new Role(name));
            default -> Optional.empty();
        };
    }

    private static boolean isUnfit(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }
}
