package io.gatehouse.spi;

import io.gatehouse.platform.Logins;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantType;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.RefreshToken;
import org.keycloak.services.cors.Cors;

/**
 * Keycloak's own refresh grant with all of its checks, for a client that proved itself in another form, and for the tokens of one
 * user alone. Tokens that are bound to a key are left to the token endpoint, where that can be shown.
 */
final class RefreshAdapter {
    private RefreshAdapter() {}

    static Optional<Logins.Tokens> refresh(
            KeycloakSession session, RealmModel realm, Logins.Client wanted, String token, String userId) {
        ClientModel client = LoginClient.find(session, realm, wanted)
                .filter(LoginClient::isUnbound)
                .orElse(null);
        RefreshToken claims = client == null ? null : session.tokens().decode(token, RefreshToken.class);
        boolean isTheirs = claims != null && userId.equals(claims.getSubject()) && claims.getConfirmation() == null;
        return isTheirs && client != null ? refresh(session, realm, client, token) : Optional.empty();
    }

    private static Optional<Logins.Tokens> refresh(
            KeycloakSession session, RealmModel realm, ClientModel client, String token) {
        session.getContext().setClient(client);
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.putSingle(OAuth2Constants.GRANT_TYPE, OAuth2Constants.REFRESH_TOKEN);
        form.putSingle(OAuth2Constants.REFRESH_TOKEN, token);
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(EventType.REFRESH_TOKEN)
                .client(client);
        OAuth2GrantType.Context context = new OAuth2GrantType.Context(
                session,
                OIDCAdvancedConfigWrapper.fromClientModel(client),
                Map.of(),
                form,
                event,
                session.getProvider(Cors.class).allowedMethods("POST"),
                new TokenManager());
        try (Response answer = new RefreshTokenGrantType().process(context)) {
            return answer.getEntity() instanceof AccessTokenResponse tokens
                    ? Optional.of(LoginsAdapter.tokens(tokens))
                    : Optional.empty();
        } catch (WebApplicationException e) {
            // What Keycloak says of it is in its event; the caller is told the same of everything.
            return Optional.empty();
        }
    }
}
