package io.gatehouse.login;

import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.Logins;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
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

/**
 * {@code POST /auth/anonymous}, open to everybody where the realm has guests: a new guest and its tokens. A guest who gets no
 * tokens is not kept.
 */
@Tag(name = "Login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class GuestResource {
    /** How many letters a guest counts for: so many fewer of them one address may make. */
    public static final int LOGIN_REQUESTS_EACH = 10;

    private final Call call;
    private final Guests guests;
    private final AddressThrottle throttle;

    /** Serves one call. */
    public GuestResource(Call call, Guests guests, AddressThrottle throttle) {
        this.call = call;
        this.guests = guests;
        this.throttle = throttle;
    }

    /** Makes a guest. */
    @POST
    @Operation(
            operationId = "createGuest",
            summary = "Come in as a guest, without saying who one is; open to everybody where the realm has guests")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GuestBodies.Come.class)))
    @APIResponse(
            responseCode = "200",
            description = "A new guest and its tokens",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GuestTokensRepresentation.class)))
    public Response create(byte @Nullable [] body) {
        call.scope().settings().login().require(LoginMethod.GUEST);
        GuestBodies.Come wanted = GuestBodies.readCome(fields(body));
        // Before the client proves itself, so that its secret cannot be guessed here.
        throttle.admit(call.scope(), "Too many guests came from this address.");
        Logins logins = call.scope().ports().logins();
        logins.requireClient(call.scope().session(), call.scope().realm(), LoginMethod.GUEST, wanted.client());
        String userId = guests.make(wanted.clientId());
        Logins.Outcome outcome = logins.logIn(
                call.scope().session(),
                call.scope().realm(),
                new Logins.Attempt(userId, LoginMethod.GUEST, wanted.client(), wanted.scopes(), null));
        Logins.Tokens tokens = outcome.tokens();
        if (tokens == null) {
            // Thrown, so that the guest is not kept.
            throw refused(outcome.refusal());
        }
        guests.loggedIn(userId);
        return Answer.ok(GuestTokensRepresentation.of(userId, tokens));
    }

    private Fields fields(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            call.noQuery();
            return new Fields(Json.object());
        }
        return call.fields(body);
    }

    private static GatehouseException refused(Logins.@Nullable Refusal refusal) {
        if (refusal == Logins.Refusal.ACTION_REQUIRED) {
            return GatehouseException.forbidden(
                    "action_required",
                    "This realm wants every new user to do something on its pages first, such as to accept terms or fill"
                            + " in a profile: guests cannot come in.");
        }
        return GatehouseException.forbidden("guest_refused", "This realm lets no guest in now.");
    }
}
