package io.gatehouse.core.token;

import io.gatehouse.core.token.TokenException.Reason;

/**
 * A token that a key signed. That stays so for ever, which is why it may be kept; everything else about the token may change
 * and is asked each time: whether the key is still the issuer's, the time, revocation.
 *
 * <p>Immutable and thread-safe. Made by {@link ParsedToken#signedBy} alone.
 */
public final class SignedToken {

    private static final long MS_PER_SECOND = 1000;

    private final String keyId;
    private final TokenKey key;
    private final AgentTokenClaims claims;

    SignedToken(String keyId, TokenKey key, AgentTokenClaims claims) {
        this.keyId = keyId;
        this.key = key;
        this.claims = claims;
    }

    /** The {@code kid} of the token. */
    public String keyId() {
        return keyId;
    }

    /** The {@code alg} of the token. */
    public String algorithm() {
        return key.algorithm();
    }

    /** Whether the token may be kept: the key is one by value, and holds on to nothing else. */
    boolean isKeepable() {
        return key instanceof Ed25519PublicKey;
    }

    /** Whether it was this key that signed. */
    boolean isSignedBy(TokenKey other) {
        return key.equals(other);
    }

    /**
     * The claims, when the issuer is the expected one and now is within the token's time. Whether the token has been
     * revoked, is for this audience and has the scope, is for the caller to check.
     *
     * @param expectedIssuer compared character by character
     * @param nowMs milliseconds since 1970
     * @param clockSkewSeconds 0..{@value ParsedToken#MAX_CLOCK_SKEW_SECONDS}, added at both ends
     * @throws TokenException {@code WRONG_ISSUER}, {@code EXPIRED}, {@code NOT_YET_VALID}, in this order
     * @throws IllegalArgumentException when the clock skew is out of range
     */
    public AgentTokenClaims claims(String expectedIssuer, long nowMs, long clockSkewSeconds) throws TokenException {
        requireClockSkew(clockSkewSeconds);
        require(claims.issuer().equals(expectedIssuer), Reason.WRONG_ISSUER, "the token is from another issuer");
        long expiresAtMs = (claims.expiresAtSeconds() + clockSkewSeconds) * MS_PER_SECOND;
        require(nowMs < expiresAtMs, Reason.EXPIRED, "the token has expired");
        long notBeforeMs = (claims.notBeforeSeconds() - clockSkewSeconds) * MS_PER_SECOND;
        require(nowMs >= notBeforeMs, Reason.NOT_YET_VALID, "the token is not valid yet");
        return claims;
    }

    static void requireClockSkew(long clockSkewSeconds) {
        if (clockSkewSeconds < 0 || clockSkewSeconds > ParsedToken.MAX_CLOCK_SKEW_SECONDS) {
            throw new IllegalArgumentException("clock skew must be 0..%d seconds, got %d"
                    .formatted(ParsedToken.MAX_CLOCK_SKEW_SECONDS, clockSkewSeconds));
        }
    }

    @Override
    public String toString() {
        return "SignedToken[keyId=" + keyId + "]";
    }

    private static void require(boolean holds, Reason reason, String message) throws TokenException {
        if (!holds) {
            throw new TokenException(reason, message);
        }
    }
}
