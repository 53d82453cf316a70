package io.gatehouse.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.crypto.utils.ECChecks;
import com.nimbusds.jose.jwk.Curve;
import io.gatehouse.core.token.Ed25519PublicKey;
import io.gatehouse.platform.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The public keys with which an agent signs its assertions: a JWK Set (RFC 7517 section 5) of Ed25519 (RFC 8037) and P-256
 * (RFC 7518 section 6.2) keys and nothing else. Immutable.
 *
 * <p>The text is canonical: only known public members, {@code use} always {@code sig} (Keycloak passes over keys without
 * it) and {@code alg} always {@code EdDSA} or {@code ES256}, which allow each key one algorithm (RFC 8725 section 3.1).
 *
 * @param text the set as JSON
 */
public record Jwks(String text) {
    /** Largest set, in bytes of JSON. */
    public static final int MAX_BYTES = 8_192;

    /** Most keys in a set: one in use, one to come, and some room. */
    public static final int MAX_KEYS = 5;

    /** Longest {@code kid}, in characters. */
    public static final int MAX_KID_LENGTH = 255;

    /** Most keys of a fetched set, whatever they are. */
    static final int MAX_FETCHED_KEYS = 50;

    private static final int COORDINATE_BYTES = 32;
    private static final Set<String> PRIVATE_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");
    private static final Set<String> KNOWN_MEMBERS =
            Set.of("kty", "crv", "x", "y", "kid", "use", "alg", "key_ops", "ext");
    private static final Set<String> ED25519_ALGORITHMS = Set.of("EdDSA", "Ed25519");
    private static final Set<String> P256_ALGORITHMS = Set.of("ES256");

    /**
     * Reads a set that a caller sent.
     *
     * @throws IllegalArgumentException when it is none that an agent may have; the message is a sentence for the caller
     *     that names the limit and quotes nothing of the set
     */
    public static Jwks parse(JsonNode sent) {
        require(sent.isObject(), "jwks must be an object with the member keys.");
        require(
                sent.size() == 1 && sent.path("keys").isArray(),
                "jwks must have the member keys, an array, and no other.");
        require(
                sent.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES,
                "jwks may have at most " + MAX_BYTES + " bytes of JSON.");
        JsonNode keys = sent.path("keys");
        require(!keys.isEmpty() && keys.size() <= MAX_KEYS, "jwks must have 1 to " + MAX_KEYS + " keys.");
        ObjectNode set = Json.object();
        ArrayNode canonical = set.putArray("keys");
        Set<String> kids = new HashSet<>();
        for (JsonNode key : keys) {
            ObjectNode publicKey = publicKey(key);
            require(kids.add(publicKey.path("kid").textValue()), "Each key of jwks must have a kid of its own.");
            canonical.add(publicKey);
        }
        return new Jwks(set.toString());
    }

    /**
     * Reads a set that was fetched from where an agent publishes its keys. Such sets are written for others too: keys that an
     * agent may not have are passed over (RFC 7517 section 5), and so are members that nobody here knows.
     *
     * @throws IllegalArgumentException when it is no set, has private keys, or no key or more than {@link #MAX_KEYS} that an
     *     agent may have
     */
    static Jwks parseFetched(JsonNode fetched) {
        JsonNode keys = fetched.path("keys");
        require(keys.isArray() && keys.size() <= MAX_FETCHED_KEYS, "no set of at most " + MAX_FETCHED_KEYS + " keys");
        ObjectNode set = Json.object();
        ArrayNode usable = set.putArray("keys");
        Set<String> kids = new HashSet<>();
        for (JsonNode key : keys) {
            PRIVATE_MEMBERS.forEach(name -> require(!key.has(name), "a private key"));
            Optional<ObjectNode> publicKey = usable(key);
            publicKey.ifPresent(found -> {
                require(kids.add(found.path("kid").textValue()), "two keys with the same kid");
                usable.add(found);
            });
        }
        require(!usable.isEmpty() && usable.size() <= MAX_KEYS, "no key, or too many, that an agent may have");
        return new Jwks(set.toString());
    }

    private static Optional<ObjectNode> usable(JsonNode key) {
        if (!key.isObject()) {
            return Optional.empty();
        }
        ObjectNode known = key.deepCopy();
        known.retain(KNOWN_MEMBERS);
        try {
            return Optional.of(publicKey(known));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether every key of another set is in this one, with the same kid. */
    boolean hasEveryKeyOf(Jwks other) {
        Set<JsonNode> own = new HashSet<>();
        Json.tree(toMap()).path("keys").forEach(own::add);
        for (JsonNode key : Json.tree(other.toMap()).path("keys")) {
            if (!own.contains(key)) {
                return false;
            }
        }
        return true;
    }

    /** The set as JSON value. */
    public Map<String, Object> toMap() {
        return Json.readMap(text);
    }

    private static ObjectNode publicKey(JsonNode key) {
        require(key.isObject(), "Each key of jwks must be an object.");
        PRIVATE_MEMBERS.forEach(
                name -> require(
                        !key.has(name),
                        "jwks must hold public keys only, and this one has private members. Make a new key: this one was disclosed."));
        key.fieldNames()
                .forEachRemaining(name -> require(
                        KNOWN_MEMBERS.contains(name),
                        "A key of jwks may have the members kty, crv, x, y, kid, use, alg, key_ops and ext only."));
        String kid = text(key, "kid");
        require(
                !kid.isEmpty() && kid.length() <= MAX_KID_LENGTH && kid.chars().allMatch(c -> c >= 0x21 && c <= 0x7e),
                "The kid of a key must have 1 to " + MAX_KID_LENGTH + " visible ASCII characters.");
        require(!key.has("use") || text(key, "use").equals("sig"), "The use of a key must be sig.");
        require(!key.has("key_ops") || isVerifyOnly(key.path("key_ops")), "The key_ops of a key must be verify.");
        ObjectNode publicKey =
                switch (text(key, "kty") + " " + text(key, "crv")) {
                    case "OKP Ed25519" -> ed25519(key);
                    case "EC P-256" -> p256(key);
                    default ->
                        throw new IllegalArgumentException(
                                "A key of jwks must be an Ed25519 key (kty OKP) or a P-256 key (kty EC).");
                };
        return publicKey.put("kid", kid).put("use", "sig");
    }

    private static ObjectNode ed25519(JsonNode key) {
        require(!key.has("y"), "An Ed25519 key has no member y.");
        requireAlgorithm(key, ED25519_ALGORITHMS, "The alg of an Ed25519 key must be EdDSA or Ed25519.");
        try {
            Ed25519PublicKey ignored = Ed25519PublicKey.ofRaw(coordinate(key, "x"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The x of an Ed25519 key must be a point of the curve: 32 bytes as base64url.", e);
        }
        return Json.object()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("x", text(key, "x"))
                .put("alg", "EdDSA");
    }

    private static ObjectNode p256(JsonNode key) {
        requireAlgorithm(key, P256_ALGORITHMS, "The alg of a P-256 key must be ES256.");
        BigInteger x = new BigInteger(1, coordinate(key, "x"));
        BigInteger y = new BigInteger(1, coordinate(key, "y"));
        ECParameterSpec curve = Curve.P_256.toECParameterSpec();
        BigInteger prime = ((ECFieldFp) curve.getCurve().getField()).getP();
        // Nimbus computes modulo the prime, so a coordinate beyond it would be a second name of the same point.
        require(
                x.compareTo(prime) < 0 && y.compareTo(prime) < 0 && ECChecks.isPointOnCurve(x, y, curve),
                "The x and y of a P-256 key must be a point of the curve: 32 bytes each as base64url.");
        return Json.object()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", text(key, "x"))
                .put("y", text(key, "y"))
                .put("alg", "ES256");
    }

    private static void requireAlgorithm(JsonNode key, Set<String> allowed, String sentence) {
        require(!key.has("alg") || allowed.contains(text(key, "alg")), sentence);
    }

    private static boolean isVerifyOnly(JsonNode operations) {
        return operations.isArray()
                && operations.size() == 1
                && "verify".equals(operations.path(0).textValue());
    }

    /** Exactly 32 bytes in the one base64url form that they have (RFC 7515 section 2). */
    private static byte[] coordinate(JsonNode key, String name) {
        String text = text(key, name);
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            boolean isCanonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(text);
            if (bytes.length == COORDINATE_BYTES && isCanonical) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(notCoordinate(name), e);
        }
        throw new IllegalArgumentException(notCoordinate(name));
    }

    private static String notCoordinate(String name) {
        return "The " + name + " of a key must be " + COORDINATE_BYTES + " bytes as base64url without padding.";
    }

    private static String text(JsonNode key, String name) {
        JsonNode value = key.path(name);
        require(value.isTextual(), "Each key of jwks must have the member " + name + ", a string.");
        return value.textValue();
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
