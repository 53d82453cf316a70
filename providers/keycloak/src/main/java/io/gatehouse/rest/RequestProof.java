package io.gatehouse.rest;

import io.gatehouse.core.token.DpopProof;
import io.gatehouse.token.PresentedProof;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;

/**
 * The proof of possession in a request: the header {@code DPoP} as the client sent it, and the request that it must be for. Of a
 * request to this server that is the request itself. Of one that a proxy asks about it is what the proxy says in
 * {@code X-Forwarded-Method}, {@code -Proto}, {@code -Host} and {@code -Uri}; the proxy must set all four itself: who could set them
 * could pass with a proof that was made for another service.
 */
final class RequestProof {
    private static final String SCHEME = "dpop ";
    private static final String PROOF = "DPoP";

    /** What to answer, beside 401, to who came with this scheme. */
    static final String CHALLENGE = "DPoP error=\"invalid_token\", algs=\"EdDSA Ed25519 ES256\"";

    private RequestProof() {}

    /** Whether the credential came as a token with a proof (RFC 9449 section 7.1), not as a bearer token. */
    static boolean isAnnounced(HttpHeaders headers) {
        String authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        return authorization != null
                && authorization.trim().toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    /** The proof for the present request to this server; empty when it is missing or came twice. */
    static Optional<PresentedProof> own(KeycloakSession session) {
        HttpRequest request = session.getContext().getHttpRequest();
        String jwt = single(request.getHttpHeaders(), PROOF, DpopProof.MAX_PROOF_LENGTH);
        String url = session.getContext().getUri().getAbsolutePath().toString();
        boolean isWhole = !jwt.isEmpty() && url.length() <= PresentedProof.MAX_URL_LENGTH && DpopProof.isUrl(url);
        return isWhole ? Optional.of(new PresentedProof(jwt, request.getHttpMethod(), url)) : Optional.empty();
    }

    /**
     * The proof for the request that a proxy asks about; empty when it, or what says which request it is for, is missing, came
     * twice, or has no usable shape.
     */
    static Optional<PresentedProof> forwarded(HttpHeaders headers) {
        String jwt = single(headers, PROOF, DpopProof.MAX_PROOF_LENGTH);
        String method = single(headers, "X-Forwarded-Method", PresentedProof.MAX_METHOD_LENGTH);
        String scheme = single(headers, "X-Forwarded-Proto", PresentedProof.MAX_URL_LENGTH);
        String host = single(headers, "X-Forwarded-Host", PresentedProof.MAX_URL_LENGTH);
        String path = path(headers);
        String url = scheme + "://" + host + path;
        boolean isWhole = !jwt.isEmpty()
                && !method.isEmpty()
                && path.startsWith("/")
                && host.indexOf('/') < 0
                && host.indexOf('@') < 0
                && url.length() <= PresentedProof.MAX_URL_LENGTH
                && DpopProof.isUrl(url);
        return isWhole ? Optional.of(new PresentedProof(jwt, method, url)) : Optional.empty();
    }

    /** Without the query, which counts for nothing and may hold what no URI may. */
    private static String path(HttpHeaders headers) {
        List<String> values = headers.getRequestHeader("X-Forwarded-Uri");
        String uri = values != null && values.size() == 1 ? values.get(0) : "";
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** The only value, empty when there is none, or another one in the same or in a second header. */
    private static String single(HttpHeaders headers, String name, int maxLength) {
        List<String> values = headers.getRequestHeader(name);
        boolean isOne = values != null
                && values.size() == 1
                && values.get(0).length() <= maxLength
                && values.get(0).indexOf(',') < 0;
        return isOne ? values.get(0) : "";
    }
}
