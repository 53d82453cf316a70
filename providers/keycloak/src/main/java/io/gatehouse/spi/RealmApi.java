package io.gatehouse.spi;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.rest.ApiPaths;
import io.gatehouse.rest.GatehouseApi;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import org.keycloak.http.HttpRequest;
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
        RealmModel realm = session.getContext().getRealm();
        requireHttps(realm);
        if (!realm.isEnabled()) {
            throw GatehouseException.forbidden("realm_disabled", "The realm is disabled.");
        }
        return new GatehouseApi(new CallResources(session, realm, () -> caller(realm)));
    }

    /** The pages on which people decide approvals. */
    @Path("approvals")
    public ApprovalPages approvals() {
        RealmModel realm = session.getContext().getRealm();
        requireHttps(realm);
        if (!realm.isEnabled()) {
            throw GatehouseException.forbidden("realm_disabled", "The realm is disabled.");
        }
        return new ApprovalPages(session, realm);
    }

    /** A proxy takes any 2xx for an admission, also that of a preflight of the client's own: there it is none. */
    private static boolean isPreflight(HttpRequest request) {
        return HttpMethod.OPTIONS.equals(request.getHttpMethod())
                && !request.getUri().getPath().contains(ApiPaths.FORWARD_AUTH);
    }

    private Caller caller(RealmModel realm) {
        Cors cors = Cors.builder().auth().allowedMethods(METHODS).exposedHeaders(EXPOSED);
        Caller caller;
        try {
            caller = Rooms.of(session, realm).authentication().caller();
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

    private void requireHttps(RealmModel realm) {
        // In this order, because to make the address costs a good part of a verification.
        if (realm.getSslRequired().isRequired(session.getContext().getConnection())
                && !"https".equals(session.getContext().getUri().getBaseUri().getScheme())) {
            throw GatehouseException.forbidden("https_required", "This realm requires HTTPS.");
        }
    }
}
