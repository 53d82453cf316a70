package io.gatehouse.spi;

import io.gatehouse.login.LinkRequest;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginMethod;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.utils.RedirectUtils;

/**
 * Which applications a link may lead to: those that Keycloak would let people log in at by its authorization code flow, with the
 * address and the scopes that they are registered with. Asked when a link is asked for and again when it is used.
 */
final class LinkClient {
    private LinkClient() {}

    /**
     * The application of a request by the API.
     *
     * @throws GatehouseException 401 {@code invalid_client}, 403 {@code client_not_allowed}, or 422 for an address that is not
     *     registered and for scopes that it may not ask for
     */
    static ClientModel require(KeycloakSession session, RealmModel realm, LinkRequest request) {
        ClientModel client = enabled(session, realm, request.clientId())
                .filter(found -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(found.getProtocol()))
                .filter(found -> !AgentClient.isAgent(found))
                .orElseThrow(
                        () -> GatehouseException.http(401, "invalid_client", "The client is unknown or disabled."));
        if (!LoginClient.hasWord(client, LoginMethod.MAGIC_LINK)
                || client.isBearerOnly()
                || !client.isStandardFlowEnabled()) {
            throw GatehouseException.forbidden(
                    "client_not_allowed",
                    "People do not log in at this client by links: its attribute " + LoginClient.ATTRIBUTE + " lacks "
                            + LoginMethod.MAGIC_LINK.text() + ", or its standard flow is off.");
        }
        if (RedirectUtils.verifyRedirectUri(session, request.redirectUri(), client) == null) {
            throw GatehouseException.invalid(
                    "/redirect_uri", "invalid_value", "redirect_uri is not one of the client's.");
        }
        if (!TokenManager.isValidScope(session, request.parameters().get(OIDCLoginProtocol.SCOPE_PARAM), client)) {
            throw GatehouseException.invalid(
                    "/scope", "invalid_value", "The client may not ask for one of the scopes.");
        }
        return client;
    }

    /** The application of a login that waits; whether people log in there by links is what its flow says. */
    static Optional<ClientModel> enabled(KeycloakSession session, RealmModel realm, String clientId) {
        return Optional.ofNullable(session.clients().getClientByClientId(realm, clientId))
                .filter(client -> client.getRealm().getId().equals(realm.getId()))
                .filter(ClientModel::isEnabled);
    }
}
