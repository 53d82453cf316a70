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
     * The token with a signature that the key made; see {@link SignedToken#claims} for what is left to check.
     *
     * @param key the issuer's key with the id {@link #keyId}; for another algorithm than the token's, nothing verifies
     * @throws TokenException {@code BAD_SIGNATURE}
     */
    public SignedToken signedBy(TokenKey key) throws TokenException {
        if (!key.algorithm().equals(algorithm) || !key.verify(signed, signature)) {
            throw new TokenException(Reason.BAD_SIGNATURE, "the signature does not fit");
        }
        return new SignedToken(keyId, key, claims);
    }

    /**
     * The claims, when the key signed them, the issuer is the expected one, and now is within the token's time: {@link
     * #signedBy} and {@link SignedToken#claims} in one.
     *
     * @throws TokenException {@code BAD_SIGNATURE}, {@code WRONG_ISSUER}, {@code EXPIRED}, {@code NOT_YET_VALID}, in
     *     this order
     * @throws IllegalArgumentException when the clock skew is out of range
     */
    public AgentTokenClaims verify(TokenKey key, String expectedIssuer, long nowMs, long clockSkewSeconds)
            throws TokenException {
        SignedToken.requireClockSkew(clockSkewSeconds);
        return signedBy(key).claims(expectedIssuer, nowMs, clockSkewSeconds);
    }

    @Override
    public String toString() {
        return "ParsedToken[keyId=" + keyId + ", unverified]";
    }
}
