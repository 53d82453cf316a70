package io.gatehouse.platform;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Port to the users of Keycloak that are guests: people who have not said who they are. A guest bears the attribute
 * {@code anonymous} and an address that no letter can reach, and holds no role, not even those that every user of the realm has: so
 * it can neither change itself nor keep a token beyond its login.
 */
public interface GuestUsers {
    /** Where guests' addresses are; nobody can ever have that domain (RFC 2606 2). */
    String DOMAIN = "guest.invalid";

    /**
     * Makes a guest.
     *
     * @param name user name, and what stands before the {@code @} of its address
     * @return the user's id
     */
    String create(KeycloakSession session, RealmModel realm, String name);

    /** Whether the user is there and a guest. */
    boolean isGuest(KeycloakSession session, RealmModel realm, String userId);

    /** Whether the user has a login session that lives, offline ones included. */
    boolean hasSession(KeycloakSession session, RealmModel realm, String userId);

    /** Whether an address is a guest's, or could be one: nothing is ever sent there, and nobody else gets it. */
    static boolean isGuestAddress(String address) {
        return address.regionMatches(
                true, address.length() - DOMAIN.length() - 1, "@" + DOMAIN, 0, DOMAIN.length() + 1);
    }

    /**
     * Makes a guest an ordinary user: with a verified address, which is its name from now on, and the roles and groups that every
     * user of the realm gets. The user's id stays, and all that hangs on it, but for its login sessions: all of them end, because
     * whoever gave somebody else the guest may hold them still.
     *
     * @param address lower-case, and proved to be the guest's
     * @return the user's name from now on; empty when the address is somebody else's, and nothing was changed
     */
    Optional<String> become(KeycloakSession session, RealmModel realm, String userId, String address);

    /** Deletes the user as an administrator would, so that all that hangs on it ends. */
    void delete(KeycloakSession session, RealmModel realm, String userId);
}
