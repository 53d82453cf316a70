package io.gatehouse.spi;

import io.gatehouse.platform.ApiLimits;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.rest.ApiPaths;
import io.gatehouse.rest.DocsHubResource;
import io.gatehouse.rest.GatehouseApi;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.cors.Cors;

/**
 * The realm root of the API. Unlike the admin root it gets nothing from the server: HTTPS, an enabled realm, CORS and the
 * caller are its own business.
 */
public final class RealmApi {
    static final String[] METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    private static final String[] EXPOSED = {
        "Location", "Link", "Retry-After", "X-Request-ID", "RateLimit", "RateLimit-Policy", "WWW-Authenticate"
    };

    /** What a realm may want of a page and the hub has no opinion about. */
    private static final List<BrowserSecurityHeaders> KEPT =
            List.of(BrowserSecurityHeaders.X_ROBOTS_TAG, BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY);

    private static final int UNAUTHORIZED = 401;

    private final KeycloakSession session;

    RealmApi(KeycloakSession session) {
        this.session = session;
    }

    /** Version 1: a {@link GatehouseApi}, or what answers a browser that asks before it calls one. */
    @Path("v1")
    public Object v1() {
        if (isPreflight(session.getContext().getHttpRequest())) {
            return new Preflight(session);
        }
        RealmModel realm = openRealm();
        return new GatehouseApi(new CallResources(session, realm, () -> caller(realm)));
    }

    /** The pages on which people decide approvals. */
    @Path("approvals")
    public ApprovalPages approvals() {
        RealmModel realm = openRealm();
        return new ApprovalPages(session, realm);
    }

    /** The page behind a link in a mail, by which somebody logs in. */
    @Path("login/link")
    public MagicLinkPages magicLink() {
        RealmModel realm = openRealm();
        return new MagicLinkPages(session, realm);
    }

    /** The docs hub. */
    @Path("docs")
    public DocsHubResource docs() {
        RealmModel realm = openRealm();
        return new DocsHubResource(
                session.getContext().getHttpRequest().getHttpHeaders(),
                session.getContext().getUri().getRequestUri().getRawPath(),
                () -> pageHeaders(realm));
    }

    /** The realm's headers for pages, but for those that the hub sets itself; the server then adds none. */
    private Map<String, String> pageHeaders(RealmModel realm) {
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        Map<String, String> configured = realm.getBrowserSecurityHeaders();
        Map<String, String> kept = new LinkedHashMap<>();
        for (BrowserSecurityHeaders header : KEPT) {
            String value = configured.getOrDefault(header.getKey(), header.getDefaultValue());
            if (value != null && !value.isEmpty()) {
                kept.put(header.getHeaderName(), value);
            }
        }
        return kept;
    }

    /** A proxy takes any 2xx for an admission, also that of a preflight of the client's own: there it is none. */
    private static boolean isPreflight(HttpRequest request) {
        return HttpMethod.OPTIONS.equals(request.getHttpMethod())
                && !request.getUri().getPath().contains(ApiPaths.FORWARD_AUTH);
    }

    private Caller caller(RealmModel realm) {
        Cors cors = Cors.builder().auth().allowedMethods(METHODS).exposedHeaders(EXPOSED);
        Rooms rooms = Rooms.of(session, realm);
        ApiLimits limits = GatehouseProvider.nodeOf(session).apiLimits();
        Caller caller;
        try {
            caller = authenticated(rooms, limits);
            limits.admit(rooms.scope(), caller);
        } catch (GatehouseException refusal) {
            // Says nothing about anybody, so that an application may see that its token has expired.
            cors.allowAllOrigins().add();
            throw refusal;
        }
        ClientModel client = session.getContext().getClient();
        if (caller.kind() == Caller.Kind.USER && client != null) {
            cors.checkAllowedOrigins(session, client).add();
        } else if (caller.kind() == Caller.Kind.ANONYMOUS) {
            cors.allowAllOrigins().add();
        }
        return caller;
    }

    /** Whoever tries credentials that are not good is told to wait in the end. */
    private static Caller authenticated(Rooms rooms, ApiLimits limits) {
        try {
            return rooms.authentication().caller();
        } catch (GatehouseException refusal) {
            if (refusal.status() == UNAUTHORIZED) {
                limits.admitAddress(rooms.scope());
            }
            throw refusal;
        }
    }

    /** The realm, which must be enabled and reached as it requires. */
    private RealmModel openRealm() {
        RealmModel realm = session.getContext().getRealm();
        requireHttps(realm);
        if (!realm.isEnabled()) {
            throw GatehouseException.forbidden("realm_disabled", "The realm is disabled.");
        }
        return realm;
    }

    private void requireHttps(RealmModel realm) {
        // In this order, because to make the address costs a good part of a verification.
        if (realm.getSslRequired().isRequired(session.getContext().getConnection())
                && !"https".equals(session.getContext().getUri().getBaseUri().getScheme())) {
            throw GatehouseException.forbidden("https_required", "This realm requires HTTPS.");
        }
    }
}
