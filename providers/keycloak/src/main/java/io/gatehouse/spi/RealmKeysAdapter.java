package io.gatehouse.spi;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.core.key.Peppers;
import io.gatehouse.core.token.Ed25519PrivateKey;
import io.gatehouse.core.token.Ed25519PublicKey;
import io.gatehouse.core.token.TokenKey;
import io.gatehouse.core.token.TokenSigner;
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
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.keys.GeneratedEddsaKeyProviderFactory;
import org.keycloak.keys.KeyProvider;
import org.keycloak.keys.KeyProviderFactory;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderFactory;

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
    public TokenSigner tokenSigner(KeycloakSession session, RealmModel realm, ClientModel client) {
        Optional<String> algorithm = ClientSignatures.algorithm(client);
        if (algorithm.isPresent()) {
            return ClientSignatures.signer(session, client, algorithm.get());
        }
        SigningKey key = signingKey(session, realm);
        return TokenSigner.ofEd25519(key.keyId(), key.privateKey());
    }

    @Override
    public Optional<TokenKey> verificationKey(
            KeycloakSession session, RealmModel realm, String keyId, String algorithm) {
        return Algorithm.EdDSA.equals(algorithm)
                ? ed25519Key(session, realm, keyId).<TokenKey>map(key -> key)
                : ClientSignatures.key(session, realm, keyId, algorithm);
    }

    private Optional<Ed25519PublicKey> ed25519Key(KeycloakSession session, RealmModel realm, String keyId) {
        KeyWrapper key = generatedKey(session, realm, keyId)
                .orElseGet(() -> session.keys().getKey(realm, keyId, KeyUse.SIG, Algorithm.EdDSA));
        boolean isUsable = key != null
                && key.getStatus().isEnabled()
                && ED25519.equals(key.getCurve())
                && key.getPublicKey() instanceof EdECPublicKey;
        return isUsable
                ? Optional.of(publicKeys.get((EdECPublicKey) key.getPublicKey(), RealmKeysAdapter::raw))
                : Optional.empty();
    }

    /** The key among those that Keycloak made for the realm: without loading all its other keys and their certificates. */
    private static Optional<KeyWrapper> generatedKey(KeycloakSession session, RealmModel realm, String keyId) {
        return keyComponents(realm)
                .filter(component -> GeneratedEddsaKeyProviderFactory.ID.equals(component.getProviderId()))
                .flatMap(component -> keys(session, component))
                .filter(key -> key != null
                        && keyId.equals(key.getKid())
                        && key.getStatus().isEnabled())
                .findFirst();
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

    /**
     * The ring out of the realm's key components. Keycloak keeps the components while the realm is cached and unchanged, and so
     * long the ring is kept with the first of them: to ask the key manager would load every key of the realm, certificates
     * included, at each verification.
     */
    private static Peppers ofRealm(KeycloakSession session, RealmModel realm) {
        List<ComponentModel> components = keyComponents(realm)
                .filter(component -> PEPPER_NAME.equals(component.getName()))
                .toList();
        if (components.isEmpty()) {
            throw noPepper();
        }
        PepperRing known = components.get(0).getNote(PepperRing.NOTE);
        if (known != null && known.isOf(components)) {
            return known.peppers();
        }
        PepperRing ring = new PepperRing(components, read(session, components));
        components.get(0).setNote(PepperRing.NOTE, ring);
        return ring.peppers();
    }

    private static Peppers read(KeycloakSession session, List<ComponentModel> components) {
        List<KeyWrapper> keys = components.stream()
                .flatMap(component -> keys(session, component))
                .filter(key -> key.getSecretKey() != null)
                .sorted(Comparator.comparingLong(KeyWrapper::getProviderPriority)
                        .reversed())
                .toList();
        if (keys.isEmpty()) {
            throw noPepper();
        }
        Map<String, byte[]> byId = new LinkedHashMap<>();
        keys.forEach(key -> byId.put(key.getKid(), key.getSecretKey().getEncoded()));
        return new Peppers(keys.get(0).getKid(), byId);
    }

    private static GatehouseException noPepper() {
        return GatehouseException.unavailable(
                "The realm has no key named " + PEPPER_NAME
                        + "; remove its attribute gatehouse.setup and restart a node to have one made.",
                RETRY_AFTER_SECONDS);
    }

    private static Stream<ComponentModel> keyComponents(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), KeyProvider.class.getName());
    }

    /** The keys of one component, none when its provider is not installed. */
    private static Stream<KeyWrapper> keys(KeycloakSession session, ComponentModel component) {
        ProviderFactory<KeyProvider> found =
                session.getKeycloakSessionFactory().getProviderFactory(KeyProvider.class, component.getProviderId());
        if (!(found instanceof KeyProviderFactory<?> factory)) {
            return Stream.empty();
        }
        KeyProvider provider = factory.create(session, component);
        session.enlistForClose(provider);
        return provider.getKeysStream();
    }

    /** A ring and the components that it was read from; good for exactly these objects. */
    private record PepperRing(List<ComponentModel> components, Peppers peppers) {
        static final String NOTE = "gatehouse.peppers";

        boolean isOf(List<ComponentModel> now) {
            boolean isSame = now.size() == components.size();
            for (int i = 0; isSame && i < now.size(); i++) {
                isSame = now.get(i) == components.get(i);
            }
            return isSame;
        }
    }
}
