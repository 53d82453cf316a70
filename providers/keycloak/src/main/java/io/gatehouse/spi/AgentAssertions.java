package io.gatehouse.spi;

import org.keycloak.common.VerificationException;
import org.keycloak.crypto.ClientSignatureVerifierProvider;
import org.keycloak.crypto.ClientSignatureVerifierProviderFactory;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureVerifierContext;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * Verifies what agents sign to prove themselves, by their keys of this moment ({@link AssertionKeys}). Stands before Keycloak's own
 * factory of the same algorithm, which goes on to serve every other client.
 */
abstract class AgentAssertions implements ClientSignatureVerifierProviderFactory {
    private final ClientSignatureVerifierProviderFactory stock;

    AgentAssertions(ClientSignatureVerifierProviderFactory stock) {
        this.stock = stock;
    }

    /**
     * What verifies by this key.
     *
     * @throws VerificationException when the key is of another kind
     */
    abstract SignatureVerifierContext verifier(KeyWrapper key) throws VerificationException;

    @Override
    public final String getId() {
        return stock.getId();
    }

    @Override
    public final int order() {
        return 1;
    }

    @Override
    public final ClientSignatureVerifierProvider create(KeycloakSession session) {
        return new Assertions(session, stock.create(session));
    }

    private final class Assertions implements ClientSignatureVerifierProvider {
        private final KeycloakSession session;
        private final ClientSignatureVerifierProvider ofOthers;

        private Assertions(KeycloakSession session, ClientSignatureVerifierProvider ofOthers) {
            this.session = session;
            this.ofOthers = ofOthers;
        }

        @Override
        public SignatureVerifierContext verifier(ClientModel client, JWSInput assertion) throws VerificationException {
            return AgentClient.isAgent(client)
                    ? AgentAssertions.this.verifier(AssertionKeys.find(session, client, assertion))
                    : ofOthers.verifier(client, assertion);
        }

        @Override
        public String getAlgorithm() {
            return ofOthers.getAlgorithm();
        }

        @Override
        public boolean isAsymmetricAlgorithm() {
            return true;
        }
    }
}
