package io.gatehouse.spi;

import org.keycloak.common.VerificationException;
import org.keycloak.crypto.ClientSignatureVerifierProvider;
import org.keycloak.crypto.ClientSignatureVerifierProviderFactory;
import org.keycloak.crypto.SignatureVerifierContext;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** Lets clients sign their assertions under the name {@code Ed25519}; the discovery document then lists it. */
public final class Ed25519AssertionFactory implements ClientSignatureVerifierProviderFactory {
    @Override
    public String getId() {
        return Ed25519Name.ALGORITHM;
    }

    @Override
    public ClientSignatureVerifierProvider create(KeycloakSession session) {
        return new Assertions(session);
    }

    private record Assertions(KeycloakSession session) implements ClientSignatureVerifierProvider {
        @Override
        public SignatureVerifierContext verifier(ClientModel client, JWSInput assertion) throws VerificationException {
            return Ed25519Name.verifier(AssertionKeys.find(session, client, assertion));
        }

        @Override
        public String getAlgorithm() {
            return Ed25519Name.ALGORITHM;
        }

        @Override
        public boolean isAsymmetricAlgorithm() {
            return true;
        }
    }
}
