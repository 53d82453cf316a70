package io.gatehouse.spi;

import io.gatehouse.core.token.ActorChain;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.AgentTokenParser;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginSession;
import io.gatehouse.token.DelegatedSubject;
import io.gatehouse.token.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionModel.SessionPersistenceState;
import org.keycloak.protocol.oidc.TokenExchangeContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Reads the subject token of a delegation. A user's own is verified by Keycloak, with session, client and user; one of ours by
 * us. Whatever is no good is one answer (RFC 8693 2.2.2).
 */
final class SubjectTokens {
    private static final String ACT = "act";

    private final TokenExchangeContext context;
    private final Rooms rooms;
    private final @Nullable String thumbprint;

    /** @param thumbprint of the key that this request proved to hold, null for none */
    SubjectTokens(TokenExchangeContext context, Rooms rooms, @Nullable String thumbprint) {
        this.context = context;
        this.rooms = rooms;
        this.thumbprint = thumbprint;
    }

    /** @throws GatehouseException 400 invalid_request, 503 when this node's revocation state is stale */
    DelegatedSubject read() {
        String text = context.getParams().getSubjectToken();
        return AgentTokenParser.looksLikeOurs(text) ? ofOurs(text) : ofStock(text);
    }

    /** Whether a token says that somebody acts or may act. Verifies nothing: it only chooses who handles the token. */
    static boolean saysActors(@Nullable String token) {
        if (token == null) {
            return false;
        }
        try {
            Map<?, ?> claims = new JWSInput(token).readJsonContent(Map.class);
            return claims != null && (claims.containsKey(IDToken.MAY_ACT) || claims.containsKey(ACT));
        } catch (JWSInputException e) {
            return false;
        }
    }

    /** Whether this request proved to hold the key that a token is bound to. */
    static boolean isProved(AgentTokenClaims claims, @Nullable String thumbprint) {
        Map<String, Object> confirmation = claims.confirmation();
        return confirmation != null && thumbprint != null && thumbprint.equals(confirmation.get("jkt"));
    }

    /** One answer for every subject token that is unknown, dead, or no user's. */
    static GatehouseException noGood() {
        return GatehouseException.badRequest(OAuthErrorException.INVALID_REQUEST, "Invalid token");
    }

    private DelegatedSubject ofOurs(String text) {
        Verification found = rooms.tokenVerifier().genuine(text);
        AgentTokenClaims claims = found.claims();
        if (claims == null || !found.isValid() || claims.act() == null || claims.login() == null) {
            throw noGood();
        }
        String agentId = context.getClient().getClientId();
        if (claims.confirmation() != null && !(claims.clientId().equals(agentId) && isProved(claims, thumbprint))) {
            throw GatehouseException.badRequest(
                    OAuthErrorException.INVALID_REQUEST, "The subject token is bound to another's key.");
        }
        ActorChain actors = ActorChain.of(claims.act(), claims.issuer());
        List<String> parents = new ArrayList<>(List.of(claims.tokenId()));
        parents.addAll(claims.parents());
        return new DelegatedSubject(
                claims.subject(),
                actors,
                parents,
                LoginSession.parse(claims.login()),
                claims.expiresAtSeconds(),
                claims.scope(),
                claims.audience().contains(agentId),
                claims.transactionId());
    }

    private DelegatedSubject ofStock(String text) {
        AuthResult result = verified(text);
        AccessToken token = result.token();
        UserSessionModel login = result.session();
        boolean isOfAPersonAlone = result.user().getServiceAccountClientLink() == null
                && token.getSessionId() != null
                && login.getPersistenceState() != SessionPersistenceState.TRANSIENT
                && token.getId() != null
                && token.getExp() != null
                && !token.getOtherClaims().containsKey(ACT);
        if (!isOfAPersonAlone) {
            throw noGood();
        }
        if (token.getConfirmation() != null && !isOwnAndProved(token)) {
            throw GatehouseException.badRequest(
                    OAuthErrorException.INVALID_REQUEST, "The subject token is bound to another's key.");
        }
        return new DelegatedSubject(
                result.user().getId(),
                ActorChain.NONE,
                List.of(token.getId()),
                new LoginSession(login.getId(), login.isOffline()),
                token.getExp(),
                null,
                namesAgent(token),
                null);
    }

    /** As at Keycloak's own exchange: who a bound token was issued to may exchange it, and proves the key. */
    private boolean isOwnAndProved(AccessToken token) {
        AccessToken.Confirmation bound = token.getConfirmation();
        return context.getClient().getClientId().equals(token.getIssuedFor())
                && bound.getCertThumbprint() == null
                && thumbprint != null
                && thumbprint.equals(bound.getKeyThumbprint());
    }

    /** Where {@code may_act} is said, it alone counts (RFC 8693 4.4); else {@code aud}, and at whom the person logged in. */
    private boolean namesAgent(AccessToken token) {
        String agentId = context.getClient().getClientId();
        if (!token.getOtherClaims().containsKey(IDToken.MAY_ACT)) {
            return token.hasAudience(agentId) || agentId.equals(token.getIssuedFor());
        }
        return token.getOtherClaims().get(IDToken.MAY_ACT) instanceof Map<?, ?> party
                && agentId.equals(party.get("sub"))
                && (!party.containsKey("iss") || rooms.scope().issuer().equals(party.get("iss")));
    }

    /** Keycloak's verification makes the token's client that of the request; it is put back. */
    private AuthResult verified(String text) {
        KeycloakSession session = context.getSession();
        KeycloakContext request = session.getContext();
        UserSessionModel userSession = request.getUserSession();
        var bearer = request.getBearerToken();
        try {
            AuthResult result = AuthenticationManager.verifyIdentityToken(
                    session,
                    context.getRealm(),
                    request.getUri(),
                    context.getClientConnection(),
                    true,
                    true,
                    null,
                    false,
                    text,
                    context.getHeaders(),
                    verifier -> {});
            if (result == null) {
                throw noGood();
            }
            return result;
        } finally {
            request.setClient(context.getClient());
            request.setBearerToken(bearer);
            request.setUserSession(userSession);
        }
    }
}
