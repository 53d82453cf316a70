package io.gatehouse.spi;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.AgentTokenParser;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.token.DelegationRequest;
import io.gatehouse.token.IssueOutcome;
import io.gatehouse.token.Verification;
import jakarta.ws.rs.core.MultivaluedMap;
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
 * Lets an agent act on behalf of a user (RFC 8693): the user's token, or one by which another agent acts for the user, for a
 * token whose {@code act} names the agents. Keycloak has authenticated the agent, run its client policies and checked a DPoP
 * proof before; {@code DelegationIssuer} decides.
 *
 * <p>It also takes what is about delegation from stock clients, and refuses it: Keycloak's own exchange would ignore the actor
 * token and whatever the subject token says of actors, and give a token of the user's without any trace of them (Keycloak
 * issues 50690 and 52691).
 */
final class DelegationExchange implements TokenExchangeProvider {
    private static final Set<String> TOKEN_TYPES =
            Set.of(OAuth2Constants.ACCESS_TOKEN_TYPE, OAuth2Constants.JWT_TOKEN_TYPE);

    /** What would redirect the exchange, or asks for what it cannot give. */
    private static final List<String> REFUSED = List.of(
            OAuth2Constants.REQUESTED_SUBJECT,
            OAuth2Constants.REQUESTED_ISSUER,
            OAuth2Constants.SUBJECT_ISSUER,
            OAuth2Constants.AUTHORIZATION_DETAILS);

    private static final List<String> READ = List.of(
            OAuth2Constants.SUBJECT_TOKEN,
            OAuth2Constants.SUBJECT_TOKEN_TYPE,
            OAuth2Constants.ACTOR_TOKEN,
            OAuth2Constants.ACTOR_TOKEN_TYPE,
            OAuth2Constants.REQUESTED_TOKEN_TYPE,
            OAuth2Constants.SCOPE,
            OAuth2Constants.RESOURCE,
            OAuth2Constants.AUDIENCE,
            "ttl",
            "intent");

    /** Session attribute in which the token endpoint leaves the validated DPoP proof. */
    private static final String DPOP_ATTRIBUTE = "dpop";

    @Override
    public boolean supports(TokenExchangeContext context) {
        MultivaluedMap<String, String> raw = raw(context);
        boolean isAboutActors = raw.containsKey(OAuth2Constants.ACTOR_TOKEN)
                || raw.containsKey(OAuth2Constants.ACTOR_TOKEN_TYPE)
                || AgentTokenParser.looksLikeOurs(context.getParams().getSubjectToken())
                || (!raw.containsKey(OAuth2Constants.SUBJECT_ISSUER)
                        && SubjectTokens.saysActors(context.getParams().getSubjectToken()));
        return isAboutActors || AgentClient.isAgent(context.getClient());
    }

    @Override
    public Response exchange(TokenExchangeContext context) {
        try {
            requireAgent(context);
            return ExchangeAnswer.of(context, outcome(context, parameters(context)));
        } catch (GatehouseException e) {
            return ExchangeAnswer.refusal(context, e);
        }
    }

    private static IssueOutcome outcome(TokenExchangeContext context, GrantParameters parameters) {
        Rooms rooms = new Rooms(context.getSession(), context.getRealm(), caller(context.getClient()));
        DPoP proof = context.getSession().getAttribute(DPOP_ATTRIBUTE, DPoP.class);
        String thumbprint = proof == null ? null : proof.getThumbprint();
        requireItsOwnActorToken(context, rooms, thumbprint);
        DelegationRequest request = new DelegationRequest(
                context.getClient().getClientId(),
                new SubjectTokens(context, rooms, thumbprint).read(),
                parameters.scopes(),
                parameters.ttlSeconds(),
                parameters.targets(),
                parameters.intent(),
                thumbprint == null ? Map.of() : Map.of("jkt", thumbprint));
        context.getEvent().user(request.subject().userId());
        request.subject().actors().agents().forEach(agent -> context.getEvent().detail("handed_on_by", agent));
        return rooms.delegationIssuer().exchange(request);
    }

    /** Who is no agent cannot act for anybody here; what it is told depends on what it sent, not on whether that is any good. */
    private static void requireAgent(TokenExchangeContext context) {
        if (AgentClient.isAgent(context.getClient())) {
            return;
        }
        MultivaluedMap<String, String> raw = raw(context);
        if (raw.containsKey(OAuth2Constants.ACTOR_TOKEN)) {
            throw GatehouseException.badRequest("actor_unauthorized", "An agent exchanges tokens for itself alone.");
        }
        if (raw.containsKey(OAuth2Constants.ACTOR_TOKEN_TYPE)) {
            throw GrantParameters.invalid("actor_token_type came without actor_token.");
        }
        throw SubjectTokens.saysActors(context.getParams().getSubjectToken())
                ? GrantParameters.invalid("The subject token says who may act; only that agent exchanges it.")
                : SubjectTokens.noGood();
    }

    private static GrantParameters parameters(TokenExchangeContext context) {
        GrantParameters parameters = new GrantParameters(context.getFormParams(), raw(context));
        for (String name : REFUSED) {
            if (parameters.raw().containsKey(name)) {
                throw GrantParameters.invalid(name + " cannot be used by an agent.");
            }
        }
        parameters.requireUncut(READ);
        String wanted = context.getParams().getRequestedTokenType();
        if (wanted != null && !wanted.equals(OAuth2Constants.ACCESS_TOKEN_TYPE)) {
            throw GrantParameters.invalid("requested_token_type must be " + OAuth2Constants.ACCESS_TOKEN_TYPE + ".");
        }
        requirePair(
                "subject_token",
                context.getParams().getSubjectToken(),
                context.getParams().getSubjectTokenType());
        if (parameters.raw().containsKey(OAuth2Constants.ACTOR_TOKEN)
                || parameters.raw().containsKey(OAuth2Constants.ACTOR_TOKEN_TYPE)) {
            requirePair(
                    "actor_token",
                    context.getParams().getActorToken(),
                    context.getParams().getActorTokenType());
        }
        return parameters;
    }

    private static void requirePair(String name, @Nullable String token, @Nullable String type) {
        if (token == null || token.isEmpty()) {
            throw GrantParameters.invalid(name + " is missing.");
        }
        if (type == null || !TOKEN_TYPES.contains(type)) {
            throw GrantParameters.invalid(name + "_type must be " + OAuth2Constants.ACCESS_TOKEN_TYPE + ".");
        }
    }

    /** The agent has proved itself; an actor token besides must be a token of its own, good now, and nobody else's. */
    private static void requireItsOwnActorToken(
            TokenExchangeContext context, Rooms rooms, @Nullable String thumbprint) {
        String text = context.getParams().getActorToken();
        if (text == null) {
            return;
        }
        Verification found = rooms.tokenVerifier().genuine(text);
        AgentTokenClaims claims = found.claims();
        if (claims == null || !found.isValid() || claims.act() != null || claims.keyId() != null) {
            throw GatehouseException.badRequest(OAuthErrorException.INVALID_REQUEST, "Invalid actor token");
        }
        if (!claims.clientId().equals(context.getClient().getClientId())) {
            throw GatehouseException.badRequest("actor_unauthorized", "The actor token is another agent's.");
        }
        if (claims.confirmation() != null && !SubjectTokens.isProved(claims, thumbprint)) {
            throw GatehouseException.badRequest(
                    OAuthErrorException.INVALID_REQUEST, "The actor token is bound to a key; prove it.");
        }
        context.getEvent().detail("actor_token_id", claims.tokenId());
    }

    private static Caller caller(ClientModel client) {
        return new Caller(
                Caller.Kind.AGENT,
                client.getClientId(),
                null,
                Set.of(),
                Set.of(),
                null,
                "token_exchange",
                null,
                false,
                false);
    }

    private static MultivaluedMap<String, String> raw(TokenExchangeContext context) {
        return context.getSession().getContext().getHttpRequest().getDecodedFormParameters();
    }

    @Override
    public void close() {}
}
