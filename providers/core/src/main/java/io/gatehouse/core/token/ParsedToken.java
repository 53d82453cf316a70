package io.gatehouse.core.token;

import io.gatehouse.core.token.TokenException.Reason;

/**
 * A token of the right shape that nobody has vouched for yet. Only the key id can be read, to find the key.
 *
 * <p>Immutable and thread-safe.
 */
public final class ParsedToken {

    /** Most seconds by which two clocks may differ. */
    public static final long MAX_CLOCK_SKEW_SECONDS = 300;

    private static final long MS_PER_SECOND = 1000;

    private final String keyId;
    private final byte[] signed;
    private final byte[] signature;
    private final AgentTokenClaims claims;

    ParsedToken(String keyId, byte[] signed, byte[] signature, AgentTokenClaims claims) {
        this.keyId = keyId;
        this.signed = signed;
        this.signature = signature;
        this.claims = claims;
    }

    /** The {@code kid} that the token claims, 1..255 visible ASCII characters: use it to look a key up, for nothing else. */
    public String keyId() {
        return keyId;
    }

    /**
     * The claims, when the key signed them, the issuer is the expected one, and now is within the token's time. Whether
     * the token has been revoked, is for this audience and has the scope, is for the caller to check.
     *
     * @param key the issuer's key with the id {@link #keyId}
     * @param expectedIssuer compared character by character
     * @param nowMs milliseconds since 1970
     * @param clockSkewSeconds 0..{@value #MAX_CLOCK_SKEW_SECONDS}, added at both ends
     * @throws TokenException {@code BAD_SIGNATURE}, {@code WRONG_ISSUER}, {@code EXPIRED}, {@code NOT_YET_VALID}, in
     *     this order
     * @throws IllegalArgumentException when the clock skew is out of range
     */
    public AgentTokenClaims verify(Ed25519PublicKey key, String expectedIssuer, long nowMs, long clockSkewSeconds)
            throws TokenException {
        if (clockSkewSeconds < 0 || clockSkewSeconds > MAX_CLOCK_SKEW_SECONDS) {
            throw new IllegalArgumentException(
                    "clock skew must be 0..%d seconds, got %d".formatted(MAX_CLOCK_SKEW_SECONDS, clockSkewSeconds));
        }
        require(key.verify(signed, signature), Reason.BAD_SIGNATURE, "the signature does not fit");
        require(claims.issuer().equals(expectedIssuer), Reason.WRONG_ISSUER, "the token is from another issuer");
        long expiresAtMs = (claims.expiresAtSeconds() + clockSkewSeconds) * MS_PER_SECOND;
        require(nowMs < expiresAtMs, Reason.EXPIRED, "the token has expired");
        long notBeforeMs = (claims.notBeforeSeconds() - clockSkewSeconds) * MS_PER_SECOND;
        require(nowMs >= notBeforeMs, Reason.NOT_YET_VALID, "the token is not valid yet");
        return claims;
    }

    @Override
    public String toString() {
        return "ParsedToken[keyId=" + keyId + ", unverified]";
    }

    private static void require(boolean holds, Reason reason, String message) throws TokenException {
        if (!holds) {
            throw new TokenException(reason, message);
        }
    }
}
