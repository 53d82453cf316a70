package io.gatehouse.core.token;

/**
 * A token that is not accepted.
 *
 * <p>The message says which rule was broken, for logs and tests; it never holds the token or a part of it. What a
 * stranger is told is for the caller to decide.
 */
public final class TokenException extends Exception {

    /** Why a token is refused. */
    public enum Reason {
        /** Not a JWT of ours by shape: size, parts, base64url, JSON, a missing or wrongly typed claim. */
        MALFORMED,
        /** A JWT, but with an algorithm, type or header parameter that agent tokens never have. */
        UNSUPPORTED,
        /** No key with the token's key id. */
        UNKNOWN_KEY,
        /** The signature is not one of that key over that text. */
        BAD_SIGNATURE,
        /** Issued by somebody else, or by another realm. */
        WRONG_ISSUER,
        /** Its time is over. */
        EXPIRED,
        /** Its time has not begun. */
        NOT_YET_VALID
    }

    private final Reason reason;

    /**
     * Refuses a token.
     *
     * @param message the broken rule, without any part of the token
     */
    public TokenException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why the token is refused. */
    public Reason reason() {
        return reason;
    }
}
