package io.gatehouse.spi;

import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.policy.StockGrant;
import io.gatehouse.policy.StockGrants;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.cors.Cors;

/**
 * Asks policies before Keycloak signs a token of a grant of its own, in realms where a policy wants to be asked. Tokens that we
 * mint do not come here: their doors ask for themselves.
 */
public final class StockGrantPolicyFactory implements TokenPostProcessorFactory {
    private static final int LAST = -1000;

    /** Short words for what is an address in the request. */
    private static final Map<String, String> GRANTS = Map.of(
            OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE, "token_exchange",
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE, "device_code",
            OAuth2Constants.CIBA_GRANT_TYPE, "ciba",
            OAuth2Constants.UMA_GRANT_TYPE, "uma_ticket");

    @Override
    public String getId() {
        return "gatehouse";
    }

    /** After whatever else changes the token: it is decided as it will be. */
    @Override
    public int order() {
        return LAST;
    }

    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return new Asking(session);
    }

    private record Asking(KeycloakSession session) implements TokenPostProcessor {
        @Override
        public void process(TokenPostProcessorContext context) {
            RealmModel realm = session.getContext().getRealm();
            if (context.accessToken() == null
                    || !GatehouseProvider.nodeOf(session).policyState().isAskedOfStockGrants(realm.getId())) {
                return;
            }
            Optional<StockGrants.Denial> denial;
            try {
                denial = Rooms.of(session, realm).stockGrants().decide(grant(context, context.accessToken()));
            } catch (GatehouseException e) {
                throw refusal(
                        e.status(),
                        e.status() == 503 ? "temporarily_unavailable" : e.code(),
                        e.detail(),
                        Map.of(),
                        e.headers());
            }
            if (denial.isPresent()) {
                throw refusal(
                        400,
                        OAuthErrorException.ACCESS_DENIED,
                        denial.get().detail(),
                        Map.of("decision_id", denial.get().decisionId()),
                        Map.of());
            }
        }

        private StockGrant grant(TokenPostProcessorContext context, AccessToken token) {
            ClientSessionContext granted = context.clientSessionCtx();
            ClientModel client = granted.getClientSession().getClient();
            UserModel user = granted.getClientSession().getUserSession().getUser();
            String scope = token.getScope();
            return new StockGrant(
                    client.getClientId(),
                    AgentClient.isAgent(client) ? client.getClientId() : null,
                    user == null ? null : owner(user),
                    grantOf(context),
                    scope == null || scope.isBlank()
                            ? List.of()
                            : List.of(scope.trim().split(" +", -1)),
                    ttlSeconds(token));
        }

        /** What was asked for; nothing was at the login page, where the implicit flow gives its tokens. */
        private String grantOf(TokenPostProcessorContext context) {
            String grant = context.clientSessionCtx().getAttribute(Constants.GRANT_TYPE, String.class);
            if (grant == null && context.requestRefreshToken() != null) {
                grant = OAuth2Constants.REFRESH_TOKEN;
            }
            if (grant == null) {
                grant = session.getContext()
                        .getHttpRequest()
                        .getDecodedFormParameters()
                        .getFirst(OAuth2Constants.GRANT_TYPE);
            }
            return grant == null ? "implicit" : GRANTS.getOrDefault(grant, grant);
        }

        private static Owner owner(UserModel user) {
            return user.getServiceAccountClientLink() == null
                    ? Owner.user(user.getId())
                    : new Owner(Owner.Type.SERVICE_ACCOUNT, user.getId());
        }

        /** A token without an end lives longer than any bound. */
        private static long ttlSeconds(AccessToken token) {
            Long end = token.getExp();
            Long begin = token.getIat();
            return end == null || end == 0 || begin == null ? Integer.MAX_VALUE : Math.max(0, end - begin);
        }

        /** Everything that the grant did is taken back: who is refused a new token keeps the refresh token it came with. */
        private Refusal refusal(
                int status,
                String error,
                String description,
                Map<String, Object> members,
                Map<String, String> headers) {
            session.getTransactionManager().setRollbackOnly();
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(OAuth2Constants.ERROR, error);
            body.put(OAuth2Constants.ERROR_DESCRIPTION, description);
            body.putAll(members);
            Response answer =
                    Cors.builder().add(Response.status(status).entity(body).type(MediaType.APPLICATION_JSON_TYPE));
            headers.forEach((name, value) -> answer.getHeaders().putSingle(name, value));
            return new Refusal(answer);
        }
    }

    /** An answer that the stock grant hands on as it is. */
    private static final class Refusal extends WebApplicationException {
        private static final long serialVersionUID = 1L;

        Refusal(Response answer) {
            super(answer);
        }
    }
}
