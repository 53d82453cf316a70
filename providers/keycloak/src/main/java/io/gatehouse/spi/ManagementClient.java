package io.gatehouse.spi;

import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;

/** Where a realm's own admin roles live. */
final class ManagementClient {
    private static final String MASTER = "master";

    private ManagementClient() {}

    /** {@code realm-management}, in master {@code master-realm}; empty while the realm is being made. */
    static Optional<ClientModel> of(RealmModel realm) {
        return Optional.ofNullable(
                isMaster(realm)
                        ? realm.getMasterAdminClient()
                        : realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID));
    }

    /** Whether it is the realm that administers all others. */
    static boolean isMaster(RealmModel realm) {
        return MASTER.equals(realm.getName());
    }
}
