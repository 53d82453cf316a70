package io.gatehouse.spi;

import io.gatehouse.core.token.AgentTokenParser;
import io.gatehouse.platform.Caller;
import io.gatehouse.rest.RevocationEndpoint;
import io.gatehouse.token.Revocable;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.endpoints.TokenRevocationEndpoint;
import org.keycloak.protocol.oidc.utils.AuthorizeClientUtil;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * RFC 7009 for every token of the realm. Which of the two kinds a token is, is seen from its shape before anybody is
 * authenticated: an assertion may be used once, so a stock token goes to the stock endpoint untouched. An agent revokes its
 * own tokens and a client those that it exchanged keys for; any other client is told that it is done, and nothing happens
 * (RFC 7009 2.1 wants the client to match).
 */
final class OAuthRevocation extends RevocationEndpoint {
    private final KeycloakSession session;
    private final RealmModel realm;

    OAuthRevocation(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    @Override
    public Response revoke() {
        EventBuilder event =
                new EventBuilder(realm, session, session.getContext().getConnection());
        MultivaluedMap<String, String> form =
                session.getContext().getHttpRequest().getDecodedFormParameters();
        String token = form.getFirst("token");
        if (!AgentTokenParser.looksLikeOurs(token)) {
            return new TokenRevocationEndpoint(session, event).revoke();
        }
        event.event(EventType.REVOKE_GRANT);
        Cors cors = Cors.builder().auth().allowedMethods("POST").exposedHeaders(Cors.ACCESS_CONTROL_ALLOW_METHODS);
        if (form.values().stream().map(List::size).anyMatch(count -> count != 1)) {
            throw new CorsErrorResponseException(
                    cors, OAuthErrorException.INVALID_REQUEST, "duplicated parameter", Response.Status.BAD_REQUEST);
        }
        ClientModel client =
                AuthorizeClientUtil.authorizeClient(session, event, cors).getClient();
        event.client(client);
        Predicate<Revocable> isItsOwn = held -> held.clientId().equals(client.getClientId());
        new Rooms(session, realm, caller(client)).tokenRevoker().revokeToken(token, isItsOwn, "requested");
        event.success();
        session.getProvider(org.keycloak.headers.SecurityHeadersProvider.class)
                .options()
                .allowEmptyContentType();
        return cors.add(Response.ok());
    }

    private static Caller caller(ClientModel client) {
        return new Caller(
                Caller.Kind.AGENT,
                client.getClientId(),
                null,
                Set.of(),
                Set.of(),
                null,
                "oauth_client",
                null,
                false,
                false);
    }
}
