package io.gatehouse.spi;

import io.gatehouse.platform.AdminRole;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RoleModel;

/**
 * Gives a client of Keycloak's admin roles those of Gatehouse. Keycloak makes a realm in one transaction and writes all of it before
 * each question, so as little as possible is asked: what is new contains nothing and is contained in nothing.
 */
final class RoleSetup {
    private final ClientModel client;
    private final Map<String, RoleModel> roles = new HashMap<>();
    private final Set<String> newIds = new HashSet<>();

    private RoleSetup(ClientModel client) {
        this.client = client;
        client.getRolesStream().forEach(role -> roles.put(role.getName(), role));
    }

    /** @param top the role that holds every admin role of the client; null when there is none */
    static void apply(ClientModel client, @Nullable RoleModel top) {
        RoleSetup setup = new RoleSetup(client);
        RoleModel manage = setup.role(AdminRole.MANAGE_GATEHOUSE);
        for (AdminRole part : AdminRole.partsOfManageGatehouse()) {
            setup.contain(manage, setup.role(part));
        }
        if (top != null) {
            setup.contain(top, manage);
        }
    }

    private RoleModel role(AdminRole wanted) {
        RoleModel role = roles.get(wanted.roleName());
        if (role == null) {
            role = client.addRole(wanted.roleName());
            role.setDescription("${role_" + wanted.roleName() + "}");
            newIds.add(role.getId());
        }
        RoleModel console = roles.get(AdminRoles.QUERY_REALMS);
        if (wanted.opensConsole() && console != null) {
            contain(role, console);
        }
        return role;
    }

    private void contain(RoleModel whole, RoleModel part) {
        boolean isNew = newIds.contains(whole.getId()) || newIds.contains(part.getId());
        if (isNew || whole.getCompositesStream().noneMatch(part::equals)) {
            whole.addCompositeRole(part);
        }
    }
}
