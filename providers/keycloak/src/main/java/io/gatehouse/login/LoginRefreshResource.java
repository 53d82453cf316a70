package io.gatehouse.login;

import io.gatehouse.login.EmailCodeBodies.RefreshTokenRequest;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /auth/refresh-token}, open to everybody: Keycloak's refresh (RFC 6749 6) for clients that also say whose token it
 * is. Whatever is wrong, the answer is the same.
 */
@Tag(name = "Login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class LoginRefreshResource {
    /** Longest refresh token, in characters. */
    static final int MAX_TOKEN_LENGTH = 16_384;

    /** Longest id of a user, in characters. */
    static final int MAX_USER_LENGTH = 255;

    private final Call call;

    /** Serves one call. */
    public LoginRefreshResource(Call call) {
        this.call = call;
    }

    /** Gives new tokens. */
    @POST
    @Operation(
            operationId = "refreshLogin",
            summary = "New tokens for a refresh token of Keycloak's, if it is that user's")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RefreshTokenRequest.class)))
    @APIResponseSchema(
            value = LoginTokensRepresentation.class,
            responseCode = "200",
            responseDescription = "The tokens")
    public Response refresh(byte @Nullable [] body) {
        Fields fields = call.fields(body);
        String token = fields.requiredText("refresh_token", 1, MAX_TOKEN_LENGTH);
        String userId = fields.requiredText("user_uuid", 1, MAX_USER_LENGTH);
        Logins.Client client = EmailCodeBodies.client(fields);
        fields.done();
        // Keycloak's own refresh lets in who is locked by brute-force protection; none of our doors does.
        boolean isAble = call.scope()
                .ports()
                .users()
                .isAbleToAct(call.scope().session(), call.scope().realm(), userId);
        Logins.Tokens tokens = isAble
                ? call.scope()
                        .ports()
                        .logins()
                        .refresh(call.scope().session(), call.scope().realm(), client, token, userId)
                        .orElse(null)
                : null;
        return tokens == null
                ? call.remembered(GatehouseException.http(
                        401, "invalid_token", "The refresh token is wrong, used or too old, or is somebody else's."))
                : Answer.ok(LoginTokensRepresentation.of(tokens));
    }
}
