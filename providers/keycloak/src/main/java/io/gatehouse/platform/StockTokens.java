package io.gatehouse.platform;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Port to Keycloak's own access tokens. */
public interface StockTokens {
    /**
     * What a valid user access token says.
     *
     * @param userId the user
     * @param permissions what the token's roles and the user's present roles both confer
     * @param authenticatedAtMs when the user last proved presence; for a service account, when the token was issued
     * @param isDelegated whether somebody else acts ({@code act})
     * @param isGuest whether the user is an anonymous guest
     * @param mayImpersonate whether the user holds the stock role {@code impersonation}
     */
    record User(
            String userId,
            Set<Permission> permissions,
            @Nullable Long authenticatedAtMs,
            boolean isDelegated,
            boolean isGuest,
            boolean mayImpersonate) {}

    /** The user behind the request's bearer token; empty unless it is valid and meant for {@code gatehouse}. */
    Optional<User> authenticate(KeycloakSession session, RealmModel realm);

    /**
     * When the person behind the request's bearer token last gave a second factor (a one-time code, a recovery code, a security
     * key or a passkey) in the login session of that token, in milliseconds since the epoch; empty for never, and for tokens that
     * no person of this realm got.
     */
    Optional<Long> secondFactorAtMs(KeycloakSession session, RealmModel realm);

    /** The login session that the request's bearer token was got in; empty for a token of none, or one that is not valid. */
    Optional<String> sessionId(KeycloakSession session, RealmModel realm);

    /** Whether a stock token was revoked by its id; Keycloak holds the list in memory. */
    boolean isRevoked(KeycloakSession session, String tokenId);
}
