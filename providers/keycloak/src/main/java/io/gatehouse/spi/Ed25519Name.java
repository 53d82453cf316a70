package io.gatehouse.spi;

import io.gatehouse.core.token.Ed25519PublicKey;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureVerifierContext;

/**
 * The fully-specified algorithm name {@code Ed25519} (RFC 9864) for what Keycloak 26.7 knows as {@code EdDSA} with that curve alone.
 * Widespread OAuth clients use it by default.
 */
final class Ed25519Name {
    /** {@code alg} in headers, and the curve's name in JWKs. */
    static final String ALGORITHM = "Ed25519";

    private Ed25519Name() {}

    /**
     * What verifies signatures of that name.
     *
     * @param key null, or a key of any kind
     * @throws VerificationException unless it is an Ed25519 key
     */
    static SignatureVerifierContext verifier(KeyWrapper key) throws VerificationException {
        if (key == null || key.getPublicKey() == null || !ALGORITHM.equals(key.getCurve())) {
            throw new VerificationException("Not an Ed25519 key");
        }
        try {
            return new Verifier(
                    key.getKid(),
                    Ed25519PublicKey.ofSubjectPublicKeyInfo(key.getPublicKey().getEncoded()));
        } catch (IllegalArgumentException e) {
            throw new VerificationException("Not an Ed25519 key", e);
        }
    }

    private record Verifier(String kid, Ed25519PublicKey key) implements SignatureVerifierContext {
        @Override
        public String getKid() {
            return kid;
        }

        @Override
        public String getAlgorithm() {
            return ALGORITHM;
        }

        @Override
        public boolean verify(byte[] data, byte[] signature) {
            return key.verify(data, signature);
        }
    }
}
