package io.gatehouse.spi;

import io.gatehouse.core.token.TokenKey;
import io.gatehouse.core.token.TokenSigner;
import io.gatehouse.platform.GatehouseException;
import java.util.Optional;
import java.util.Set;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureException;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.crypto.SignatureSignerContext;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/**
 * Signatures as a client's own settings want them, by Keycloak's own signature providers and the realm's keys. Some readers know
 * no EdDSA and no {@code at+jwt}: Spring Security's is one.
 */
final class ClientSignatures {
    /** Names of what signs agents' tokens. */
    private static final Set<String> OURS = Set.of(Algorithm.EdDSA, Ed25519Name.ALGORITHM);

    private static final Set<String> ALGORITHMS = Set.of(
            Algorithm.RS256,
            Algorithm.RS384,
            Algorithm.RS512,
            Algorithm.PS256,
            Algorithm.PS384,
            Algorithm.PS512,
            Algorithm.ES256,
            Algorithm.ES384,
            Algorithm.ES512);

    private ClientSignatures() {}

    /**
     * The algorithm that the client wants its access tokens signed with; empty when it names none, or Ed25519's.
     *
     * @throws GatehouseException 400 for a symmetric or unknown one
     */
    static Optional<String> algorithm(ClientModel client) {
        String algorithm = client.getAttribute(OIDCConfigAttributes.ACCESS_TOKEN_SIGNED_RESPONSE_ALG);
        if (algorithm == null || algorithm.isBlank() || OURS.contains(algorithm)) {
            return Optional.empty();
        }
        if (!ALGORITHMS.contains(algorithm)) {
            throw GatehouseException.badRequest(
                    OAuthErrorException.UNAUTHORIZED_CLIENT,
                    "The client's access token signature algorithm must be asymmetric.");
        }
        return Optional.of(algorithm);
    }

    /** The realm's active key for the algorithm, with the type that the client wants. */
    static TokenSigner signer(KeycloakSession session, ClientModel client, String algorithm) {
        boolean isRfc9068 = OIDCAdvancedConfigWrapper.fromClientModel(client).isUseRfc9068AccessTokenHeaderType();
        SignatureSignerContext context =
                session.getProvider(SignatureProvider.class, algorithm).signer();
        return new Signer(context, algorithm, isRfc9068 ? "at+jwt" : "JWT");
    }

    /** The enabled key with this id; empty unless the algorithm is one of those above. */
    static Optional<TokenKey> key(KeycloakSession session, RealmModel realm, String keyId, String algorithm) {
        if (!ALGORITHMS.contains(algorithm)) {
            return Optional.empty();
        }
        KeyWrapper key = session.keys().getKey(realm, keyId, KeyUse.SIG, algorithm);
        return key == null || !key.getStatus().isEnabled()
                ? Optional.empty()
                : Optional.of(new Key(session, keyId, algorithm));
    }

    private record Signer(SignatureSignerContext context, String algorithm, String type) implements TokenSigner {
        @Override
        public String keyId() {
            return context.getKid();
        }

        @Override
        public byte[] sign(byte[] message) {
            try {
                return context.sign(message);
            } catch (SignatureException e) {
                throw new IllegalStateException("the token could not be signed", e);
            }
        }
    }

    private record Key(KeycloakSession session, String keyId, String algorithm) implements TokenKey {
        @Override
        public boolean verify(byte[] message, byte[] signature) {
            try {
                return session.getProvider(SignatureProvider.class, algorithm)
                        .verifier(keyId)
                        .verify(message, signature);
            } catch (VerificationException e) {
                return false;
            }
        }
    }
}
