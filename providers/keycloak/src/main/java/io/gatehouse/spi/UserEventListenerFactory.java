package io.gatehouse.spi;

import io.gatehouse.platform.Owner;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Hears that an administrator disabled a user, and ends the live tokens of the user's agents. */
public final class UserEventListenerFactory implements EventListenerProviderFactory {
    private static final Logger LOG = Logger.getLogger(UserEventListenerFactory.class);
    private static final String USERS = "users/";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Listener(session);
    }

    /** Active in every realm, whatever listeners an administrator has chosen. */
    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "gatehouse";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    private record Listener(KeycloakSession session) implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {}

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            String path = event.getResourcePath();
            boolean isUserUpdate = event.getResourceType() == ResourceType.USER
                    && event.getOperationType() == OperationType.UPDATE
                    && path != null
                    && path.startsWith(USERS);
            if (isUserUpdate) {
                userChanged(event.getRealmId(), path.substring(USERS.length()));
            }
        }

        /** A fault of ours must not undo what the administrator did; the issuer asks for the owner again anyway. */
        private void userChanged(String realmId, String userId) {
            RealmModel realm = session.realms().getRealm(realmId);
            UserModel user = realm == null ? null : session.users().getUserById(realm, userId);
            if (user == null || user.isEnabled()) {
                return;
            }
            try {
                int ended = Rooms.of(session, realm).agents().disableByOwner(Owner.user(userId));
                LOG.debugf("user %s disabled: tokens of %d agents ended", userId, ended);
            } catch (RuntimeException e) {
                LOG.errorf(e, "could not end the tokens of the agents of user %s", userId);
            }
        }

        @Override
        public void close() {}
    }
}
