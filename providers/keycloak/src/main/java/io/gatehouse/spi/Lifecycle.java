package io.gatehouse.spi;

import io.gatehouse.account.AccountRows;
import io.gatehouse.agent.AgentOrphans;
import io.gatehouse.core.id.Ids;
import io.gatehouse.platform.Owner;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.storage.StorageId;

/** What we do when Keycloak says that something began or ended: the server, a realm, a client, an owner of agents. */
record Lifecycle(Node node, KeycloakSessionFactory factory) implements ProviderEventListener {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent) {
            serverStarts();
        } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
            RealmSetup.apply(created.getKeycloakSession(), created.getCreatedRealm());
        } else if (event instanceof ClientModel.ClientCreationEvent created) {
            refuseAgentName(created.getCreatedClient());
        } else if (event instanceof ClientModel.ClientUpdatedEvent updated) {
            refuseAgentName(updated.getUpdatedClient());
        } else if (event instanceof UserModel.UserRemovedEvent removed) {
            ownerGone(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    Owner.user(removed.getUser().getId()));
            StockEnds.of(removed.getKeycloakSession(), removed.getRealm())
                    .userGone(removed.getUser().getId());
            forgetPicture(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    removed.getUser().getId());
            accountGone(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    removed.getUser().getId());
            guestGone(removed.getKeycloakSession(), removed.getRealm(), removed.getUser());
        } else if (event instanceof GroupModel.GroupRemovedEvent removed) {
            ownerGone(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    Owner.group(removed.getGroup().getId()));
        } else if (event instanceof OrganizationModel.OrganizationRemovedEvent removed) {
            KeycloakSession session = removed.getKeycloakSession();
            domainsGone(
                    session,
                    session.getContext().getRealm(),
                    removed.getOrganization().getId());
            ownerGone(
                    session,
                    session.getContext().getRealm(),
                    Owner.organization(removed.getOrganization().getId()));
            Rooms.of(session, session.getContext().getRealm())
                    .plans()
                    .organizationGone(removed.getOrganization().getId());
        } else if (event instanceof OrganizationModel.OrganizationMemberJoinEvent joined) {
            OrganizationSeats.take(joined.getSession(), joined.getOrganization().getId());
        }
    }

    private void serverStarts() {
        KeycloakModelUtils.runJobInTransaction(factory, session -> session.realms()
                .getRealmsStream()
                .filter(realm -> !RealmSetup.isDone(realm))
                .map(RealmModel::getId)
                .toList()
                .forEach(this::setUpRealm));
        KeycloakModelUtils.runJobInTransaction(factory, node::start);
        AgentClientCredentialsFactory.warnWhenReplaced(factory);
    }

    /** One realm that cannot be set up must not keep the server, or the other realms, from starting. */
    private void setUpRealm(String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                session.getContext().setRealm(realm);
                RealmSetup.apply(session, realm);
            });
        } catch (RuntimeException e) {
            LOG.errorf(e, "Gatehouse could not set up realm %s; its calls fail until a restart mends it", realmId);
        }
    }

    /** A stock client of such a name would stand in front of the agent: Keycloak asks its own clients first. */
    private static void refuseAgentName(ClientModel client) {
        String clientId = client.getClientId();
        boolean isStock = StorageId.isLocalStorage(client.getId());
        if (isStock && clientId != null && clientId.startsWith(Ids.AGENT_PREFIX)) {
            throw new ModelValidationException(
                    "Client ids that begin with " + Ids.AGENT_PREFIX + " belong to Gatehouse agents.");
        }
    }

    /** A fault of ours must not keep the user from being removed. */
    private static void forgetPicture(KeycloakSession session, RealmModel realm, String userId) {
        try {
            Rooms.of(session, realm).avatars().forget(userId);
        } catch (RuntimeException e) {
            LOG.errorf(e, "could not delete the picture of user %s", userId);
        }
    }

    /** A fault of ours must not keep the guest from being removed; our row of it is looked at within a day anyway. */
    private static void guestGone(KeycloakSession session, RealmModel realm, UserModel user) {
        try {
            Rooms.of(session, realm).guests().forget(user.getId());
        } catch (RuntimeException e) {
            LOG.errorf(e, "could not forget the guest %s", user.getId());
        }
    }

    /** A fault of ours must not keep the owner from being removed; the issuer asks for the owner again anyway. */
    private static void ownerGone(KeycloakSession session, RealmModel realm, Owner owner) {
        try {
            Rooms rooms = Rooms.of(session, realm);
            int ignored = rooms.orphans().ownerLost(owner, AgentOrphans.Reason.DELETED);
            rooms.endKeyTokens(owner);
        } catch (RuntimeException e) {
            LOG.errorf(e, "could not end the tokens of the agents of %s", owner);
        }
    }

    /** A fault of ours must not keep the organization from being removed. */
    private static void domainsGone(KeycloakSession session, RealmModel realm, String organizationId) {
        try {
            Rooms.of(session, realm).domains().organizationGone(organizationId);
        } catch (RuntimeException e) {
            LOG.errorf(e, "could not delete the domains of organization %s", organizationId);
        }
    }

    /** Nothing of this keeps the user from being removed: what is left behind names nobody. */
    private static void accountGone(KeycloakSession session, RealmModel realm, String userId) {
        try {
            new AccountRows(GatehouseProvider.nodeOf(session).ports().database(), realm.getId())
                    .forget(session, userId);
        } catch (RuntimeException e) {
            LOG.errorf(e, "could not forget what was kept of the account of %s", userId);
        }
    }
}
