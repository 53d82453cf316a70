package io.gatehouse.spi;

import org.keycloak.common.VerificationException;
import org.keycloak.crypto.EdDSAClientSignatureVerifierProviderFactory;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureVerifierContext;

/** Agents' assertions under the name {@code EdDSA}. */
public final class EdDsaAssertionFactory extends AgentAssertions {
    /** Keycloak makes one when it starts. */
    public EdDsaAssertionFactory() {
        super(new EdDSAClientSignatureVerifierProviderFactory());
    }

    @Override
    SignatureVerifierContext verifier(KeyWrapper key) throws VerificationException {
        return Ed25519Name.verifier(key);
    }
}
