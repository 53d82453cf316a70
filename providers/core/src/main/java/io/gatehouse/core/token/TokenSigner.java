package io.gatehouse.core.token;

/** A private key as {@link AgentTokenWriter} uses it, with what the header says of it. */
public interface TokenSigner {
    /** {@code kid}, 1..{@value AgentTokenParser#MAX_KEY_ID_LENGTH} visible ASCII characters. */
    String keyId();

    /** {@code alg}: the JOSE name of an asymmetric algorithm. */
    String algorithm();

    /** {@code typ}: {@code at+jwt}, or {@code JWT} for readers that know no other. */
    String type();

    /** The signature of the message in the form of RFC 7518. */
    byte[] sign(byte[] message);

    /** The realm's own way: {@code EdDSA} and {@code at+jwt}. */
    static TokenSigner ofEd25519(String keyId, Ed25519PrivateKey key) {
        return new Ed25519TokenSigner(keyId, key);
    }
}
