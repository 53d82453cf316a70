package io.gatehouse.spi;

import io.gatehouse.apikey.ApiKey;
import io.gatehouse.platform.Permission;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Which client may introspect or exchange a key: one in its audiences, or whose service account may verify keys (rule 13). */
final class ClientKeyRight {
    /** Attribute of a client: {@code live} or {@code test}; keys of the other environment are none to it. */
    private static final String KEY_ENVIRONMENT = "gatehouse.key_environment";

    private ClientKeyRight() {}

    /** Whether an authenticated client has a right to the key, asked now. */
    static boolean mayKnow(KeycloakSession session, RealmModel realm, ClientModel client, ApiKey key) {
        String environment = client.getAttribute(KEY_ENVIRONMENT);
        // A value that is neither of the two hides every key: it was meant to restrict.
        if (environment != null && !environment.equals(key.environment().text())) {
            return false;
        }
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
