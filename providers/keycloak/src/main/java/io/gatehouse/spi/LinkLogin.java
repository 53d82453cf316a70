package io.gatehouse.spi;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.http.FormPartValue;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Keycloak's authorization endpoint for somebody who has pressed the button behind a link: an authorization request with every
 * check that Keycloak makes of one (redirect URI, PKCE, scopes, client policies), and then the client's own login flow, whose
 * first steps count as passed ({@link ProvedSteps}). Not reachable by itself; made for one request.
 */
final class LinkLogin extends AuthorizationEndpoint {
    private final UserModel user;

    private LinkLogin(KeycloakSession session, EventBuilder event, UserModel user) {
        super(session, event);
        this.user = user;
    }

    /**
     * Begins the login.
     *
     * @param parameters of the authorization request (OpenID Connect Core 3.1.2.1)
     * @return a redirect to Keycloak's pages, or an error of the authorization endpoint
     */
    static Response begin(KeycloakSession session, UserModel user, Map<String, String> parameters) {
        HttpRequest original = session.getContext().getHttpRequest();
        session.getContext().setHttpRequest(new AuthorizationRequest(original, parameters));
        try {
            EventBuilder event = new EventBuilder(
                    session.getContext().getRealm(),
                    session,
                    session.getContext().getConnection());
            return new LinkLogin(session, event, user).buildPost();
        } finally {
            session.getContext().setHttpRequest(original);
        }
    }

    /** Keeps the browser's login sessions, unless they are somebody else's. */
    @Override
    protected AuthenticationSessionModel createAuthenticationSession(ClientModel client, @Nullable String state) {
        if (!isSomebodyElseLoggedIn()) {
            return super.createAuthenticationSession(client, state);
        }
        AuthenticationSessionModel login = new AuthenticationSessionManager(session)
                .createAuthenticationSession(realm, true)
                .createAuthenticationSession(client);
        session.getContext().setAuthenticationSession(login);
        LoginFormsProvider ignored =
                session.getProvider(LoginFormsProvider.class).setAuthenticationSession(login);
        return login;
    }

    private boolean isSomebodyElseLoggedIn() {
        AuthenticationSessionManager manager = new AuthenticationSessionManager(session);
        RootAuthenticationSessionModel root = manager.getCurrentRootAuthenticationSession(realm);
        UserSessionModel there = root == null
                ? manager.getUserSessionFromAuthenticationCookie(realm)
                : session.sessions().getUserSession(realm, root.getId());
        return there != null
                && (there.getUser() == null
                        || !user.getId().equals(there.getUser().getId()));
    }

    /** Always by a redirect, so that the page that consumed the link is not in the browser's history. */
    @Override
    protected Response handleBrowserAuthenticationRequest(
            AuthenticationSessionModel login, LoginProtocol protocol, boolean isPassive, boolean isRedirect) {
        ProvedSteps.ofNewLogin(realm, login, user);
        return super.handleBrowserAuthenticationRequest(login, protocol, false, true);
    }

    /** The request of the browser with the parameters of an authorization request in place of its form. */
    private record AuthorizationRequest(HttpRequest request, Map<String, String> parameters) implements HttpRequest {
        @Override
        public String getHttpMethod() {
            return request.getHttpMethod();
        }

        @Override
        public MultivaluedMap<String, String> getDecodedFormParameters() {
            return new MultivaluedHashMap<>(parameters);
        }

        @Override
        public MultivaluedMap<String, FormPartValue> getMultiPartFormParameters() {
            return new MultivaluedHashMap<>();
        }

        @Override
        public HttpHeaders getHttpHeaders() {
            return request.getHttpHeaders();
        }

        @Override
        public X509Certificate[] getClientCertificateChain() {
            return request.getClientCertificateChain();
        }

        @Override
        public UriInfo getUri() {
            return request.getUri();
        }

        @Override
        public boolean isProxyTrusted() {
            return request.isProxyTrusted();
        }
    }
}
