package io.gatehouse.login;

import io.gatehouse.platform.Logins;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The tokens of a new guest in JSON, as RFC 6749 5.1 has them, and who the guest is. */
@Schema(name = "GuestTokens")
public record GuestTokensRepresentation(
        @Schema(
                required = true,
                description = "Id of the guest, the sub of its tokens; it stays when the guest is linked")
        String userId,

        @Schema(required = true) String accessToken,

        @Schema(required = true, description = "bearer") String tokenType,

        @Schema(required = true, description = "Seconds that the access token lives")
        long expiresIn,

        @Schema(required = true, nullable = true, description = "null when the client gets none") @Nullable
        String refreshToken,

        @Schema(required = true, description = "Seconds that the refresh token lives, 0 without one")
        long refreshExpiresIn,

        @Schema(required = true, nullable = true, description = "null unless scope holds openid") @Nullable
        String idToken,

        @Schema(required = true, description = "What was granted, separated by spaces")
        String scope) {
    static GuestTokensRepresentation of(String userId, Logins.Tokens tokens) {
        return new GuestTokensRepresentation(
                userId,
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
        return "GuestTokens[" + userId + "]";
    }
}
