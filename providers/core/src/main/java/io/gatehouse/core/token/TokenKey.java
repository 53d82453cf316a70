package io.gatehouse.core.token;

/** A public key and the one algorithm that it is for (RFC 8725 section 3.1): a token cannot choose another. */
public interface TokenKey {
    /** The JOSE name of the algorithm, such as {@code EdDSA}. */
    String algorithm();

    /**
     * True when the signature is one of this key over the message. Never throws.
     *
     * @param signature in the form of RFC 7518, any length
     */
    boolean verify(byte[] message, byte[] signature);
}
