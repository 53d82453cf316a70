package io.gatehouse.verifier;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.gatehouse.core.token.Ed25519PublicKey;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a realm's Ed25519 keys (RFC 7517 section 5, RFC 8037 section 2). Reads at most
 * {@value #MAX_BODY_BYTES} bytes.
 *
 * <p>Thread-safe.
 */
final class JwksClient {

    /** Longest key set in bytes. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    /** Most keys taken from one set. */
    static final int MAX_KEYS = 100;

    private final URI uri;
    private final BoundedHttp http;

    JwksClient(URI uri, Duration connectTimeout, Duration readTimeout, Duration totalTimeout) {
        this(uri, new BoundedHttp(connectTimeout, readTimeout, totalTimeout));
    }

    JwksClient(URI uri, BoundedHttp http) {
        this.uri = uri;
        this.http = http;
    }

    /**
     * The keys by their id. Keys of other kinds, for encryption, or that cannot be read are left out.
     *
     * @throws IOException when no key set could be read, whatever the cause
     */
    Map<String, Ed25519PublicKey> fetch() throws IOException {
        return parse(http.get(uri, "application/jwk-set+json, application/json", MAX_BODY_BYTES, "the key set"));
    }

    static Map<String, Ed25519PublicKey> parse(String json) throws IOException {
        try {
            // Nimbus reads the text "null" as no object at all.
            Map<String, Object> set = JSONObjectUtils.parse(json);
            Map<String, Object>[] entries = set == null ? null : JSONObjectUtils.getJSONObjectArray(set, "keys");
            if (entries == null || entries.length > MAX_KEYS) {
                throw new IOException("the key set must have a member \"keys\" of at most " + MAX_KEYS + " keys");
            }
            Map<String, Ed25519PublicKey> keys = new HashMap<>();
            for (Map<String, Object> entry : entries) {
                OctetKeyPair jwk = verificationKey(entry);
                Ed25519PublicKey key = jwk == null ? null : keyOf(jwk);
                if (jwk != null && key != null && keys.putIfAbsent(jwk.getKeyID(), key) != null) {
                    throw new IOException("the key set has two keys with the same id");
                }
            }
            return Map.copyOf(keys);
        } catch (ParseException e) {
            throw new IOException("the key set is not JSON of the expected shape", e);
        }
    }

    private static @Nullable OctetKeyPair verificationKey(Map<String, Object> entry) {
        try {
            boolean isOurs = JWK.parse(entry) instanceof OctetKeyPair jwk
                    && Curve.Ed25519.equals(jwk.getCurve())
                    && jwk.getKeyID() != null
                    && !KeyUse.ENCRYPTION.equals(jwk.getKeyUse());
            return isOurs ? OctetKeyPair.parse(entry) : null;
        } catch (ParseException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Ed25519PublicKey keyOf(OctetKeyPair jwk) {
        try {
            return Ed25519PublicKey.ofRaw(jwk.getDecodedX());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
