package io.gatehouse.rest;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.AnswerHeaders;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RequestFacts;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * The last touch on every answer of ours: the request's id as a header, and problem+json where the server answered an error
 * in its own way (405, an uncaught fault). Looks at no other path than ours.
 */
@Provider
public class ApiResponseFilter implements ContainerResponseFilter {
    private static final String REVOCATION_PATH = "/gatehouse/v1/oauth/";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        if (!ApiPaths.isOurs(path)) {
            return;
        }
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        if (session == null) {
            return;
        }
        String requestId = RequestFacts.of(session).requestId();
        response.getHeaders().putSingle("X-Request-ID", requestId);
        if (response.getStatus() == 401 && !path.contains(REVOCATION_PATH)) {
            // Keycloak's own refusal, at the root for administrators, says nothing of how to authenticate.
            response.getHeaders().putIfAbsent(HttpHeaders.WWW_AUTHENTICATE, List.of("Bearer"));
            if (ApiPaths.isForPrograms(path)) {
                pointAtMetadata(session, response);
            }
        }
        AnswerHeaders.of(session).forEach((name, value) -> response.getHeaders().putIfAbsent(name, List.of(value)));
        if (response.getStatus() >= 400
                && !path.contains(REVOCATION_PATH)
                && !isProblem(response)
                && !isPage(path, response)) {
            Response problem = Answer.problem(refusal(response.getStatus()), requestId, path);
            response.setEntity(problem.getEntity(), null, problem.getMediaType());
        }
        Envelope.wrap(request, response);
    }

    /** Whoever has no token learns where to get one (RFC 9728 section 5.1). */
    private static void pointAtMetadata(KeycloakSession session, ContainerResponseContext response) {
        RealmModel realm = session.getContext().getRealm();
        if (realm != null && "Bearer".equals(response.getHeaderString(HttpHeaders.WWW_AUTHENTICATE))) {
            response.getHeaders()
                    .putSingle(
                            HttpHeaders.WWW_AUTHENTICATE,
                            "Bearer resource_metadata=\"" + ResourceMetadata.address(session, realm) + "\"");
        }
    }

    private static boolean isProblem(ContainerResponseContext response) {
        MediaType type = response.getMediaType();
        return type != null && "problem+json".equals(type.getSubtype());
    }

    /** What people read in a browser stays a page when it says that something is not there, or cannot be used. */
    private static boolean isPage(String path, ContainerResponseContext response) {
        return (response.getStatus() == 404 || response.getStatus() == 400)
                && ApiPaths.isForPeople(path)
                && response.getMediaType() != null
                && MediaType.TEXT_HTML_TYPE.isCompatible(response.getMediaType());
    }

    private static GatehouseException refusal(int status) {
        return switch (status) {
            case 401 ->
                GatehouseException.http(401, "unauthorized", "A valid access token of an administrator is required.");
            case 403 -> GatehouseException.forbidden("forbidden", "You may not do this.");
            case 404 -> GatehouseException.notFound();
            case 405 -> GatehouseException.http(405, "method_not_allowed", "This path has no such method.");
            default ->
                status < 500
                        ? GatehouseException.http(status, "bad_request", "The request cannot be served as it is.")
                        : GatehouseException.http(status, "server_error", "A fault of the server; its log has more.");
        };
    }
}
