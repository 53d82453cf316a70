package io.gatehouse.platform;

import io.gatehouse.core.key.Peppers;
import io.gatehouse.core.token.Ed25519PrivateKey;
import io.gatehouse.core.token.TokenKey;
import io.gatehouse.core.token.TokenSigner;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Port to the realm's keys. Answers come from Keycloak's realm cache: no query once the realm is cached. */
public interface RealmKeys {
    /**
     * The Ed25519 key that signs now.
     *
     * @param keyId its {@code kid} in the realm's JWKS
     * @param privateKey the key
     */
    record SigningKey(String keyId, Ed25519PrivateKey privateKey) {}

    /** @throws GatehouseException 503 when the realm has no enabled Ed25519 key */
    SigningKey signingKey(KeycloakSession session, RealmModel realm);

    /**
     * What signs the tokens of a client that is none of ours: as its own settings say (Keycloak's "Access token signature
     * algorithm" and "Use RFC 9068 access token header type"), or, when it names no algorithm, as agents' tokens are signed.
     *
     * @throws GatehouseException 400 when the client's algorithm is symmetric or unknown, 503 when the realm has no enabled key
     *     for it
     */
    TokenSigner tokenSigner(KeycloakSession session, RealmModel realm, ClientModel client);

    /**
     * The enabled key with this id for this algorithm, active or passive; empty for any other, and for symmetric ones.
     *
     * @param algorithm a JOSE name, as a token claims it
     */
    Optional<TokenKey> verificationKey(KeycloakSession session, RealmModel realm, String keyId, String algorithm);

    /**
     * The peppers under which the realm's secrets are stored.
     *
     * @throws GatehouseException 503 when there is none
     */
    Peppers peppers(KeycloakSession session, RealmModel realm);
}
