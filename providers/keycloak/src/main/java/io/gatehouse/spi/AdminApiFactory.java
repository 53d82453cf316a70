package io.gatehouse.spi;

import io.gatehouse.platform.AdminRole;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Permission;
import io.gatehouse.rest.Authentication;
import io.gatehouse.rest.GatehouseApi;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The API for administrators: {@code /admin/realms/{realm}/gatehouse}. The server has authenticated the admin token. */
public final class AdminApiFactory implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {
    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new GatehouseApi(new CallResources(session, realm, () -> {
            HttpHeaders headers = session.getContext().getHttpRequest().getHttpHeaders();
            Authentication.requireOneCredential(headers);
            Rooms rooms = Rooms.of(session, realm);
            Caller caller = caller(realm, auth);
            GatehouseProvider.nodeOf(session).apiLimits().admit(rooms.scope(), caller);
            return rooms.authentication().narrowed(caller, headers.getHeaderString("X-Project-Id"));
        }));
    }

    private static Caller caller(RealmModel realm, AdminPermissionEvaluator auth) {
        String adminId = auth.adminAuth().getUser().getId();
        boolean isPerson = auth.adminAuth().getUser().getServiceAccountClientLink() == null;
        Set<Permission> permissions = AdminRole.permissionsOf(auth::hasOneAdminRole);
        boolean isOfRealm = auth.adminAuth().getRealm().getId().equals(realm.getId());
        return new Caller(
                Caller.Kind.ADMIN,
                adminId,
                isOfRealm ? adminId : null,
                isPerson ? permissions : Permission.withoutPeopleOnly(permissions),
                Set.of(),
                null,
                "admin_token",
                null,
                true,
                auth.hasOneAdminRole(AdminRoles.IMPERSONATION));
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
}
