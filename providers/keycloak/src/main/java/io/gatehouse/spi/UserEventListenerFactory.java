package io.gatehouse.spi;

import io.gatehouse.agent.AgentOrphans;
import io.gatehouse.login.Guests;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RequestFacts;
import io.gatehouse.platform.Users;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Hears that a user was disabled or locked, or an organization disabled, and ends the live tokens of its agents; or that it is
 * enabled again. That one was deleted is heard by {@link Lifecycle}; what ends for users who let agents act for them is in
 * {@link StockEnds}.
 */
public final class UserEventListenerFactory
        implements EventListenerProviderFactory, PlainFactory<EventListenerProvider> {
    private static final Logger LOG = Logger.getLogger(UserEventListenerFactory.class);
    private static final String USERS = "users/";
    private static final String ORGANIZATIONS = "organizations/";

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

    private record Listener(KeycloakSession session) implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {
            RealmModel realm = session.realms().getRealm(event.getRealmId());
            heardOfDelegations(realm, event);
            boolean isLocked = event.getType() == EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT
                    || event.getType() == EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT;
            if (isLocked && event.getUserId() != null) {
                // Whoever is locked out is soon back; whom Keycloak locks out for good it disables, too.
                StockEnds.of(session, realm).userEnded(event.getUserId(), "user_locked");
                Owner owner = Owner.user(event.getUserId());
                contained(owner, () -> endKeyTokens(realm, owner));
                if (event.getType() == EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT) {
                    contained(owner, () -> orphans(realm).ownerLost(owner, AgentOrphans.Reason.DISABLED));
                } else {
                    contained(owner, () -> Rooms.of(session, realm).agents().disableByOwner(owner));
                }
                lookAgain(realm, owner);
            }
        }

        private void heardOfDelegations(RealmModel realm, Event event) {
            String userId = event.getUserId();
            if (userId == null) {
                return;
            }
            Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
            switch (event.getType()) {
                case LOGIN, REFRESH_TOKEN -> guestSeen(realm, userId);
                case LOGOUT -> StockEnds.of(session, realm).loginEnded(event.getSessionId());
                case REVOKE_GRANT ->
                    StockEnds.of(session, realm).consentWithdrawn(userId, details.get(Details.REVOKED_CLIENT));
                case UPDATE_CONSENT ->
                    StockEnds.of(session, realm).consentChanged(userId, details.get(Details.GRANTED_CLIENT));
                default -> {
                    // Nothing of a delegation.
                }
            }
        }

        /** Of guests only, whom Keycloak's cache knows: nobody else's login costs a query. */
        private void guestSeen(RealmModel realm, String userId) {
            Ports ports = GatehouseProvider.nodeOf(session).ports();
            if (!ports.guestUsers().isGuest(session, realm, userId)) {
                return;
            }
            String realmId = realm.getId();
            AfterCommit.run(session, () -> {
                try {
                    Guests.seen(ports.database(), realmId, userId);
                } catch (RuntimeException e) {
                    LOG.errorf(e, "could not note that guest %s was here", userId);
                }
            });
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            String path = event.getResourcePath();
            if (path == null) {
                return;
            }
            RealmModel realm = session.realms().getRealm(event.getRealmId());
            StockEnds.of(session, realm).heard(event.getResourceType(), event.getOperationType(), path);
            if (event.getOperationType() != OperationType.UPDATE) {
                return;
            }
            if (event.getResourceType() == ResourceType.USER && path.startsWith(USERS)) {
                userChanged(realm, path.substring(USERS.length()));
            } else if (event.getResourceType() == ResourceType.ORGANIZATION && path.startsWith(ORGANIZATIONS)) {
                organizationChanged(realm, path.substring(ORGANIZATIONS.length()));
            }
        }

        private void userChanged(RealmModel realm, String userId) {
            UserModel user = session.users().getUserById(realm, userId);
            if (user != null && !user.isEnabled()) {
                StockEnds.of(session, realm).userEnded(userId, "user_disabled");
            }
            if (user != null) {
                ownerChanged(realm, Owner.user(userId), user.isEnabled());
            }
        }

        private void organizationChanged(RealmModel realm, String organizationId) {
            Users users = GatehouseProvider.nodeOf(session).ports().users();
            ownerChanged(
                    realm,
                    Owner.organization(organizationId),
                    users.isOrganizationEnabled(session, realm, organizationId));
        }

        private int endKeyTokens(RealmModel realm, Owner owner) {
            Rooms.of(session, realm).endKeyTokens(owner);
            return 0;
        }

        private void ownerChanged(RealmModel realm, Owner owner, boolean isEnabled) {
            if (!isEnabled) {
                contained(owner, () -> endKeyTokens(realm, owner));
                lookAgain(realm, owner);
            }
            contained(
                    owner,
                    () -> isEnabled
                            ? orphans(realm).ownerBack(owner)
                            : orphans(realm).ownerLost(owner, AgentOrphans.Reason.DISABLED));
        }

        /** When the change is committed and Keycloak's caches have heard of it. */
        private void lookAgain(RealmModel realm, Owner owner) {
            Database database = GatehouseProvider.nodeOf(session).ports().database();
            String realmId = realm.getId();
            AfterCommit.run(
                    session,
                    () -> contained(
                            owner,
                            () -> database.inNewTransaction(later -> Rooms.agentStores()
                                    .open(later, realmId, Caller.system(), RequestFacts.ofBackground())
                                    .map(agents -> agents.endMintedMeanwhile(owner))
                                    .orElse(0))));
        }

        private AgentOrphans orphans(RealmModel realm) {
            return Rooms.of(session, realm).orphans();
        }

        /** A fault of ours must not undo what was done to the owner; the issuer asks for the owner again anyway. */
        private static void contained(Owner owner, IntSupplier work) {
            try {
                int agents = work.getAsInt();
                LOG.debugf("%s %s changed: so did %d agents", owner.type().text(), owner.id(), agents);
            } catch (RuntimeException e) {
                LOG.errorf(
                        e,
                        "could not follow the change of %s %s with its agents",
                        owner.type().text(),
                        owner.id());
            }
        }

        @Override
        public void close() {}
    }
}
