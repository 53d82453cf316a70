package io.gatehouse.spi;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.token.IssueOutcome;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Details;
import org.keycloak.protocol.oidc.TokenExchangeContext;

/** Answers of our token exchanges (RFC 8693 2.2). They are returned, not thrown, so that the event of a denial is kept. */
final class ExchangeAnswer {
    private ExchangeAnswer() {}

    static Response of(TokenExchangeContext context, IssueOutcome outcome) {
        if (outcome instanceof IssueOutcome.Issued issued) {
            return granted(context, issued);
        }
        return outcome instanceof IssueOutcome.Deferred deferred
                ? error(
                        context,
                        400,
                        AgentTokenGrant.PENDING,
                        AgentTokenGrant.PENDING_TEXT,
                        AgentTokenGrant.members(deferred))
                : denied(context, (IssueOutcome.Denied) outcome);
    }

    /** The refusal before anything was decided or written, in the form of RFC 6749 5.2. */
    static Response refusal(TokenExchangeContext context, GatehouseException refusal) {
        context.getEvent().detail(Details.REASON, refusal.detail());
        context.getEvent().error(refusal.code());
        String code = refusal.status() == 503 ? "temporarily_unavailable" : refusal.code();
        Response answer = error(context, refusal.status(), code, refusal.detail(), refusal.members());
        refusal.headers().forEach((name, value) -> answer.getHeaders().putSingle(name, value));
        return answer;
    }

    private static Response granted(TokenExchangeContext context, IssueOutcome.Issued issued) {
        AgentTokenClaims claims = issued.claims();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(OAuth2Constants.ACCESS_TOKEN, issued.token());
        body.put(OAuth2Constants.ISSUED_TOKEN_TYPE, OAuth2Constants.ACCESS_TOKEN_TYPE);
        body.put(OAuth2Constants.TOKEN_TYPE, claims.confirmation() == null ? "Bearer" : "DPoP");
        body.put(OAuth2Constants.EXPIRES_IN, claims.expiresAtSeconds() - claims.issuedAtSeconds());
        body.put(OAuth2Constants.SCOPE, String.join(" ", claims.scope()));
        context.getEvent()
                .detail(Details.TOKEN_ID, claims.tokenId())
                .detail(Details.SCOPE, String.join(" ", claims.scope()))
                .success();
        return answer(context, 200, body);
    }

    private static Response denied(TokenExchangeContext context, IssueOutcome.Denied denied) {
        context.getEvent().detail(Details.REASON, denied.detail()).detail("decision_id", denied.decisionId());
        context.getEvent().error(denied.reason().code());
        return error(context, 400, denied.reason().code(), denied.detail(), Map.of("decision_id", denied.decisionId()));
    }

    private static Response error(
            TokenExchangeContext context, int status, String error, String description, Map<String, Object> members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(OAuth2Constants.ERROR, error);
        body.put(OAuth2Constants.ERROR_DESCRIPTION, description);
        body.putAll(members);
        return answer(context, status, body);
    }

    private static Response answer(TokenExchangeContext context, int status, Map<String, Object> body) {
        return context.getCors().add(Response.status(status).entity(body).type(MediaType.APPLICATION_JSON_TYPE));
    }
}
