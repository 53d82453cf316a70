package io.gatehouse.spi;

import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Logins;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** Which clients the ways of ours to log in give tokens to. */
final class LoginClient {
    /** Words of the methods that a client allows, separated by spaces. */
    static final String ATTRIBUTE = "gatehouse.login_methods";

    private LoginClient() {}

    /**
     * The client, which may have tokens by this method.
     *
     * @throws GatehouseException 401 {@code invalid_client} or 403 {@code client_not_allowed}
     */
    static ClientModel require(KeycloakSession session, RealmModel realm, LoginMethod method, Logins.Client wanted) {
        ClientModel client = find(session, realm, wanted)
                .orElseThrow(() -> GatehouseException.http(
                        401, "invalid_client", "The client is unknown, disabled, or did not prove itself."));
        if (!allows(client, method)) {
            throw GatehouseException.forbidden(
                    "client_not_allowed",
                    "This client gives no tokens to people who log in like that: its attribute " + ATTRIBUTE + " lacks "
                            + method.text() + ", or it needs consent, or binds its tokens to a key.");
        }
        return client;
    }

    /** Whether people may log in at the client by this method. */
    static boolean allows(ClientModel client, LoginMethod method) {
        return hasWord(client, method) && !client.isConsentRequired() && !client.isBearerOnly() && isUnbound(client);
    }

    /** Whether the client binds its tokens to no key. */
    static boolean isUnbound(ClientModel client) {
        return !isTrue(client, OIDCConfigAttributes.DPOP_BOUND_ACCESS_TOKENS)
                && !isTrue(client, OIDCConfigAttributes.USE_MTLS_HOK_TOKEN);
    }

    /** Whether the client's attribute has the word of the method. */
    static boolean hasWord(ClientModel client, LoginMethod method) {
        String methods = Optional.ofNullable(client.getAttribute(ATTRIBUTE)).orElse("");
        return Arrays.asList(methods.split(" ", -1)).contains(method.text());
    }

    /** The client that is named, or the realm's, if it is there and proved itself. */
    static Optional<ClientModel> find(KeycloakSession session, RealmModel realm, Logins.Client wanted) {
        String id = Optional.ofNullable(wanted.id())
                .orElseGet(() -> LoginSettings.of(realm).clientId());
        return Optional.ofNullable(id.isEmpty() ? null : session.clients().getClientByClientId(realm, id))
                .filter(client -> client.getRealm().getId().equals(realm.getId()))
                .filter(ClientModel::isEnabled)
                .filter(client -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol()))
                .filter(client -> !AgentClient.isAgent(client))
                .filter(client -> isProved(client, wanted.secret()));
    }

    /** A public client has nothing to prove; one with another authenticator than a secret cannot do it here. */
    private static boolean isProved(ClientModel client, @Nullable String secret) {
        if (client.isPublicClient()) {
            return secret == null;
        }
        return secret != null
                && "client-secret".equals(client.getClientAuthenticatorType())
                && client.validateSecret(secret);
    }

    private static boolean isTrue(ClientModel client, String attribute) {
        return Boolean.parseBoolean(client.getAttribute(attribute));
    }
}
