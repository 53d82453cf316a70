package io.gatehouse.spi;

import io.gatehouse.platform.GuestUsers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** Guests as Keycloak's own users, kept in its own database whatever other user stores the realm has. */
final class GuestUsersAdapter implements GuestUsers {
    private static final String FIRST_NAME = "Guest";

    @Override
    public String create(KeycloakSession session, RealmModel realm, String name) {
        String address = name + "@" + DOMAIN;
        String username = realm.isRegistrationEmailAsUsername() ? address : name;
        // Without the default roles and groups, but with the actions that the realm wants of everybody.
        UserModel user = session.users().addUser(realm, null, username, false, true);
        user.setEnabled(true);
        user.setEmail(address);
        user.setEmailVerified(false);
        // Keycloak wants both of everybody, and would ask for them at the login.
        user.setFirstName(FIRST_NAME);
        user.setLastName(name);
        user.setSingleAttribute(StockTokensAdapter.GUEST_ATTRIBUTE, "true");
        return user.getId();
    }

    @Override
    public boolean isGuest(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = session.users().getUserById(realm, userId);
        return user != null && StockTokensAdapter.isGuest(user);
    }

    @Override
    public boolean hasSession(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = session.users().getUserById(realm, userId);
        // Keycloak lists sessions until its own sweep, but finds none that has run out.
        return user != null
                && (sessions(session.sessions().getUserSessionsStream(realm, user)).stream()
                                .anyMatch(id -> session.sessions().getUserSession(realm, id) != null)
                        || sessions(session.sessions().getOfflineUserSessionsStream(realm, user)).stream()
                                .anyMatch(id -> session.sessions().getOfflineUserSession(realm, id) != null));
    }

    private static List<String> sessions(Stream<UserSessionModel> found) {
        return found.map(UserSessionModel::getId).toList();
    }

    @Override
    public Optional<String> become(KeycloakSession session, RealmModel realm, String userId, String address) {
        UserModel user = session.users().getUserById(realm, userId);
        if (user == null || isTaken(session, realm, address)) {
            return Optional.empty();
        }
        user.setUsername(address);
        user.setEmail(address);
        user.setEmailVerified(true);
        user.removeAttribute(StockTokensAdapter.GUEST_ATTRIBUTE);
        user.grantRole(realm.getDefaultRole());
        realm.getDefaultGroupsStream().forEach(user::joinGroup);
        endSessions(session, realm, user);
        return Optional.of(user.getUsername());
    }

    /** A user name that is the address counts, too: whoever has it would be found when the address is entered at the login. */
    private static boolean isTaken(KeycloakSession session, RealmModel realm, String address) {
        return session.users().getUserByEmail(realm, address) != null
                || session.users().getUserByUsername(realm, address) != null
                || session.users()
                        .searchForUserStream(realm, Map.of(UserModel.EMAIL, address, UserModel.EXACT, "true"), 0, 1)
                        .findAny()
                        .isPresent();
    }

    /** Without a call to the applications, which would wait for the network within the transaction. */
    private static void endSessions(KeycloakSession session, RealmModel realm, UserModel user) {
        List<UserSessionModel> online =
                session.sessions().getUserSessionsStream(realm, user).toList();
        for (UserSessionModel login : online) {
            session.sessions().removeUserSession(realm, login);
            StockEnds.of(session, realm).loginEnded(login.getId());
        }
        List<UserSessionModel> offline =
                session.sessions().getOfflineUserSessionsStream(realm, user).toList();
        for (UserSessionModel login : offline) {
            session.sessions().removeOfflineUserSession(realm, login);
            StockEnds.of(session, realm).loginEnded(login.getId());
        }
    }

    @Override
    public void delete(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = session.users().getUserById(realm, userId);
        if (user != null) {
            boolean ignored = new UserManager(session).removeUser(realm, user);
        }
    }
}
