package io.gatehouse.platform;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Port to Keycloak's login: turns a user who proved who they are to us into a login session and tokens of Keycloak's own. */
public interface Logins {
    /**
     * The client that gets the tokens, as a call names it.
     *
     * @param id client id, null for the one that the realm's settings name
     * @param secret its secret, null for a public client
     */
    record Client(@Nullable String id, @Nullable String secret) {
        @Override
        public String toString() {
            return "Client[" + id + "]";
        }
    }

    /**
     * Who logs in, and how.
     *
     * @param userId the user, who has proved to be that one
     * @param method how
     * @param client the client that gets the tokens
     * @param scope scopes that are asked for besides the client's own
     * @param otp one-time code of the user's second factor, null when none was given
     */
    record Attempt(
            String userId,
            LoginMethod method,
            Client client,
            List<String> scope,
            @Nullable String otp) {
        /** Copies the list. */
        public Attempt {
            scope = List.copyOf(scope);
        }

        @Override
        public String toString() {
            return "Attempt[" + userId + ", " + method + "]";
        }
    }

    /**
     * The tokens of a login (RFC 6749 5.1).
     *
     * @param refreshToken null when the client gets none
     * @param idToken null unless {@code openid} was asked for
     * @param expiresIn seconds that the access token lives
     * @param refreshExpiresIn seconds that the refresh token lives, 0 without one
     * @param scope what was granted, separated by spaces
     */
    record Tokens(
            String accessToken,
            @Nullable String refreshToken,
            @Nullable String idToken,
            long expiresIn,
            long refreshExpiresIn,
            String scope) {
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    /** Why a user who proved who they are gets no tokens. */
    enum Refusal {
        /** The user is disabled, locked by brute-force protection, or gone: to be told to nobody. */
        NOT_ALLOWED,
        /** The user has a second factor that is not a one-time code, or did not give one. */
        SECOND_FACTOR_REQUIRED,
        /** The one-time code was wrong. */
        SECOND_FACTOR_INVALID,
        /** Something must be done on Keycloak's pages first, such as to accept terms. */
        ACTION_REQUIRED
    }

    /**
     * What came of it; exactly one of the two is there.
     *
     * @param tokens null when it was refused
     * @param refusal null when it was not
     */
    record Outcome(@Nullable Tokens tokens, @Nullable Refusal refusal) {}

    /**
     * Finds out whether a client may be given tokens by such a login: it exists, is enabled, proved itself, has the method's
     * word in its attribute {@code gatehouse.login_methods}, asks for no consent and binds its tokens to no key.
     *
     * @throws GatehouseException 401 {@code invalid_client} for one that is not there or did not prove itself, 403
     *     {@code client_not_allowed} for one that may not
     */
    void requireClient(KeycloakSession session, RealmModel realm, LoginMethod method, Client client);

    /**
     * Logs the user in as Keycloak would after its own first step: lock-out, second factor and required actions first, then the
     * login session, the tokens and Keycloak's event.
     *
     * @throws GatehouseException as {@link #requireClient}, and 403 {@code access_denied} when a policy of the realm refuses
     */
    Outcome logIn(KeycloakSession session, RealmModel realm, Attempt attempt);

    /**
     * Refreshes tokens as Keycloak's token endpoint does, with all of its checks.
     *
     * @param userId whose token it must be
     * @return empty whatever is wrong
     */
    Optional<Tokens> refresh(
            KeycloakSession session, RealmModel realm, Client client, String refreshToken, String userId);
}
