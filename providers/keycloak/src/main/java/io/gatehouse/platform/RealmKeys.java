package io.gatehouse.platform;

import io.gatehouse.core.key.Peppers;
import io.gatehouse.core.token.Ed25519PrivateKey;
import io.gatehouse.core.token.Ed25519PublicKey;
import java.util.Optional;
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

    /** The enabled Ed25519 key with this id, active or passive; empty for any other. */
    Optional<Ed25519PublicKey> verificationKey(KeycloakSession session, RealmModel realm, String keyId);

    /**
     * The peppers under which the realm's secrets are stored.
     *
     * @throws GatehouseException 503 when there is none
     */
    Peppers peppers(KeycloakSession session, RealmModel realm);
}
