package io.gatehouse.rest;

import io.gatehouse.platform.EntityTags;
import io.gatehouse.rest.DocsFiles.DocsFile;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * {@code /realms/{realm}/gatehouse/docs/}: the docs hub, open to everybody and read-only. Its pages are the same for every realm:
 * they hold relative addresses only, so that no name of a realm gets into them. Every answer has the strictest policy that the
 * page lives with; none may talk to another origin.
 */
@Produces(MediaType.WILDCARD)
public final class DocsHubResource {
    /** What a page may do: read from its own server, and nothing else. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    /** Swagger UI sets styles at elements. */
    static final String EXPLORER_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    private static final String EXPLORER = "explorer.html";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_EACH_TIME = "no-cache";
    private static final Pattern GZIP =
            Pattern.compile("(?:^|,)\\s*(?:gzip|\\*)\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$))[^,]*)?(?:,|$)");

    private final DocsFiles files;
    private final HttpHeaders headers;
    private final String rawPath;
    private final Supplier<Map<String, String>> realmHeaders;

    /**
     * Serves one call.
     *
     * @param headers of the request
     * @param rawPath path of the request as it was sent
     * @param realmHeaders keeps the server from setting its security headers, and gives those that the realm wants; asked once
     */
    public DocsHubResource(HttpHeaders headers, String rawPath, Supplier<Map<String, String>> realmHeaders) {
        this(DocsFiles.ofJar(), headers, rawPath, realmHeaders);
    }

    DocsHubResource(DocsFiles files, HttpHeaders headers, String rawPath, Supplier<Map<String, String>> realmHeaders) {
        this.files = files;
        this.headers = headers;
        this.rawPath = rawPath;
        this.realmHeaders = realmHeaders;
    }

    /** A file of the hub; the start page for the folder itself. */
    @GET
    @Path("{name:.*}")
    public Response get(@PathParam("name") String name) {
        if (name.isEmpty() && !rawPath.endsWith("/")) {
            // Relative, so that it holds behind every proxy and says no name of a realm.
            return secured(Response.status(Response.Status.FOUND), POLICY)
                    .header(HttpHeaders.LOCATION, "docs/")
                    .type(MediaType.TEXT_PLAIN_TYPE)
                    .build();
        }
        // The server cuts a slash at the end off, below which the page's relative addresses would lead nowhere.
        boolean isFile = name.isEmpty() || !rawPath.endsWith("/");
        return isFile ? files.find(name).map(this::found).orElseGet(this::missing) : missing();
    }

    /** As {@link #get}, without the content. */
    @HEAD
    @Path("{name:.*}")
    public Response head(@PathParam("name") String name) {
        Response answer = get(name);
        return Response.fromResponse(answer).entity(null).build();
    }

    private Response found(DocsFile file) {
        Optional<byte[]> packed = takesGzip() ? files.packed(file) : Optional.empty();
        // Another content in bytes, so by RFC 9110 8.8.3.3 another tag.
        String etag = packed.isPresent() ? file.etag().replaceFirst("\"$", "-gzip\"") : file.etag();
        Response.ResponseBuilder answer;
        if (EntityTags.isKnown(headers, etag)) {
            answer = Response.notModified();
        } else {
            answer = Response.ok(packed.orElseGet(() -> files.content(file)));
            packed.ifPresent(content -> answer.header(HttpHeaders.CONTENT_ENCODING, "gzip"));
        }
        return secured(answer, file.name().equals(EXPLORER) ? EXPLORER_POLICY : POLICY)
                .header(HttpHeaders.CONTENT_TYPE, file.type())
                .header(HttpHeaders.ETAG, etag)
                .header(HttpHeaders.CACHE_CONTROL, file.isHashed() ? FOR_EVER : ASK_EACH_TIME)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .build();
    }

    private Response missing() {
        String page = files.isEmpty() ? MissingDocs.unbuilt(rawPath) : MissingDocs.unknown(rawPath, files.style());
        return secured(Response.status(Response.Status.NOT_FOUND).entity(page), POLICY)
                .header(HttpHeaders.CONTENT_TYPE, "text/html;charset=utf-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private Response.ResponseBuilder secured(Response.ResponseBuilder answer, String policy) {
        realmHeaders.get().forEach(answer::header);
        return answer.header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "SAMEORIGIN")
                .header("Referrer-Policy", "no-referrer");
    }

    private boolean takesGzip() {
        String accepted = headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && GZIP.matcher(accepted).find();
    }
}
