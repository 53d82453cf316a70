package io.gatehouse.account;

import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.EntityTags;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /avatars}, open to whoever knows an address: people's pictures, for pages of any site. What an address shows never
 * changes, so that it is kept for a year by browsers; what is sent can do nothing but be shown.
 */
@Tag(name = "Me")
@Produces(MediaType.WILDCARD)
@Consumes(MediaType.WILDCARD)
public final class AvatarFileResource {
    /** Requests that one address may send at once: a page that shows many people. */
    public static final int BURST = 600;

    /** After how long it may send one more. */
    public static final Duration INTERVAL = Duration.ofMillis(20);

    private static final String PNG = "image/png";

    private final Call call;
    private final Avatars avatars;
    private final AddressThrottle throttle;

    /** Serves one call. */
    public AvatarFileResource(Call call, Avatars avatars, AddressThrottle throttle) {
        this.call = call;
        this.avatars = avatars;
        this.throttle = throttle;
    }

    /** Shows a picture. */
    @GET
    @Path("{opaque}")
    @SecurityRequirements
    @Operation(operationId = "getAvatar", summary = "Get a person's picture")
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content = @Content(mediaType = PNG, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "The caller has it already")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from this address",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response get(@PathParam("opaque") String opaque) {
        throttle.admit(call.scope(), "Too many requests from this address: keep copies, or let a shared cache ask.");
        call.noQuery();
        Avatar avatar = avatars.find(opaque).orElseThrow(GatehouseException::notFound);
        String etag = EntityTags.of(avatar.png());
        Response.ResponseBuilder answer =
                EntityTags.isKnown(call.headers(), etag) ? Response.notModified() : Response.ok(avatar.png());
        return answer.type(PNG)
                .header(HttpHeaders.ETAG, etag)
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .build();
    }
}
