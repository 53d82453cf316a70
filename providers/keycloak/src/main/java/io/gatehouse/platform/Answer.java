package io.gatehouse.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the JSON answers of the API. Every answer names its media type: Keycloak turns one without into a 500. */
public final class Answer {
    /** Has no constant in this version of Jakarta REST. */
    private static final int UNPROCESSABLE_CONTENT = 422;

    private Answer() {}

    /** 200 with a body. */
    public static Response ok(Object body) {
        return json(Response.Status.OK.getStatusCode(), body).build();
    }

    /** 201 with Location and, because it may hold a secret, never cached. */
    public static Response created(URI location, Object body) {
        return json(Response.Status.CREATED.getStatusCode(), body)
                .location(location)
                .build();
    }

    /** 204, or 200 with the representation when the caller sent {@code Prefer: return=representation} (RFC 7240). */
    public static Response deleted(HttpHeaders headers, Object representation) {
        if (prefersRepresentation(headers.getHeaderString("Prefer"))) {
            return json(200, representation)
                    .header("Preference-Applied", "return=representation")
                    .build();
        }
        return Response.noContent().build();
    }

    /** The first {@code return} counts, whatever its parameters; a value may be quoted (RFC 7240 2). */
    static boolean prefersRepresentation(@Nullable String prefer) {
        if (prefer == null) {
            return false;
        }
        return Arrays.stream(prefer.split(",", -1))
                .map(preference -> preference.split(";", 2)[0].replaceAll("[ \t\"]", ""))
                .filter(preference -> preference.toLowerCase(Locale.ROOT).startsWith("return="))
                .findFirst()
                .filter(preference -> preference.substring("return=".length()).equals("representation"))
                .isPresent();
    }

    /** 200 with {@code items} and {@code pagination}, and a {@code Link} to the next page. */
    public static Response page(Page<?> page, UriInfo uri) {
        ObjectNode body = Json.object();
        body.set("items", Json.array(page.items()));
        PageRequest request = page.request();
        ObjectNode pagination = body.putObject("pagination");
        pagination.put("limit", request.limit());
        pagination.put("next_cursor", page.nextCursor());
        if (page.total() != null) {
            long total = page.total();
            pagination.put("total", total);
            pagination.put("pages", (total + request.limit() - 1) / request.limit());
            Integer offset = request.offset();
            pagination.put("page", (offset == null ? 0 : offset) / request.limit() + 1);
        }
        Response.ResponseBuilder answer = json(200, body);
        if (page.nextCursor() != null) {
            answer.header("Link", "<" + next(uri, page.nextCursor()) + ">; rel=\"next\"");
        }
        return answer.build();
    }

    /**
     * The problem+json of a refusal. Whether the transaction is kept is the caller's choice: the error mapper rolls back, a
     * resource that must remember a denial returns this and keeps it.
     *
     * @param requestId id of the request
     * @param path path that was called
     */
    public static Response problem(GatehouseException refusal, String requestId, String path) {
        Problem problem = new Problem(
                "about:blank",
                title(refusal.status()),
                refusal.status(),
                refusal.detail(),
                path,
                refusal.code(),
                requestId,
                refusal.errors().isEmpty() ? null : refusal.errors(),
                (String) refusal.members().get("required_scope"),
                (String) refusal.members().get("decision_id"),
                (String) refusal.members().get("limit_name"),
                (Long) refusal.members().get("limit"),
                (Long) refusal.members().get("used"),
                (String) refusal.members().get("plan"),
                (String) refusal.members().get("upgrade_url"));
        Response.ResponseBuilder answer = json(refusal.status(), problem).type(Problem.MEDIA_TYPE);
        refusal.headers().forEach(answer::header);
        return answer.build();
    }

    /** The status in words, as RFC 9457 wants it for {@code about:blank}. */
    private static String title(int status) {
        if (status == UNPROCESSABLE_CONTENT) {
            return "Unprocessable Content";
        }
        Response.StatusType reason = Response.Status.fromStatusCode(status);
        return reason == null ? "Error" : reason.getReasonPhrase();
    }

    private static URI next(UriInfo uri, String cursor) {
        UriBuilder builder = uri.getRequestUriBuilder();
        return builder.replaceQueryParam("offset")
                .replaceQueryParam("page")
                .replaceQueryParam("cursor", cursor)
                .build();
    }

    /** A JSON answer with the given status, not cached. */
    public static Response.ResponseBuilder json(int status, Object body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Json.write(body));
    }
}
