package io.gatehouse.spi;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.token.IssueOutcome;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.authenticators.client.FederatedJWTClientAuthenticator;
import org.keycloak.authentication.authenticators.client.X509ClientAuthenticator;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeBase;
import org.keycloak.representations.dpop.DPoP;

/** What our grants at the token endpoint have in common: who asks, with what proof, and how it is answered. */
abstract class AgentTokenGrant extends OAuth2GrantTypeBase {
    /** The error code while nobody has decided. */
    static final String PENDING = "authorization_pending";

    static final String PENDING_TEXT = "A person must approve this; come back with the deferral_code.";

    private static final int PAYMENT_REQUIRED = 402;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /** Session attribute in which the token endpoint leaves the validated DPoP proof. */
    private static final String DPOP_ATTRIBUTE = "dpop";

    @Override
    public EventType getEventType() {
        return EventType.CLIENT_LOGIN;
    }

    /** Answers what the issuer says. */
    Response answer(IssueOutcome outcome) {
        if (outcome instanceof IssueOutcome.Issued issued) {
            return granted(issued);
        }
        return outcome instanceof IssueOutcome.Deferred deferred
                ? deferred(deferred)
                : denied((IssueOutcome.Denied) outcome);
    }

    /** Answers what the issuer threw, and keeps nothing. */
    Response refused(GatehouseException e) {
        session.getTransactionManager().setRollbackOnly();
        boolean isLimit = e.status() == TOO_MANY_REQUESTS || e.status() == PAYMENT_REQUIRED;
        event.error(isLimit ? e.code() : OAuthErrorException.INVALID_CLIENT);
        return switch (e.status()) {
            case TOO_MANY_REQUESTS -> later(e, e.code());
            case PAYMENT_REQUIRED -> error(e.status(), e.code(), e.detail(), e.members());
            case UNAVAILABLE -> later(e, "temporarily_unavailable");
            default -> unknownAgent();
        };
    }

    /** Refuses clients that are no agents; null for agents. */
    @Nullable
    Response refusalUnlessAgent() {
        if (AgentClient.isAgent(client)) {
            return null;
        }
        event.error(OAuthErrorException.UNAUTHORIZED_CLIENT);
        return error(400, OAuthErrorException.UNAUTHORIZED_CLIENT, "This grant is for Gatehouse agents.", Map.of());
    }

    private Response later(GatehouseException e, String code) {
        Response answer = error(e.status(), code, e.detail(), Map.of());
        e.headers().forEach((name, value) -> answer.getHeaders().putSingle(name, value));
        return answer;
    }

    private Response unknownAgent() {
        return error(401, OAuthErrorException.INVALID_CLIENT, "Invalid client or Invalid client credentials", Map.of());
    }

    Caller caller() {
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

    Map<String, Object> confirmation() {
        DPoP proof = session.getAttribute(DPOP_ATTRIBUTE, DPoP.class);
        return proof == null ? Map.of() : Map.of("jkt", proof.getThumbprint());
    }

    private Response granted(IssueOutcome.Issued issued) {
        AgentTokenClaims claims = issued.claims();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(OAuth2Constants.ACCESS_TOKEN, issued.token());
        if (claims.act() != null) {
            body.put(OAuth2Constants.ISSUED_TOKEN_TYPE, OAuth2Constants.ACCESS_TOKEN_TYPE);
        }
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

    /** No event of Keycloak's, as for a device that nobody has confirmed yet. */
    private Response deferred(IssueOutcome.Deferred deferred) {
        return error(400, PENDING, PENDING_TEXT, members(deferred));
    }

    /** What is told besides when people are asked. */
    static Map<String, Object> members(IssueOutcome.Deferred deferred) {
        return Map.of(
                "deferral_code",
                deferred.code(),
                "interval",
                deferred.intervalSeconds(),
                "expires_in",
                deferred.expiresInSeconds(),
                "approval_id",
                deferred.approvalId(),
                "decision_id",
                deferred.decisionId());
    }

    private Response denied(IssueOutcome.Denied denied) {
        event.detail(Details.REASON, denied.detail()).detail("decision_id", denied.decisionId());
        event.error(denied.reason().code());
        return error(400, denied.reason().code(), denied.detail(), Map.of("decision_id", denied.decisionId()));
    }

    Response error(int status, String error, String description, Map<String, Object> members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(OAuth2Constants.ERROR, error);
        body.put(OAuth2Constants.ERROR_DESCRIPTION, description);
        body.putAll(members);
        return cors.add(Response.status(status).entity(body).type(MediaType.APPLICATION_JSON_TYPE));
    }
}
