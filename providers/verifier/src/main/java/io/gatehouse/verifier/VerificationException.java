package io.gatehouse.verifier;

import io.gatehouse.core.token.TokenException;
import org.jspecify.annotations.Nullable;

/**
 * A token that the service must not act on.
 *
 * <p>The message names the broken rule, for the service's log; it never holds the token or a part of it. Tell the
 * caller no more than {@link #oauthError()}.
 */
public final class VerificationException extends Exception {

    /** Why the token was not accepted; the list is closed. */
    public enum Reason {
        /** Not a JWT of Gatehouse by shape. */
        MALFORMED,
        /** A JWT, but with an algorithm, type or header parameter that agent tokens never have. */
        UNSUPPORTED,
        /** The realm has no key with the token's key id. */
        UNKNOWN_KEY,
        /** The signature is not one of the realm's key. */
        BAD_SIGNATURE,
        /** Issued by somebody else, or by another realm. */
        WRONG_ISSUER,
        /** Its time is over. */
        EXPIRED,
        /** Its time has not begun; perhaps the clocks differ. */
        NOT_YET_VALID,
        /** Meant for another service, or for none in particular. */
        WRONG_AUDIENCE,
        /** Revoked: by itself, with its agent or API key, or with everything that the realm had issued. */
        REVOKED,
        /** Bound to a key of the caller ({@code cnf}), and sent without a proof that this verifier can check. */
        PROOF_REQUIRED,
        /** Sent with a DPoP proof that is not one for this token and request, or that was used before. */
        BAD_PROOF,
        /** Valid, but without a scope that the service asks for. */
        INSUFFICIENT_SCOPE,
        /** The realm's keys could not be fetched. Nothing is known about the token: try again later. */
        KEYS_UNAVAILABLE,
        /** The token is good but for its status list, which could not be fetched. Try again later. */
        STATUS_UNAVAILABLE
    }

    private final Reason reason;

    VerificationException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    VerificationException(Reason reason, String message) {
        this(reason, message, null);
    }

    static VerificationException of(TokenException e) {
        Reason reason =
                switch (e.reason()) {
                    case MALFORMED -> Reason.MALFORMED;
                    case UNSUPPORTED -> Reason.UNSUPPORTED;
                    case UNKNOWN_KEY -> Reason.UNKNOWN_KEY;
                    case BAD_SIGNATURE -> Reason.BAD_SIGNATURE;
                    case WRONG_ISSUER -> Reason.WRONG_ISSUER;
                    case EXPIRED -> Reason.EXPIRED;
                    case NOT_YET_VALID -> Reason.NOT_YET_VALID;
                };
        return new VerificationException(reason, String.valueOf(e.getMessage()), e);
    }

    /** Why the token was not accepted. */
    public Reason reason() {
        return reason;
    }

    /**
     * The {@code error} to answer with in {@code WWW-Authenticate} (RFC 6750 section 3.1, RFC 9449 section 7.1): {@code
     * insufficient_scope} (status 403), {@code invalid_dpop_proof} or {@code invalid_token} (401). For {@link
     * Reason#KEYS_UNAVAILABLE} and {@link Reason#STATUS_UNAVAILABLE} answer 503 instead.
     */
    public String oauthError() {
        return switch (reason) {
            case INSUFFICIENT_SCOPE -> "insufficient_scope";
            case BAD_PROOF -> "invalid_dpop_proof";
            default -> "invalid_token";
        };
    }
}
