package io.gatehouse.spi;

import io.gatehouse.platform.People;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/** Keycloak's groups and roles. */
final class PeopleAdapter implements People {
    @Override
    public Standing standing(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = UsersAdapter.user(session, realm, userId);
        if (user == null) {
            return new Standing(Set.of(), Set.of());
        }
        return new Standing(
                user.getGroupsStream().limit(MAX_GROUPS).map(GroupModel::getId).collect(Collectors.toSet()),
                RoleUtils.getDeepUserRoleMappings(user).stream()
                        .filter(role -> !role.isClientRole())
                        .limit(MAX_ROLES)
                        .map(RoleModel::getName)
                        .collect(Collectors.toSet()));
    }

    @Override
    public Set<String> named(KeycloakSession session, RealmModel realm, String name, int max) {
        return NamedPeople.of(session, realm, name).limit(max).collect(Collectors.toSet());
    }
}
