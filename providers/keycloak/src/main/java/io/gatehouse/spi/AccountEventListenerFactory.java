package io.gatehouse.spi;

import io.gatehouse.account.AccountRows;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import java.util.Set;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;

/**
 * Hears that somebody's profile or e-mail address was changed, and notes when: Keycloak itself keeps no such time. Noted after
 * the change is committed, so that no fault here reaches Keycloak.
 */
public final class AccountEventListenerFactory
        implements EventListenerProviderFactory, PlainFactory<EventListenerProvider> {
    private static final String USERS = "users/";
    private static final Set<EventType> CHANGES =
            Set.of(EventType.UPDATE_PROFILE, EventType.UPDATE_EMAIL, EventType.VERIFY_EMAIL);

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
        return "gatehouse-accounts";
    }

    private record Listener(KeycloakSession session) implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {
            String userId = event.getUserId();
            if (userId != null && CHANGES.contains(event.getType())) {
                changed(event.getRealmId(), userId);
            }
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            String path = event.getResourcePath();
            boolean isChange = event.getOperationType() == OperationType.UPDATE
                    && event.getResourceType() == ResourceType.USER
                    && event.getError() == null;
            if (isChange && path != null && path.startsWith(USERS) && path.indexOf('/', USERS.length()) < 0) {
                changed(event.getRealmId(), path.substring(USERS.length()));
            }
        }

        private void changed(String realmId, String userId) {
            Database database = GatehouseProvider.nodeOf(session).ports().database();
            long nowMs = Clock.nowMs();
            AfterCommit.run(session, () -> new AccountRows(database, realmId).changed(userId, nowMs));
        }

        @Override
        public void close() {}
    }
}
