package io.gatehouse.core.token;

import io.gatehouse.core.token.TokenException.Reason;

/**
 * A token of the right shape that nobody has vouched for yet. Only the key id and the algorithm can be read, to
 * find the key.
 *
 * <p>Immutable and thread-safe.
 */
public final class ParsedToken {

    /** Most seconds by which two clocks may differ. */
    public static final long MAX_CLOCK_SKEW_SECONDS = 300;

    private static final long MS_PER_SECOND = 1000;

    private final String algorithm;
    private final String keyId;
    private final byte[] signed;
    private final byte[] signature;
    private final AgentTokenClaims claims;

    ParsedToken(String algorithm, String keyId, byte[] signed, byte[] signature, AgentTokenClaims claims) {
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.signed = signed;
        this.signature = signature;
        this.claims = claims;
    }

    /** The {@code kid} that the token claims, 1..255 visible ASCII characters: use it to look a key up, for nothing else. */
    public String keyId() {
        return keyId;
    }

    /** The {@code alg} that the token claims, one that its parser takes: to look a key up together with {@link #keyId}. */
    public String algorithm() {
        return algorithm;
    }

    /**
     * The claims, when the key signed them, the issuer is the expected one, and now is within the token's time. Whether
     * the token has been revoked, is for this audience and has the scope, is for the caller to check.
     *
     * @param key the issuer's key with the id {@link #keyId}; for another algorithm than the token's, nothing verifies
     * @param expectedIssuer compared character by character
     * @param nowMs milliseconds since 1970
     * @param clockSkewSeconds 0..{@value #MAX_CLOCK_SKEW_SECONDS}, added at both ends
     * @throws TokenException {@code BAD_SIGNATURE}, {@code WRONG_ISSUER}, {@code EXPIRED}, {@code NOT_YET_VALID}, in
     *     this order
     * @throws IllegalArgumentException when the clock skew is out of range
     */
    public AgentTokenClaims verify(TokenKey key, String expectedIssuer, long nowMs, long clockSkewSeconds)
            throws TokenException {
        if (clockSkewSeconds < 0 || clockSkewSeconds > MAX_CLOCK_SKEW_SECONDS) {
            throw new IllegalArgumentException(
                    "clock skew must be 0..%d seconds, got %d".formatted(MAX_CLOCK_SKEW_SECONDS, clockSkewSeconds));
        }
        boolean isSigned = key.algorithm().equals(algorithm) && key.verify(signed, signature);
        require(isSigned, Reason.BAD_SIGNATURE, "the signature does not fit");
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
