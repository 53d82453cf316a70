package io.gatehouse.spi;

import io.gatehouse.apikey.ApiKey;
import io.gatehouse.platform.Permission;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Which client may introspect or exchange a key: one in its audiences, or whose service account may verify keys (rule 13). */
final class ClientKeyRight {
    private ClientKeyRight() {}

    /** Whether an authenticated client has a right to the key, asked now. */
    static boolean mayKnow(KeycloakSession session, RealmModel realm, ClientModel client, ApiKey key) {
        if (key.hasAudience(client.getClientId())) {
            return true;
        }
        UserModel account = client.isServiceAccountsEnabled() ? session.users().getServiceAccount(client) : null;
        return account != null
                && account.isEnabled()
                && GatehouseProvider.nodeOf(session)
                        .ports()
                        .users()
                        .permissions(session, realm, account.getId())
                        .contains(Permission.API_KEYS_VERIFY);
    }
}
