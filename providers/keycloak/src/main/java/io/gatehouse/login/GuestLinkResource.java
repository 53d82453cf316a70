package io.gatehouse.login;

import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.Logins;
import io.gatehouse.platform.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /auth/link-anonymous}: a guest proves an address and is an ordinary user from then on, the same one. */
@Tag(name = "Login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class GuestLinkResource {
    private static final int ACCEPTED = 202;

    private final Call call;
    private final GuestLinks links;
    private final AddressThrottle throttle;

    /** Serves one call. */
    public GuestLinkResource(Call call, GuestLinks links, AddressThrottle throttle) {
        this.call = call;
        this.links = links;
        this.throttle = throttle;
    }

    /** Answer to whoever asked for a code. */
    @Schema(name = "GuestLinkAnswer")
    record Asked(
            @Schema(required = true, description = "Seconds that a code is good, once it is sent")
            long expiresIn) {}

    /** Has a code sent. */
    @POST
    @Operation(
            operationId = "linkGuest",
            summary =
                    "Have a code sent by which a guest proves an address; the answer does not say whether anybody has it")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GuestBodies.Ask.class)))
    @APIResponse(
            responseCode = "202",
            description = "Noted",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Asked.class)))
    public Response ask(byte @Nullable [] body) {
        String userId = links.requireGuest();
        call.scope().settings().login().require(LoginMethod.GUEST);
        GuestBodies.Ask wanted = GuestBodies.readAsk(call.fields(body));
        throttle.admit(call.scope(), "Too many letters were asked for from this address.");
        links.ask(userId, wanted.email());
        return Answer.json(ACCEPTED, new Asked(GuestLinkLetter.LIFETIME.toSeconds()))
                .build();
    }

    /** Takes the code. */
    @POST
    @Path("confirm")
    @Operation(
            operationId = "confirmGuestLink",
            summary =
                    "Give the guest its address, in the session that asked; all its sessions end, and new tokens come")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GuestBodies.Confirm.class)))
    @APIResponse(
            responseCode = "200",
            description = "An ordinary user with the guest's id, and its tokens",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GuestTokensRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "The code is right, but somebody has the address by now; nothing changed",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response confirm(byte @Nullable [] body) {
        String userId = links.requireGuest();
        call.scope().settings().login().require(LoginMethod.GUEST);
        GuestBodies.Confirm wanted = GuestBodies.readConfirm(call.fields(body));
        throttle.admit(call.scope(), "Too many codes were tried from this address.");
        Logins.Outcome outcome = links.confirm(userId, wanted);
        Logins.Tokens tokens = outcome.tokens();
        if (tokens != null) {
            return Answer.ok(GuestTokensRepresentation.of(userId, tokens));
        }
        // Remembered: a try was recorded, or the guest is linked and the realm wants something of the user first.
        return call.remembered(
                outcome.refusal() == Logins.Refusal.NOT_ALLOWED
                        ? GuestLinks.wrong()
                        : GatehouseException.forbidden(
                                "action_required", "The guest is linked, but has to log in on the login page now."));
    }
}
