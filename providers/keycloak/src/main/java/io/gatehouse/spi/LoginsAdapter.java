package io.gatehouse.spi;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.Logins;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * Keycloak's login after its first step, in the order of its own password grant: who may not log in gets nothing, then the second
 * factor, then required actions, and only then a session and its tokens. The session of a refused attempt is removed.
 */
final class LoginsAdapter implements Logins {
    @Override
    public void requireClient(KeycloakSession session, RealmModel realm, LoginMethod method, Client client) {
        LoginClient.require(session, realm, method, client);
    }

    @Override
    public Outcome logIn(KeycloakSession session, RealmModel realm, Attempt attempt) {
        ClientModel client = LoginClient.require(session, realm, attempt.method(), attempt.client());
        // As without the parameter: an empty one is a scope that nobody has.
        String scope = attempt.scope().isEmpty() ? null : String.join(" ", attempt.scope());
        if (!TokenManager.isValidScope(session, scope, client)) {
            throw GatehouseException.invalid(
                    "/scope", "invalid_value", "The client may not ask for one of the scopes.");
        }
        session.getContext().setClient(client);
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(client)
                .detail(Details.AUTH_METHOD, attempt.method().text());
        UserModel user = session.users().getUserById(realm, attempt.userId());
        String error = refusal(session, realm, user);
        if (user == null || error != null) {
            event.user(user).error(error == null ? Errors.USER_NOT_FOUND : error);
            return refused(Refusal.NOT_ALLOWED);
        }
        event.user(user).detail(Details.USERNAME, user.getUsername());
        AuthenticationSessionModel login = begin(session, realm, client, user, scope);
        try {
            return finish(session, realm, attempt, new Entry(client, user, login, event));
        } finally {
            new AuthenticationSessionManager(session).removeAuthenticationSession(realm, login, false);
        }
    }

    @Override
    public Optional<Tokens> refresh(
            KeycloakSession session, RealmModel realm, Client client, String refreshToken, String userId) {
        return RefreshAdapter.refresh(session, realm, client, refreshToken, userId);
    }

    /** What one login is about. */
    private record Entry(ClientModel client, UserModel user, AuthenticationSessionModel login, EventBuilder event) {}

    private static Outcome finish(KeycloakSession session, RealmModel realm, Attempt attempt, Entry entry) {
        Refusal factor = SecondFactors.refusal(session, realm, entry.login(), entry.user(), attempt.otp());
        if (factor != null) {
            if (factor == Refusal.SECOND_FACTOR_INVALID) {
                session.getProvider(BruteForceProtector.class)
                        .failedLogin(
                                realm,
                                entry.user(),
                                session.getContext().getConnection(),
                                session.getContext().getUri(),
                                Set.of(OTPCredentialModel.TYPE));
            }
            entry.event().error(Errors.INVALID_USER_CREDENTIALS);
            return refused(factor);
        }
        AuthenticationProcessor processor = processor(session, realm, entry);
        processor.evaluateRequiredActionTriggers();
        if (attempt.method() == LoginMethod.GUEST) {
            // Nobody reads what is sent to a guest's address, and it becomes nobody's when the guest is linked.
            entry.user().removeRequiredAction(UserModel.RequiredAction.VERIFY_EMAIL);
        }
        if (entry.user().getRequiredActionsStream().findAny().isPresent()
                || !entry.login().getRequiredActions().isEmpty()) {
            entry.event().error(Errors.RESOLVE_REQUIRED_ACTIONS);
            return refused(Refusal.ACTION_REQUIRED);
        }
        try {
            Tokens tokens = tokens(session, realm, attempt.method(), entry, processor);
            entry.event().success();
            AuthenticationManager.logSuccess(session, entry.login());
            return new Outcome(tokens, null);
        } catch (TokenInterceptorException e) {
            throw GatehouseException.forbidden("access_denied", "A policy of this realm refuses these tokens.");
        } catch (ErrorResponseException e) {
            // Keycloak's word for an offline token that the user or the client may not have.
            throw GatehouseException.invalid("/scope", "invalid_value", "The user may not have one of the scopes.");
        }
    }

    private static Tokens tokens(
            KeycloakSession session,
            RealmModel realm,
            LoginMethod method,
            Entry entry,
            AuthenticationProcessor processor) {
        AuthenticationManager.setClientScopesInSession(session, entry.login());
        ClientSessionContext context = processor.attachSession();
        context.setAttribute(Constants.GRANT_TYPE, OAuth2Constants.PASSWORD);
        UserSessionModel login = processor.getUserSession();
        if (method != LoginMethod.GUEST) {
            login.setNote(AuthenticationManager.AUTH_TIME, Long.toString(Clock.nowSeconds()));
        }
        TokenManager.AccessTokenResponseBuilder builder = new TokenManager()
                .responseBuilder(realm, entry.client(), entry.event(), session, login, context)
                .generateAccessToken();
        if (OIDCAdvancedConfigWrapper.fromClientModel(entry.client()).isUseRefreshToken()) {
            builder.generateRefreshToken();
            if (TokenUtil.TOKEN_TYPE_OFFLINE.equals(builder.getRefreshToken().getType())) {
                session.sessions().removeUserSession(realm, login);
            }
        }
        if (TokenUtil.isOIDCRequest(context.getClientSession().getNote(OAuth2Constants.SCOPE))) {
            builder.generateIDToken().generateAccessTokenHash();
        }
        return tokens(builder.build());
    }

    /** As our answers have them. */
    static Tokens tokens(AccessTokenResponse answer) {
        return new Tokens(
                answer.getToken(),
                answer.getRefreshToken(),
                answer.getIdToken(),
                answer.getExpiresIn(),
                answer.getRefreshExpiresIn(),
                String.valueOf(answer.getScope()));
    }

    private static AuthenticationSessionModel begin(
            KeycloakSession session, RealmModel realm, ClientModel client, UserModel user, @Nullable String scope) {
        AuthenticationSessionModel login = new AuthenticationSessionManager(session)
                .createAuthenticationSession(realm, false)
                .createAuthenticationSession(client);
        login.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        login.setAction(AuthenticatedClientSessionModel.Action.AUTHENTICATE.name());
        login.setClientNote(
                OIDCLoginProtocol.ISSUER, Rooms.of(session, realm).scope().issuer());
        login.setClientNote(OIDCLoginProtocol.SCOPE_PARAM, scope);
        login.setAuthenticatedUser(user);
        session.getContext().setAuthenticationSession(login);
        return login;
    }

    private static AuthenticationProcessor processor(KeycloakSession session, RealmModel realm, Entry entry) {
        return new AuthenticationProcessor()
                .setAuthenticationSession(entry.login())
                .setFlowPath("token")
                .setConnection(session.getContext().getConnection())
                .setEventBuilder(entry.event())
                .setRealm(realm)
                .setSession(session)
                .setUriInfo(session.getContext().getUri())
                .setRequest(session.getContext().getHttpRequest());
    }

    /** Keycloak's word for why the user may not log in; null when the user may. */
    static @Nullable String refusal(KeycloakSession session, RealmModel realm, @Nullable UserModel user) {
        if (user == null || user.getServiceAccountClientLink() != null) {
            return Errors.USER_NOT_FOUND;
        }
        if (!user.isEnabled()) {
            return Errors.USER_DISABLED;
        }
        return AuthenticatorUtils.getDisabledByBruteForceEventError(
                session.getProvider(BruteForceProtector.class), session, realm, user);
    }

    private static Outcome refused(Refusal refusal) {
        return new Outcome(null, refusal);
    }
}
