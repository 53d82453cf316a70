package io.gatehouse.login;

import io.gatehouse.login.EmailCodeBodies.Presented;
import io.gatehouse.login.EmailCodeBodies.VerifyCodeRequest;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Call;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /auth/verify-code}, open to everybody: a code against tokens. */
@Tag(name = "Login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class VerifyCodeResource {
    private final Call call;
    private final EmailCodes codes;
    private final AddressThrottle throttle;

    /** Serves one call. */
    public VerifyCodeResource(Call call, EmailCodes codes, AddressThrottle throttle) {
        this.call = call;
        this.codes = codes;
        this.throttle = throttle;
    }

    /** Takes a code. */
    @POST
    @Operation(
            operationId = "verifyLoginCode",
            summary = "Log in with a code that was sent by e-mail; each is good once and for five tries")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VerifyCodeRequest.class)))
    @APIResponseSchema(
            value = LoginTokensRepresentation.class,
            responseCode = "200",
            responseDescription = "The tokens")
    public Response verify(byte @Nullable [] body) {
        codes.requireOn();
        Presented presented = EmailCodeBodies.readVerify(call, body);
        throttle.admit(call.scope(), "Too many codes were tried from this address.");
        return LoginAnswers.of(call, codes.logIn(presented), EmailCodes.wrong());
    }
}
