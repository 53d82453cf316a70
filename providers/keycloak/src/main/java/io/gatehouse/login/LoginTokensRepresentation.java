package io.gatehouse.login;

import io.gatehouse.platform.Logins;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The tokens of a login, as every way of ours to log in answers (RFC 6749 5.1). */
@Schema(name = "LoginTokens")
public record LoginTokensRepresentation(
        @Schema(required = true) String accessToken,

        @Schema(required = true, description = "Always bearer")
        String tokenType,

        @Schema(required = true, description = "Seconds that the access token lives")
        long expiresIn,

        @Schema(required = true, nullable = true, description = "Null where the client gets none") @Nullable
        String refreshToken,

        @Schema(
                required = true,
                description = "Seconds that the refresh token lives; 0 for one without an end, or none")
        long refreshExpiresIn,

        @Schema(required = true, nullable = true, description = "Null unless the scope openid was asked for") @Nullable
        String idToken,

        @Schema(required = true, description = "What was granted, separated by spaces")
        String scope) {
    /** The answer for these tokens. */
    public static LoginTokensRepresentation of(Logins.Tokens tokens) {
        return new LoginTokensRepresentation(
                tokens.accessToken(),
                "bearer",
                tokens.expiresIn(),
                tokens.refreshToken(),
                tokens.refreshExpiresIn(),
                tokens.idToken(),
                tokens.scope());
    }

    @Override
    public String toString() {
        return "LoginTokensRepresentation";
    }
}
