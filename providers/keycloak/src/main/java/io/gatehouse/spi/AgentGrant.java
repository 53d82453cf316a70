package io.gatehouse.spi;

import io.gatehouse.platform.GatehouseException;
import io.gatehouse.token.IssueRequest;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.services.CorsErrorResponseException;

/**
 * Tokens for agents at the realm's token endpoint. Keycloak has authenticated the client and checked a DPoP proof before;
 * {@code TokenIssuer} decides and mints. A denial is returned, not thrown, so that its event is kept.
 */
final class AgentGrant extends AgentTokenGrant {
    /** Parameters that may be given more than once (RFC 8707 2, RFC 8693 2.1). */
    static final Set<String> REPEATABLE = Set.of(OAuth2Constants.RESOURCE, OAuth2Constants.AUDIENCE);

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
        Response refusal = refusalUnlessAgent();
        if (refusal != null) {
            return refusal;
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
        try {
            return answer(new Rooms(session, realm, caller()).tokenIssuer().issue(issueRequest));
        } catch (GatehouseException e) {
            return refused(e);
        }
    }
}
