package io.gatehouse.platform;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call to the API: who calls, in which realm, and the request's own parts. Made once a request; resources get it in
 * their constructor.
 *
 * @param scope the realm
 * @param caller who calls
 */
public record Call(RealmScope scope, Caller caller) {
    private static final Set<String> PAGING = Set.of("limit", "cursor", "offset", "page");

    /** The request's headers. */
    public HttpHeaders headers() {
        return scope.session().getContext().getHttpRequest().getHttpHeaders();
    }

    /** The request's address. */
    public UriInfo uri() {
        return scope.session().getContext().getUri();
    }

    /** The address of a thing below the one that was called; {@code ../} goes up as in any relative reference to a folder. */
    public URI location(String id) {
        return uri().getAbsolutePathBuilder().path(id).build().normalize();
    }

    /**
     * The query of a list: its filters and the parameters of paging.
     *
     * @throws GatehouseException 400, see {@link Query}
     */
    public Query listQuery(String... filters) {
        Set<String> known = new HashSet<>(PAGING);
        known.addAll(Set.of(filters));
        return new Query(parameters(), known);
    }

    /**
     * The query of a call that is no list.
     *
     * @throws GatehouseException 400, see {@link Query}
     */
    public Query query(String... known) {
        return new Query(parameters(), Set.of(known));
    }

    /**
     * Refuses every query parameter.
     *
     * @throws GatehouseException 400
     */
    public void noQuery() {
        Query ignored = new Query(parameters(), Set.of());
    }

    /**
     * The members of the request's JSON body.
     *
     * @param body the body's bytes, null or empty for none
     * @throws GatehouseException 415 for another media type, 413, 400; see {@link Json#readObject}
     */
    public Fields fields(byte @Nullable [] body) {
        return fields(body, Json.MAX_BODY_BYTES);
    }

    /** As {@link #fields(byte[])}, for the few calls whose body may be longer. */
    public Fields fields(byte @Nullable [] body, int maxBytes) {
        noQuery();
        requireJson();
        return new Fields(Json.readObject(body == null ? new byte[0] : body, maxBytes));
    }

    /**
     * The request's JSON body as it came, for calls that must know who sent it before they read it.
     *
     * @throws GatehouseException 415 for another media type, 413
     */
    public byte[] unread(byte @Nullable [] body) {
        noQuery();
        requireJson();
        byte[] bytes = body == null ? new byte[0] : body;
        if (bytes.length > Json.MAX_BODY_BYTES) {
            throw GatehouseException.tooLarge(Json.MAX_BODY_BYTES);
        }
        return bytes;
    }

    /**
     * The request's JSON body, whatever it is.
     *
     * @throws GatehouseException 415 for another media type, 413, 400; see {@link Json#readTree}
     */
    public JsonNode tree(byte @Nullable [] body, int maxBytes) {
        noQuery();
        requireJson();
        return Json.readTree(body == null ? new byte[0] : body, maxBytes);
    }

    /** A refusal as an answer that keeps what the call wrote: for the few denials that must be remembered. */
    public Response remembered(GatehouseException refusal) {
        return Answer.problem(refusal, scope.request().requestId(), uri().getPath());
    }

    /** As the connection has them: to make the whole address as clients see it costs more than to read it. */
    private MultivaluedMap<String, String> parameters() {
        return scope.session().getContext().getHttpRequest().getUri().getQueryParameters();
    }

    private void requireJson() {
        String type = headers().getHeaderString(HttpHeaders.CONTENT_TYPE);
        String essence = type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        boolean isJson = essence.equals("application/json") || essence.equals("application/merge-patch+json");
        if (!isJson) {
            throw GatehouseException.unsupportedMediaType("application/json");
        }
    }
}
