package io.gatehouse.account;

import org.jspecify.annotations.Nullable;

/**
 * A user of Keycloak, as the account calls need it.
 *
 * @param isServiceAccount whether it stands for a client and is nobody
 * @param isGuest whether it is an anonymous guest
 * @param isSuperuser whether it holds the role that administers the whole realm
 * @param createdAtMs when it was made, null where Keycloak does not know
 * @param pictureUrl an http or https address of a picture, null for none
 */
public record Account(
        String id,
        String username,
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        boolean isEnabled,
        boolean isEmailVerified,
        boolean isServiceAccount,
        boolean isGuest,
        boolean isSuperuser,
        @Nullable Long createdAtMs,
        @Nullable String pictureUrl) {
    /** First and last name, or the one that is there; null for neither. */
    @Nullable
    String fullName() {
        String both = ((firstName == null ? "" : firstName) + " " + (lastName == null ? "" : lastName)).strip();
        return both.isEmpty() ? null : both;
    }
}
