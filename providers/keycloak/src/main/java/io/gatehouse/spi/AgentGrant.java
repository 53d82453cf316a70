package io.gatehouse.spi;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.token.IssueOutcome;
import io.gatehouse.token.IssueRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.authenticators.client.FederatedJWTClientAuthenticator;
import org.keycloak.authentication.authenticators.client.X509ClientAuthenticator;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeBase;
import org.keycloak.representations.dpop.DPoP;
import org.keycloak.services.CorsErrorResponseException;

/**
 * Tokens for agents at the realm's token endpoint. Keycloak has authenticated the client and checked a DPoP proof before;
 * {@code TokenIssuer} decides and mints. A denial is returned, not thrown, so that its event is kept.
 */
final class AgentGrant extends OAuth2GrantTypeBase {
    /** Parameters that may be given more than once (RFC 8707 2, RFC 8693 2.1). */
    static final Set<String> REPEATABLE = Set.of(OAuth2Constants.RESOURCE, OAuth2Constants.AUDIENCE);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /** Session attribute in which the token endpoint leaves the validated DPoP proof. */
    private static final String DPOP_ATTRIBUTE = "dpop";

    @Override
    public EventType getEventType() {
        return EventType.CLIENT_LOGIN;
    }

    @Override
    public Set<String> getTokenParameterNames() {
        return Set.of();
    }

    @Override
    public Set<String> getSupportedMultivaluedRequestParameters() {
        return REPEATABLE;
    }

    @Override
    public Response process(Context context) {
        setContext(context);
        if (!AgentClient.isAgent(client)) {
            event.error(OAuthErrorException.UNAUTHORIZED_CLIENT);
            return error(400, OAuthErrorException.UNAUTHORIZED_CLIENT, "This grant is for Gatehouse agents.", Map.of());
        }
        if (!AgentClient.isOurGrant(context.getGrantType())) {
            // The UMA grant asks for client credentials on its way, and could not read an answer of ours.
            event.error(OAuthErrorException.UNAUTHORIZED_CLIENT);
            throw new CorsErrorResponseException(
                    cors,
                    OAuthErrorException.UNAUTHORIZED_CLIENT,
                    "Agents cannot use this grant.",
                    Response.Status.BAD_REQUEST);
        }
        IssueRequest issueRequest;
        try {
            issueRequest = new GrantParameters(formParams, request.getDecodedFormParameters())
                    .read(client.getClientId(), confirmation(), context.getGrantType());
        } catch (GatehouseException e) {
            event.detail(Details.REASON, e.detail());
            event.error(e.code());
            return error(e.status(), e.code(), e.detail(), Map.of());
        }
        return answer(issueRequest);
    }

    private Response answer(IssueRequest issueRequest) {
        Rooms rooms = new Rooms(session, realm, caller());
        try {
            IssueOutcome outcome = rooms.tokenIssuer().issue(issueRequest);
            return outcome instanceof IssueOutcome.Issued issued
                    ? granted(issued)
                    : denied((IssueOutcome.Denied) outcome);
        } catch (GatehouseException e) {
            session.getTransactionManager().setRollbackOnly();
            event.error(e.status() == TOO_MANY_REQUESTS ? e.code() : OAuthErrorException.INVALID_CLIENT);
            return switch (e.status()) {
                case TOO_MANY_REQUESTS -> later(e, e.code());
                case UNAVAILABLE -> later(e, "temporarily_unavailable");
                default -> unknownAgent();
            };
        }
    }

    private Response later(GatehouseException e, String code) {
        Response answer = error(e.status(), code, e.detail(), Map.of());
        e.headers().forEach((name, value) -> answer.getHeaders().putSingle(name, value));
        return answer;
    }

    private Response unknownAgent() {
        return error(401, OAuthErrorException.INVALID_CLIENT, "Invalid client or Invalid client credentials", Map.of());
    }

    private Caller caller() {
        String method =
                switch (client.getClientAuthenticatorType()) {
                    case AgentSecretAuthenticator.ID -> "client_secret";
                    case FederatedJWTClientAuthenticator.PROVIDER_ID -> "federated_jwt";
                    case X509ClientAuthenticator.PROVIDER_ID -> "tls_client_auth";
                    default -> "private_key_jwt";
                };
        return new Caller(
                Caller.Kind.AGENT, client.getClientId(), null, Set.of(), Set.of(), null, method, null, false, false);
    }

    private Map<String, Object> confirmation() {
        DPoP proof = session.getAttribute(DPOP_ATTRIBUTE, DPoP.class);
        return proof == null ? Map.of() : Map.of("jkt", proof.getThumbprint());
    }

    private Response granted(IssueOutcome.Issued issued) {
        AgentTokenClaims claims = issued.claims();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(OAuth2Constants.ACCESS_TOKEN, issued.token());
        body.put(OAuth2Constants.TOKEN_TYPE, claims.confirmation() == null ? "Bearer" : "DPoP");
        body.put(OAuth2Constants.EXPIRES_IN, claims.expiresAtSeconds() - claims.issuedAtSeconds());
        body.put(OAuth2Constants.SCOPE, String.join(" ", claims.scope()));
        if (claims.authorizationDetails() != null) {
            body.put(OAuth2Constants.AUTHORIZATION_DETAILS, claims.authorizationDetails());
        }
        event.detail(Details.TOKEN_ID, claims.tokenId()).detail(Details.SCOPE, String.join(" ", claims.scope()));
        event.success();
        return cors.add(Response.ok(body).type(MediaType.APPLICATION_JSON_TYPE));
    }

    private Response denied(IssueOutcome.Denied denied) {
        event.detail(Details.REASON, denied.detail()).detail("decision_id", denied.decisionId());
        event.error(denied.reason().code());
        return error(400, denied.reason().code(), denied.detail(), Map.of("decision_id", denied.decisionId()));
    }

    private Response error(int status, String error, String description, Map<String, Object> members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(OAuth2Constants.ERROR, error);
        body.put(OAuth2Constants.ERROR_DESCRIPTION, description);
        body.putAll(members);
        return cors.add(Response.status(status).entity(body).type(MediaType.APPLICATION_JSON_TYPE));
    }
}
