package io.gatehouse.spi;

import org.keycloak.common.VerificationException;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.ES256ClientSignatureVerifierProviderFactory;
import org.keycloak.crypto.KeyType;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.ServerECDSASignatureVerifierContext;
import org.keycloak.crypto.SignatureVerifierContext;

/** Agents' assertions under the name {@code ES256}. */
public final class Es256AssertionFactory extends AgentAssertions {
    /** Keycloak makes one when it starts. */
    public Es256AssertionFactory() {
        super(new ES256ClientSignatureVerifierProviderFactory());
    }

    @Override
    SignatureVerifierContext verifier(KeyWrapper key) throws VerificationException {
        if (!KeyType.EC.equals(key.getType()) || !Algorithm.ES256.equals(key.getAlgorithm())) {
            throw new VerificationException("Not a P-256 key");
        }
        return new ServerECDSASignatureVerifierContext(key);
    }
}
