package io.gatehouse.spi;

import io.gatehouse.apikey.ApiKey;
import io.gatehouse.apikey.ApiKeyUse;
import io.gatehouse.apikey.ApiKeyVerdict;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.rest.KeyRefusal;
import io.gatehouse.token.ExchangeRequest;
import io.gatehouse.token.IssueOutcome;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.TokenExchangeContext;
import org.keycloak.protocol.oidc.TokenExchangeProvider;
import org.keycloak.representations.dpop.DPoP;

/**
 * Exchanges an API key for a token of its owner (RFC 8693): for a confidential client that may verify the key. Keycloak has
 * authenticated the client, run its policies and checked a DPoP proof before; {@code TokenIssuer} decides and mints. To a
 * client without a right to the key, an unknown key and a dead one there is one answer (RFC 8693 2.2.2). A denial is returned,
 * not thrown, so that its event is kept.
 */
final class ApiKeyExchange implements TokenExchangeProvider {
    /** Value of {@code subject_token_type}. */
    static final String TOKEN_TYPE = "urn:gatehouse:params:oauth:token-type:api-key";

    /** What would widen or redirect the exchange, or asks for what a key cannot give. */
    private static final List<String> REFUSED = List.of(
            OAuth2Constants.ACTOR_TOKEN,
            OAuth2Constants.ACTOR_TOKEN_TYPE,
            OAuth2Constants.REQUESTED_SUBJECT,
            OAuth2Constants.REQUESTED_ISSUER,
            OAuth2Constants.SUBJECT_ISSUER,
            OAuth2Constants.AUTHORIZATION_DETAILS);

    private static final List<String> READ = List.of(
            OAuth2Constants.SUBJECT_TOKEN,
            OAuth2Constants.REQUESTED_TOKEN_TYPE,
            OAuth2Constants.SCOPE,
            OAuth2Constants.RESOURCE,
            OAuth2Constants.AUDIENCE,
            "ttl",
            "intent");

    /** What is asked for, read before anything is counted. */
    private record Wanted(
            List<String> scopes,
            int ttlSeconds,
            List<String> targets,
            @Nullable String intent) {
        static Wanted of(GrantParameters parameters) {
            return new Wanted(parameters.scopes(), parameters.ttlSeconds(), parameters.targets(), parameters.intent());
        }
    }

    /** Session attribute in which the token endpoint leaves the validated DPoP proof. */
    private static final String DPOP_ATTRIBUTE = "dpop";

    @Override
    public boolean supports(TokenExchangeContext context) {
        return TOKEN_TYPE.equals(context.getParams().getSubjectTokenType());
    }

    @Override
    public Response exchange(TokenExchangeContext context) {
        try {
            requireMayExchange(context.getClient());
            Wanted wanted = Wanted.of(parameters(context));
            Rooms rooms = Rooms.of(context.getSession(), context.getRealm());
            ApiKeyVerdict verdict = rooms.keyVerification()
                    .verifyUndecided(
                            context.getParams().getSubjectToken(),
                            ApiKeyUse.of(wanted.scopes())
                                    .from(rooms.scope().request().ip()),
                            key -> ClientKeyRight.mayKnow(
                                    context.getSession(), context.getRealm(), context.getClient(), key));
            Response answer = answer(context, request(context, wanted, usable(verdict), verdict.scopes()));
            return with(answer, verdict.metered().headers());
        } catch (GatehouseException e) {
            return ExchangeAnswer.refusal(context, e);
        }
    }

    private static void requireMayExchange(ClientModel client) {
        if (client.isPublicClient() || AgentClient.isAgent(client)) {
            throw GatehouseException.badRequest(
                    OAuthErrorException.UNAUTHORIZED_CLIENT, "Only a confidential client may exchange an API key.");
        }
    }

    private static GrantParameters parameters(TokenExchangeContext context) {
        GrantParameters parameters = new GrantParameters(
                context.getFormParams(),
                context.getSession().getContext().getHttpRequest().getDecodedFormParameters());
        for (String name : REFUSED) {
            if (parameters.raw().containsKey(name)) {
                throw GrantParameters.invalid(name + " cannot be used with an API key.");
            }
        }
        parameters.requireUncut(READ);
        if (context.getParams().getSubjectToken() == null) {
            throw GrantParameters.invalid("subject_token is missing.");
        }
        String wanted = context.getParams().getRequestedTokenType();
        if (wanted != null && !wanted.equals(OAuth2Constants.ACCESS_TOKEN_TYPE)) {
            throw GrantParameters.invalid("requested_token_type must be " + OAuth2Constants.ACCESS_TOKEN_TYPE + ".");
        }
        return parameters;
    }

    private static ApiKey usable(ApiKeyVerdict verdict) {
        ApiKey key = verdict.key();
        if (key == null) {
            throw noGood();
        }
        KeyRefusal.requireNoLimit(verdict);
        return switch (verdict.code()) {
            // What the key does not carry is for the issuer to deny, and no use of it.
            case VALID, INSUFFICIENT_SCOPE -> key;
            default -> throw noGood();
        };
    }

    /** One answer for every key that is unknown, dead, or none of the client's business. */
    private static GatehouseException noGood() {
        return GatehouseException.badRequest(OAuthErrorException.INVALID_REQUEST, "Invalid token");
    }

    private static ExchangeRequest request(
            TokenExchangeContext context, Wanted wanted, ApiKey key, List<String> liveScopes) {
        DPoP proof = context.getSession().getAttribute(DPOP_ATTRIBUTE, DPoP.class);
        return new ExchangeRequest(
                key,
                liveScopes,
                context.getClient().getClientId(),
                wanted.scopes(),
                wanted.ttlSeconds(),
                wanted.targets(),
                wanted.intent(),
                proof == null ? Map.of() : Map.of("jkt", proof.getThumbprint()));
    }

    private static Response answer(TokenExchangeContext context, ExchangeRequest request) {
        ApiKey key = request.key();
        context.getEvent().detail("key_id", key.id());
        if (key.owner().type() == Owner.Type.USER) {
            context.getEvent().user(key.owner().id());
        }
        IssueOutcome outcome = new Rooms(context.getSession(), context.getRealm(), caller(key))
                .tokenIssuer()
                .exchange(request);
        return ExchangeAnswer.of(context, outcome);
    }

    private static Caller caller(ApiKey key) {
        @Nullable
        String userId = key.owner().type() == Owner.Type.USER ? key.owner().id() : null;
        return new Caller(
                Caller.Kind.API_KEY,
                key.id(),
                userId,
                Set.of(),
                Set.of(),
                key.organizationId(),
                "token_exchange",
                null,
                false,
                false);
    }

    private static Response with(Response answer, Map<String, String> headers) {
        headers.forEach((name, value) -> answer.getHeaders().putSingle(name, value));
        return answer;
    }

    @Override
    public void close() {}
}
