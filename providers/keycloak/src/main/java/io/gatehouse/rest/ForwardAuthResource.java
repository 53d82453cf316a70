package io.gatehouse.rest;

import io.gatehouse.core.token.Scopes;
import io.gatehouse.core.token.Targets;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Query;
import io.gatehouse.rest.ForwardAuth.Admitted;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /api-keys/forward-auth}: a proxy (nginx {@code auth_request}, Traefik ForwardAuth) asks whether a request may pass,
 * with the request's own method and headers. What is needed comes from the query alone, which the proxy's configuration
 * holds; every header of ours is set on every answer, so that none of the client's own gets through.
 */
@Tag(name = "API keys")
@Consumes(MediaType.WILDCARD)
public final class ForwardAuthResource {
    static final String SUBJECT = "X-Gatehouse-Subject";
    static final String SCOPES = "X-Gatehouse-Scopes";
    static final String KEY_ID = "X-Gatehouse-Key-Id";
    static final String ORGANIZATION = "X-Gatehouse-Organization";

    private final Call call;
    private final ForwardAuth forwardAuth;

    /** Serves one call. */
    public ForwardAuthResource(Call call, ForwardAuth forwardAuth) {
        this.call = call;
        this.forwardAuth = forwardAuth;
    }

    /** Says whether the credential in the headers may pass. */
    @GET
    @Operation(
            operationId = "forwardAuth",
            summary = "Check the key or token of a request for a proxy; any method",
            description = "The credential that is checked is the caller's own: an API key or an agent access token in"
                    + " Authorization or X-API-Key. User access tokens do not pass.")
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            description = "Scopes that are needed, separated by spaces",
            schema = @Schema(implementation = String.class))
    @Parameter(
            name = "audience",
            in = ParameterIn.QUERY,
            description = "The service behind the proxy: must be among the key's audiences, or in the token's aud",
            schema = @Schema(implementation = String.class))
    @APIResponse(
            responseCode = "200",
            description = "It may pass; the body is empty",
            headers = {
                @Header(name = SUBJECT, schema = @Schema(implementation = String.class)),
                @Header(name = SCOPES, schema = @Schema(implementation = String.class)),
                @Header(name = KEY_ID, schema = @Schema(implementation = String.class)),
                @Header(name = ORGANIZATION, schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "429", description = "The key is used too often")
    public Response check() {
        try {
            Query query = call.query("scope", "audience");
            List<String> scopes = scopes(query.text("scope").orElse(""));
            String audience =
                    query.text("audience").map(ForwardAuthResource::audience).orElse(null);
            return admitted(
                    forwardAuth.check(call.headers(), call.scope().request().ip(), scopes, audience));
        } catch (GatehouseException refusal) {
            Response answer = Answer.problem(
                    refusal, call.scope().request().requestId(), call.uri().getPath());
            headers(new Admitted("", List.of(), "", ""))
                    .forEach((name, value) -> answer.getHeaders().putSingle(name, value));
            return answer;
        }
    }

    /** As {@link #check}. */
    @HEAD
    @Operation(hidden = true)
    public Response checkHead() {
        return check();
    }

    /** As {@link #check}. */
    @POST
    @Operation(hidden = true)
    public Response checkPost() {
        return check();
    }

    /** As {@link #check}. */
    @PUT
    @Operation(hidden = true)
    public Response checkPut() {
        return check();
    }

    /** As {@link #check}. */
    @PATCH
    @Operation(hidden = true)
    public Response checkPatch() {
        return check();
    }

    /** As {@link #check}. */
    @DELETE
    @Operation(hidden = true)
    public Response checkDelete() {
        return check();
    }

    /** As {@link #check}: a preflight that the proxy asks about needs a credential like any request. */
    @OPTIONS
    @Operation(hidden = true)
    public Response checkOptions() {
        return check();
    }

    private static List<String> scopes(String text) {
        try {
            return Scopes.parse(text);
        } catch (IllegalArgumentException e) {
            throw GatehouseException.badRequest(
                    "invalid_parameter", "scope must be scope tokens (RFC 6749 3.3) separated by spaces.");
        }
    }

    private static String audience(String text) {
        if (!Targets.isTarget(text)) {
            throw GatehouseException.badRequest(
                    "invalid_parameter", "audience must be the id of a client or an absolute URI, and not any.");
        }
        return text;
    }

    private static Response admitted(Admitted admitted) {
        Response.ResponseBuilder answer =
                Response.ok("", MediaType.TEXT_PLAIN_TYPE).header(HttpHeaders.CACHE_CONTROL, "no-store");
        headers(admitted).forEach(answer::header);
        return answer.build();
    }

    private static Map<String, String> headers(Admitted admitted) {
        return Map.of(
                SUBJECT, headerSafe(admitted.subject()),
                SCOPES, String.join(" ", admitted.scopes()),
                KEY_ID, headerSafe(admitted.keyId()),
                ORGANIZATION, headerSafe(admitted.organizationId()));
    }

    /**
     * The text with everything that a header cannot hold percent-encoded, and the percent sign: ids of users of a federated
     * directory may hold any character, and two of them must not look the same.
     */
    static String headerSafe(String text) {
        StringBuilder safe = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0x20 && b < 0x7f && b != '%') {
                safe.append((char) b);
            } else {
                safe.append('%').append(String.format("%02X", b));
            }
        }
        return safe.toString();
    }
}
