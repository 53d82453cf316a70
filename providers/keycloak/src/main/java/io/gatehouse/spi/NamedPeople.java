package io.gatehouse.spi;

import io.gatehouse.platform.AdminRole;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;

/** Finds the users whom a name stands for; see {@link io.gatehouse.platform.People#named}. */
final class NamedPeople {
    /** Most members or holders of one kind that are looked at. */
    private static final int MAX_LOOKED_AT = 500;

    private NamedPeople() {}

    static Stream<String> of(KeycloakSession session, RealmModel realm, String name) {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? name : name.substring(0, colon);
        String id = name.substring(colon + 1);
        return switch (kind) {
            case "user" -> Stream.of(id);
            case "group" -> members(session, realm, session.groups().getGroupById(realm, id));
            case "role" -> holders(session, realm, realm.getRole(id));
            case "managers" -> managers(session, realm, id);
            case "permission" -> deciders(session, realm);
            default -> Stream.empty();
        };
    }

    private static Stream<String> members(KeycloakSession session, RealmModel realm, @Nullable GroupModel group) {
        return group == null
                ? Stream.empty()
                : session.users()
                        .getGroupMembersStream(realm, group, 0, MAX_LOOKED_AT)
                        .map(UserModel::getId);
    }

    private static Stream<String> holders(KeycloakSession session, RealmModel realm, @Nullable RoleModel role) {
        if (role == null) {
            return Stream.empty();
        }
        Stream<String> direct = session.users()
                .getRoleMembersStream(realm, role, 0, MAX_LOOKED_AT)
                .map(UserModel::getId);
        Stream<String> byGroup = session.groups()
                .getGroupsByRoleStream(realm, role, 0, MAX_LOOKED_AT)
                .flatMap(group -> members(session, realm, group));
        return Stream.concat(direct, byGroup).distinct();
    }

    private static Stream<String> deciders(KeycloakSession session, RealmModel realm) {
        ClientModel management = ManagementClient.of(realm).orElse(null);
        if (management == null) {
            return Stream.empty();
        }
        return List.of(
                        AdminRole.DECIDE_APPROVALS.roleName(),
                        AdminRole.MANAGE_GATEHOUSE.roleName(),
                        AdminRoles.REALM_ADMIN)
                .stream()
                .map(management::getRole)
                .filter(Objects::nonNull)
                .flatMap(role -> holders(session, realm, role))
                .distinct();
    }

    private static Stream<String> managers(KeycloakSession session, RealmModel realm, String organizationId) {
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        return UsersAdapter.organization(session, realm, organizationId).stream()
                .flatMap(organization -> organizations
                        .getMembersStream(organization, java.util.Map.of(), true, 0, MAX_LOOKED_AT)
                        .filter(user -> UsersAdapter.isManager(organizations, organization, user)))
                .map(UserModel::getId);
    }
}
