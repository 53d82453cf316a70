package io.gatehouse.spi;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.core.key.Peppers;
import io.gatehouse.core.token.Ed25519PrivateKey;
import io.gatehouse.core.token.Ed25519PublicKey;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.NodeOptions;
import io.gatehouse.platform.RealmKeys;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.component.ComponentModel;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.keys.KeyProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The realm's keys as Keycloak keeps them: Ed25519 for tokens, and the pepper as a key component of ours. */
final class RealmKeysAdapter implements RealmKeys {
    /** Name of the key component that holds a pepper. */
    static final String PEPPER_NAME = "gatehouse-pepper";

    /** Most keys whose parsed form is kept. */
    private static final int MAX_PARSED_KEYS = 1_000;

    private static final String ED25519 = "Ed25519";
    private static final int RAW_KEY_BYTES = 32;
    private static final int RETRY_AFTER_SECONDS = 30;

    private final NodeOptions options;

    /** Parsing checks the point, which costs as much as a signature; Keycloak keeps the same object while a realm is cached. */
    private final Cache<EdECPrivateKey, Ed25519PrivateKey> privateKeys =
            Caffeine.newBuilder().weakKeys().maximumSize(MAX_PARSED_KEYS).build();

    private final Cache<EdECPublicKey, Ed25519PublicKey> publicKeys =
            Caffeine.newBuilder().weakKeys().maximumSize(MAX_PARSED_KEYS).build();

    RealmKeysAdapter(NodeOptions options) {
        this.options = options;
    }

    @Override
    public SigningKey signingKey(KeycloakSession session, RealmModel realm) {
        KeyWrapper key = session.keys()
                .getKeysStream(realm, KeyUse.SIG, Algorithm.EdDSA)
                .filter(k -> k.getStatus().isActive() && ED25519.equals(k.getCurve()))
                .filter(k -> k.getPrivateKey() instanceof EdECPrivateKey)
                .max(Comparator.comparingLong(KeyWrapper::getProviderPriority))
                .orElseThrow(() -> GatehouseException.unavailable(
                        "The realm has no active Ed25519 key; add one under Realm settings, Keys.",
                        RETRY_AFTER_SECONDS));
        Ed25519PrivateKey privateKey = privateKeys.get(
                (EdECPrivateKey) key.getPrivateKey(),
                found -> Ed25519PrivateKey.ofSeed(found.getBytes().orElseThrow()));
        return new SigningKey(key.getKid(), privateKey);
    }

    @Override
    public Optional<Ed25519PublicKey> verificationKey(KeycloakSession session, RealmModel realm, String keyId) {
        KeyWrapper key = session.keys().getKey(realm, keyId, KeyUse.SIG, Algorithm.EdDSA);
        boolean isUsable = key != null
                && key.getStatus().isEnabled()
                && ED25519.equals(key.getCurve())
                && key.getPublicKey() instanceof EdECPublicKey;
        return isUsable
                ? Optional.of(publicKeys.get((EdECPublicKey) key.getPublicKey(), RealmKeysAdapter::raw))
                : Optional.empty();
    }

    /** RFC 8032 5.1.2: y little-endian, the sign of x in the highest bit. */
    private static Ed25519PublicKey raw(EdECPublicKey key) {
        byte[] bigEndian = key.getPoint().getY().toByteArray();
        byte[] raw = new byte[RAW_KEY_BYTES];
        for (int i = 0; i < bigEndian.length && i < RAW_KEY_BYTES; i++) {
            raw[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            raw[RAW_KEY_BYTES - 1] |= (byte) 0x80;
        }
        return Ed25519PublicKey.ofRaw(raw);
    }

    @Override
    public Peppers peppers(KeycloakSession session, RealmModel realm) {
        return options.peppers().orElseGet(() -> ofRealm(session, realm));
    }

    private static Peppers ofRealm(KeycloakSession session, RealmModel realm) {
        List<String> components = realm.getComponentsStream(realm.getId(), KeyProvider.class.getName())
                .filter(component -> PEPPER_NAME.equals(component.getName()))
                .map(ComponentModel::getId)
                .collect(Collectors.toList());
        List<KeyWrapper> keys = session.keys()
                .getKeysStream(realm)
                .filter(key -> components.contains(key.getProviderId()) && key.getSecretKey() != null)
                .sorted(Comparator.comparingLong(KeyWrapper::getProviderPriority)
                        .reversed())
                .toList();
        if (keys.isEmpty()) {
            throw GatehouseException.unavailable(
                    "The realm has no key named " + PEPPER_NAME
                            + "; remove its attribute gatehouse.setup and restart a node to have one made.",
                    RETRY_AFTER_SECONDS);
        }
        Map<String, byte[]> byId = new LinkedHashMap<>();
        keys.forEach(key -> byId.put(key.getKid(), key.getSecretKey().getEncoded()));
        return new Peppers(keys.get(0).getKid(), byId);
    }
}
