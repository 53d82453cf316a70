package io.gatehouse.spi;

import java.nio.charset.StandardCharsets;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.crypto.HashUtils;
import org.keycloak.keys.PublicKeyStorageProvider;
import org.keycloak.keys.PublicKeyStorageUtils;
import org.keycloak.keys.loader.ClientPublicKeyLoader;
import org.keycloak.keys.loader.PublicKeyStorageManager;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * The public keys that clients sign their assertions with. Keycloak keeps them in a cache by the client's id and drops them when the
 * client changes; a request that read the client before the change may put the old ones back after it. An agent's keys are kept by
 * what they are instead, so that a key that was replaced is never found again, and there is nothing to drop.
 */
final class AssertionKeys {
    private AssertionKeys() {}

    /**
     * The key that the assertion says it was signed with.
     *
     * @throws VerificationException when the client has no such key
     */
    static KeyWrapper find(KeycloakSession session, ClientModel client, JWSInput assertion)
            throws VerificationException {
        KeyWrapper key = AgentClient.isAgent(client)
                ? ofAgent(session, client, assertion)
                : PublicKeyStorageManager.getClientPublicKeyWrapper(session, client, assertion);
        if (key == null) {
            throw new VerificationException("Key not found");
        }
        return key;
    }

    private static KeyWrapper ofAgent(KeycloakSession session, ClientModel agent, JWSInput assertion) {
        String id =
                agent.getId() + ':' + HashUtils.sha256UrlEncodedHash(AgentClient.keysOf(agent), StandardCharsets.UTF_8);
        return session.getProvider(PublicKeyStorageProvider.class)
                .getPublicKey(
                        PublicKeyStorageUtils.getClientModelCacheKey(
                                agent.getRealm().getId(), id),
                        assertion.getHeader().getKeyId(),
                        assertion.getHeader().getRawAlgorithm(),
                        new ClientPublicKeyLoader(session, agent));
    }
}
