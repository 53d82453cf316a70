package io.gatehouse.spi;

import io.gatehouse.agent.Agent;
import io.gatehouse.apikey.ApiKey;
import io.gatehouse.apikey.ApiKeyVerification;
import io.gatehouse.eligibility.Ineligible;
import io.gatehouse.platform.AdminRole;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Users;
import io.gatehouse.webhook.Creator;
import io.gatehouse.webhook.CreatorRights;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/** Asks of users, administrators, keys and agents whether they may still read what a webhook of theirs sends. */
final class CreatorRightsAdapter implements CreatorRights {
    @Override
    public Standing of(KeycloakSession session, RealmModel realm, Creator creator, @Nullable String organizationId) {
        Rooms rooms = Rooms.ofBackground(session, realm);
        Users users = rooms.scope().ports().users();
        Standing standing =
                switch (creator.kind()) {
                    case USER -> ofUser(session, realm, creator.id(), users, organizationId);
                    case ADMIN -> ofMasterAdmin(session, realm, creator.id(), users);
                    case API_KEY -> ofKey(rooms, creator.id());
                    case AGENT -> ofAgent(rooms, creator.id());
                    case ANONYMOUS, SYSTEM -> Standing.LOST;
                };
        if (standing != Standing.MAY_READ || organizationId == null) {
            return standing;
        }
        return users.isOrganizationEnabled(session, realm, organizationId) ? Standing.MAY_READ : Standing.HELD;
    }

    private static Standing ofUser(
            KeycloakSession session, RealmModel realm, String userId, Users users, @Nullable String organizationId) {
        UserModel user = session.users().getUserById(realm, userId);
        if (user == null) {
            return Standing.LOST;
        }
        boolean mayRead = users.permissions(session, realm, userId).contains(Permission.WEBHOOKS_READ)
                || (organizationId != null
                        && users.managedOrganizations(session, realm, userId).contains(organizationId));
        return standing(mayRead, users.isAbleToAct(session, realm, userId));
    }

    /**
     * An administrator of the master realm; the roles hang at that realm's client for this one. Looked for there alone: for a
     * session, Keycloak remembers of an id that was not found in one realm that there is no such user in any.
     */
    private static Standing ofMasterAdmin(KeycloakSession session, RealmModel realm, String userId, Users users) {
        ClientModel management = realm.getMasterAdminClient();
        if (management == null) {
            return Standing.LOST;
        }
        RealmModel master = management.getRealm();
        UserModel admin = session.users().getUserById(master, userId);
        if (admin == null) {
            return Standing.LOST;
        }
        Set<Permission> permissions = AdminRole.permissionsOf(name -> {
            RoleModel role = management.getRole(name);
            return role != null && admin.hasRole(role);
        });
        return standing(permissions.contains(Permission.WEBHOOKS_READ), users.isAbleToAct(session, master, userId));
    }

    private static Standing ofKey(Rooms rooms, String keyId) {
        ApiKeyVerification keys = rooms.keyVerification();
        Optional<ApiKey> key = keys.find(keyId);
        if (key.isEmpty()) {
            return Standing.LOST;
        }
        boolean mayRead = keys.permissions(key.get()).contains(Permission.WEBHOOKS_READ);
        return keys.ineligible(key.get())
                .map(CreatorRightsAdapter::ofIneligible)
                .orElse(standing(mayRead, true));
    }

    private static Standing ofAgent(Rooms rooms, String agentId) {
        Optional<Agent> agent = rooms.agents().find(agentId);
        if (agent.isEmpty()) {
            return Standing.LOST;
        }
        Set<Permission> named = EnumSet.noneOf(Permission.class);
        agent.get().details().scopes().forEach(scope -> named.addAll(Permission.ofScope(scope)));
        return rooms.eligibility()
                .of(agent.get().acting())
                .map(CreatorRightsAdapter::ofIneligible)
                .orElse(standing(named.contains(Permission.WEBHOOKS_READ), true));
    }

    /** What is revoked or has expired does not come back; an owner that is locked, or a pause, may end. */
    private static Standing ofIneligible(Ineligible reason) {
        return reason == Ineligible.REVOKED || reason == Ineligible.EXPIRED ? Standing.LOST : Standing.HELD;
    }

    private static Standing standing(boolean mayRead, boolean isAbleToAct) {
        if (!mayRead) {
            return Standing.LOST;
        }
        return isAbleToAct ? Standing.MAY_READ : Standing.HELD;
    }
}
