package io.gatehouse.token;

import io.gatehouse.core.token.StatusListToken;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.EntityTags;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Problem;
import io.gatehouse.token.StatusLists.Published;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /status-lists}, open to everybody: what a service that verifies tokens offline reads to learn of revocations. */
@Tag(name = "Tokens")
@Produces(MediaType.WILDCARD)
@Consumes(MediaType.WILDCARD)
public final class StatusListResource {
    /** Requests that one address may send at once. */
    public static final int BURST = 600;

    /** After how long it may send one more: 50 a second, more than anybody needs who keeps copies. */
    public static final Duration INTERVAL = Duration.ofMillis(20);

    private static final MediaType TYPE = MediaType.valueOf(StatusListToken.MEDIA_TYPE);
    private static final String CACHE_CONTROL = "public, max-age=" + StatusLists.CACHE_SECONDS;

    private final Call call;
    private final StatusLists lists;
    private final AddressThrottle throttle;

    /** Serves one call. */
    public StatusListResource(Call call, StatusLists lists, AddressThrottle throttle) {
        this.call = call;
        this.lists = lists;
        this.throttle = throttle;
    }

    /** Lists the lists. */
    @GET
    @SecurityRequirements
    @Operation(
            operationId = "listStatusLists",
            summary = "List the status lists that tokens may still refer to",
            description = "The realm's status_list_aggregation_endpoint.")
    @APIResponse(
            responseCode = "200",
            description = "Their addresses",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StatusListsRepresentation.class)))
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from this address",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response list() {
        admit();
        call.noQuery();
        return Answer.json(200, new StatusListsRepresentation(lists.addresses()))
                .header(HttpHeaders.CACHE_CONTROL, null)
                .header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
                .build();
    }

    /** Shows a list. */
    @GET
    @Path("{number}")
    @SecurityRequirements
    @Operation(
            operationId = "getStatusList",
            summary = "Get a signed status list",
            description = "A Token Status List (draft-ietf-oauth-status-list), one bit for each token: 1 is revoked. A"
                    + " revocation is in it within a second.")
    @APIResponse(
            responseCode = "200",
            description = "The list, a JWT",
            content = @Content(mediaType = StatusListToken.MEDIA_TYPE, schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "304", description = "The list that the caller has is still the newest")
    @APIResponse(
            responseCode = "406",
            description = "The caller accepts no JWT",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from this address",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response get(@PathParam("number") String number) {
        admit();
        call.noQuery();
        requireAcceptable();
        OptionalLong known = StatusLists.numberIn(number);
        if (known.isEmpty()) {
            throw GatehouseException.notFound();
        }
        Published published = lists.published(known.getAsLong()).orElseThrow(GatehouseException::notFound);
        Response.ResponseBuilder answer = EntityTags.isKnown(call.headers(), published.etag())
                ? Response.notModified()
                : Response.ok(published.text());
        return answer.type(TYPE)
                .header(HttpHeaders.ETAG, published.etag())
                .header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    private void admit() {
        throttle.admit(call.scope(), "Too many requests from this address: keep copies, or let a shared cache ask.");
    }

    private void requireAcceptable() {
        boolean isAcceptable = call.headers().getAcceptableMediaTypes().stream().anyMatch(TYPE::isCompatible);
        if (!isAcceptable) {
            throw GatehouseException.http(
                    406, "not_acceptable", "A status list is " + StatusListToken.MEDIA_TYPE + " and nothing else.");
        }
    }
}
