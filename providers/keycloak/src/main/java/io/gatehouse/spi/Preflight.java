package io.gatehouse.spi;

import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;

/**
 * Answers browsers that ask before they call (CORS preflight), which they do without a credential. Whether the call itself
 * may be read is decided by the web origins of the client whose token it carries.
 */
public final class Preflight {
    private static final String ALLOWED_HEADERS = "Accept, Authorization, Content-Type, DPoP, Idempotency-Key, Origin,"
            + " Prefer, X-API-Key, X-Correlation-ID, X-Project-Id, X-Request-ID, X-Requested-With";

    private final KeycloakSession session;

    Preflight(KeycloakSession session) {
        this.session = session;
    }

    /** Every path has the same answer. */
    @OPTIONS
    @Path("{any:.*}")
    public Response preflight() {
        Response answer = Cors.builder()
                .preflight()
                .allowedMethods(RealmApi.METHODS)
                .auth()
                .add(Response.ok());
        if (session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(Cors.ORIGIN_HEADER) != null) {
            session.getContext().getHttpResponse().setHeader(Cors.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
        }
        return answer;
    }
}
