package io.gatehouse.account;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.http.FormPartValue;

/**
 * {@code /me/avatar}: the picture of the person who calls. Guests have none: it would let anybody keep files here for the world
 * to fetch. Nor do keys, agents and delegated tokens, which are not the person.
 */
@Tag(name = "Me", description = "What belongs to the person who calls")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AvatarResource {
    private static final String PART = "file";

    private final Call call;
    private final Avatars avatars;

    /** Serves one call. */
    public AvatarResource(Call call, Avatars avatars) {
        this.call = call;
        this.avatars = avatars;
    }

    /** Sets the picture. */
    @PUT
    @Operation(
            operationId = "setMyAvatar",
            summary = "Set your picture",
            description =
                    "Cut to its middle, turned upright and kept as a PNG of 256 x 256 pixels; nothing else of the file"
                            + " is kept, such as where it was taken. The address of the one before leads nowhere from then on.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = AvatarUpload.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is set",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AvatarRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "Your account cannot be changed, or another picture is being set at this moment",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Too many pictures at this moment; try again after Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response put() {
        return set();
    }

    /** As {@link #put}, for forms of web pages, which know no PUT. */
    @POST
    @Operation(operationId = "postMyAvatar", summary = "Set your picture; the same as PUT")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = AvatarUpload.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is set",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AvatarRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "Your account cannot be changed, or another picture is being set at this moment",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Too many pictures at this moment; try again after Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response post() {
        return set();
    }

    /** Takes the picture away. */
    @DELETE
    @Operation(operationId = "deleteMyAvatar", summary = "Delete your picture, if you have one")
    @APIResponse(
            responseCode = "200",
            description = "What there is now, to callers that prefer return=representation",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AvatarRepresentation.class)))
    @APIResponse(responseCode = "204", description = "There is none now")
    public Response delete() {
        String userId = requirePerson();
        avatars.remove(userId);
        return Answer.deleted(call.headers(), new AvatarRepresentation(null));
    }

    private Response set() {
        String userId = requirePerson();
        return Answer.ok(new AvatarRepresentation(avatars.set(userId, file())));
    }

    /**
     * The form's one file. Keycloak has read the form already, as it reads every form: a file is on its disk until the call ends,
     * and a body beyond the server's own limit never comes here.
     */
    private byte[] file() {
        String type = call.headers().getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (type == null
                || !type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals(MediaType.MULTIPART_FORM_DATA)) {
            throw GatehouseException.unsupportedMediaType(MediaType.MULTIPART_FORM_DATA);
        }
        MultivaluedMap<String, FormPartValue> form =
                call.scope().session().getContext().getHttpRequest().getMultiPartFormParameters();
        List<FormPartValue> parts = form.get(PART);
        if (!form.keySet().equals(Set.of(PART)) || parts == null || parts.size() != 1) {
            throw GatehouseException.badRequest("invalid_form", "Send one file, as the part named " + PART + ".");
        }
        return read(parts.get(0));
    }

    /** Never more than one byte too many. */
    private static byte[] read(FormPartValue part) {
        try (InputStream in = part.asInputStream()) {
            return in.readNBytes(Avatars.MAX_FILE_BYTES + 1);
        } catch (IOException e) {
            throw GatehouseException.badRequest("invalid_form", "The part " + PART + " cannot be read.");
        }
    }

    private String requirePerson() {
        Caller caller = call.caller();
        caller.requireCredential();
        call.noQuery();
        boolean isPerson = caller.kind() == Caller.Kind.USER || caller.kind() == Caller.Kind.ADMIN;
        String userId = caller.userId();
        if (!isPerson || userId == null || !caller.mayMakeCredentials()) {
            throw GatehouseException.forbidden(
                    "credential_not_allowed",
                    "This call is for people with an account in this realm; use their own access token, not a guest's.");
        }
        return userId;
    }
}
