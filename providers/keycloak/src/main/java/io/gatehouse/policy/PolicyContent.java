package io.gatehouse.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a version of a policy says. Its rules were read and found good.
 *
 * @param name 1 to {@value #MAX_NAME_LENGTH} characters
 * @param description at most {@value #MAX_DESCRIPTION_LENGTH} characters, null for none
 * @param priority 0 to 10000, the higher goes first
 * @param isActive whether it is asked at all
 * @param mode whether it acts
 * @param rules its rules as JSON, each with its id
 * @param isForStockGrants whether it also decides tokens of Keycloak's own grants
 */
record PolicyContent(
        String name,
        @Nullable String description,
        int priority,
        boolean isActive,
        PolicyMode mode,
        String rules,
        boolean isForStockGrants) {
    /** Longest name, in characters. */
    static final int MAX_NAME_LENGTH = 100;

    /** Longest description, in characters. */
    static final int MAX_DESCRIPTION_LENGTH = 500;
}
