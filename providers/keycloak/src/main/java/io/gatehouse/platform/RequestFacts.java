package io.gatehouse.platform;

import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;

/**
 * What is known of the HTTP request behind a change.
 *
 * @param requestId id of this request, 1 to 64 characters; the caller's {@code X-Request-ID} when it is well-formed
 * @param correlationId id that the caller gave to a chain of requests ({@code X-Correlation-ID}), null for none
 * @param ip the client's address as Keycloak sees it, null where there is no request
 * @param userAgent the client's user agent, cut to 255 characters, null for none
 */
public record RequestFacts(
        String requestId,
        @Nullable String correlationId,
        @Nullable String ip,
        @Nullable String userAgent) {
    /** Longest id that is taken from a caller, in characters. */
    public static final int MAX_ID_LENGTH = 64;

    /** Longest user agent that is kept, in characters. */
    public static final int MAX_USER_AGENT_LENGTH = 255;

    private static final String ATTRIBUTE = "gatehouse.request";

    /** The facts of the session's request; the same at each call within a request. */
    public static RequestFacts of(KeycloakSession session) {
        RequestFacts known = session.getAttribute(ATTRIBUTE, RequestFacts.class);
        if (known != null) {
            return known;
        }
        RequestFacts facts = read(session.getContext());
        session.setAttribute(ATTRIBUTE, facts);
        return facts;
    }

    /** The facts of work that no request asked for; a new id at each call. */
    public static RequestFacts ofBackground() {
        return new RequestFacts(Entropy.uuid().toString(), null, null, null);
    }

    private static RequestFacts read(KeycloakContext context) {
        HttpHeaders headers = headers(context);
        if (headers == null) {
            return ofBackground();
        }
        String requestId = wellFormed(headers.getHeaderString("X-Request-ID"));
        String userAgent = headers.getHeaderString(HttpHeaders.USER_AGENT);
        boolean isLong = userAgent != null && userAgent.length() > MAX_USER_AGENT_LENGTH;
        return new RequestFacts(
                requestId == null ? Entropy.uuid().toString() : requestId,
                wellFormed(headers.getHeaderString("X-Correlation-ID")),
                context.getConnection().getRemoteAddr(),
                isLong ? userAgent.substring(0, MAX_USER_AGENT_LENGTH) : userAgent);
    }

    /** Null where there is no request: in background work Keycloak throws, and does not say what. */
    private static @Nullable HttpHeaders headers(KeycloakContext context) {
        try {
            HttpRequest request = context.getHttpRequest();
            return request == null ? null : request.getHttpHeaders();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** The id when it is 1 to 64 of letters, digits and {@code -_.}, else null: anything else could forge a log line. */
    public static @Nullable String wellFormed(@Nullable String id) {
        boolean fits = id != null
                && !id.isEmpty()
                && id.length() <= MAX_ID_LENGTH
                && id.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.'));
        return fits ? id : null;
    }
}
