package io.gatehouse.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers of the API as {@code {"success", "data", "error"}}, for callers that would rather have {@value #TYPE} than plain JSON:
 * {@code data} is what the plain answer would have been and null for an error, {@code error} the problem (RFC 9457) and null
 * otherwise. An answer without a body gets one, and 200 for 204. What is not JSON stays as it is.
 */
@Provider
@PreMatching
public class Envelope implements ContainerRequestFilter {
    /** The media type that is asked for and answered. */
    static final String TYPE = "application/vnd.gatehouse.envelope+json";

    private static final String WANTED = "gatehouse.envelope";
    private static final MediaType MEDIA_TYPE = MediaType.valueOf(TYPE);

    /** The resources know of JSON alone; they are asked for that. */
    @Override
    public void filter(ContainerRequestContext request) {
        String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        if (accept == null || !accept.toLowerCase(Locale.ROOT).contains(MEDIA_TYPE.getSubtype())) {
            return;
        }
        if (ApiPaths.isOurs(request.getUriInfo().getPath()) && isPreferred(request.getAcceptableMediaTypes())) {
            request.setProperty(WANTED, true);
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
        }
    }

    /**
     * Whether the envelope is wanted more than plain JSON.
     *
     * @param accepted what the caller accepts, the best first
     */
    static boolean isPreferred(List<MediaType> accepted) {
        Optional<MediaType> best = accepted.stream()
                .filter(type ->
                        !"0".equals(type.getParameters().getOrDefault("q", "1").replaceAll("\\.0*$", "")))
                .filter(type -> is(type, MEDIA_TYPE) || type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .findFirst();
        return best.filter(type -> is(type, MEDIA_TYPE)).isPresent();
    }

    /** Puts an answer into the envelope when that was asked for. */
    static void wrap(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(WANTED) == null) {
            return;
        }
        Object body = response.getEntity();
        if (response.getStatus() == 204) {
            response.setStatus(200);
            response.setEntity(text(true, "null"), null, MEDIA_TYPE);
        } else if (body instanceof String json && isJson(response.getMediaType())) {
            response.setEntity(text(response.getStatus() < 400, json), null, MEDIA_TYPE);
        } else {
            return;
        }
        response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }

    private static String text(boolean isSuccess, String json) {
        return isSuccess
                ? "{\"success\":true,\"data\":" + json + ",\"error\":null}"
                : "{\"success\":false,\"data\":null,\"error\":" + json + "}";
    }

    private static boolean isJson(MediaType type) {
        return is(type, MediaType.APPLICATION_JSON_TYPE) || is(type, MediaType.valueOf("application/problem+json"));
    }

    private static boolean is(MediaType type, MediaType other) {
        return type != null
                && type.getType().equalsIgnoreCase(other.getType())
                && type.getSubtype().equalsIgnoreCase(other.getSubtype());
    }
}
