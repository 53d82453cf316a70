package io.gatehouse.spi;

import io.gatehouse.platform.RealmKeys.SigningKey;
import java.util.Set;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.JavaAlgorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureException;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.crypto.SignatureProviderFactory;
import org.keycloak.crypto.SignatureSignerContext;
import org.keycloak.crypto.SignatureVerifierContext;
import org.keycloak.models.KeycloakSession;

/**
 * Signatures under the name {@code Ed25519}: DPoP proofs (RFC 9449) come with it. The realm signs with its own Ed25519 key when an
 * administrator chooses the name for something.
 */
public final class Ed25519SignatureFactory implements SignatureProviderFactory {
    @Override
    public String getId() {
        return Ed25519Name.ALGORITHM;
    }

    @Override
    public Set<String> getJwkPrivateKeyClaims() {
        return OKP_PRIVATE_JWK_CLAIMS;
    }

    @Override
    public SignatureProvider create(KeycloakSession session) {
        return new Signatures(session);
    }

    private record Signatures(KeycloakSession session) implements SignatureProvider {
        @Override
        public SignatureSignerContext signer() {
            return new Signer(GatehouseProvider.nodeOf(session)
                    .ports()
                    .realmKeys()
                    .signingKey(session, session.getContext().getRealm()));
        }

        /** Nothing in Keycloak signs so with a key that it was handed. */
        @Override
        public SignatureSignerContext signer(KeyWrapper key) throws SignatureException {
            throw new SignatureException("Only the realm's own key signs under the name " + Ed25519Name.ALGORITHM);
        }

        @Override
        public SignatureVerifierContext verifier(String keyId) throws VerificationException {
            return verifier(session.keys().getKey(session.getContext().getRealm(), keyId, KeyUse.SIG, Algorithm.EdDSA));
        }

        @Override
        public SignatureVerifierContext verifier(KeyWrapper key) throws VerificationException {
            return Ed25519Name.verifier(key);
        }

        @Override
        public boolean isAsymmetricAlgorithm() {
            return true;
        }
    }

    private record Signer(SigningKey key) implements SignatureSignerContext {
        @Override
        public String getKid() {
            return key.keyId();
        }

        @Override
        public String getAlgorithm() {
            return Ed25519Name.ALGORITHM;
        }

        @Override
        public String getHashAlgorithm() {
            return JavaAlgorithm.getJavaAlgorithmForHash(Algorithm.EdDSA, Ed25519Name.ALGORITHM);
        }

        @Override
        public byte[] sign(byte[] data) {
            return key.privateKey().sign(data);
        }
    }
}
