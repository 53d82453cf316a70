package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What forgers make of a good token with the realm's public key and keys of their own, by names of what each is. All fit into a
 * header and into {@code POST /tokens/verify}.
 */
final class ForgedTokens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIGNATURE_BYTES = 64;
    private static final int HALF = SIGNATURE_BYTES / 2;

    /** The order of Ed25519's base point (RFC 8032 section 5.1): S and S + L verify alike when nobody looks. */
    private static final BigInteger ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private final Map<String, String> all = new LinkedHashMap<>();
    private final SigningKey forger = SigningKey.ed25519();
    private final Map<String, Object> header;
    private final Map<String, Object> claims;
    private final String[] parts;

    private ForgedTokens(String genuine) {
        Jwt jwt = Jwt.parse(genuine);
        this.header = asMap(jwt.header());
        this.claims = asMap(((ObjectNode) jwt.claims()).deepCopy().put("scope", "orders.read orders.write"));
        this.parts = genuine.split("\\.", -1);
    }

    /**
     * The table.
     *
     * @param genuine a token of the realm
     * @param publicKey of the key that signed it, the member {@code x} of its JWK
     * @param otherKeyId of a key of the realm that signs no such tokens
     */
    static Map<String, String> of(String genuine, String publicKey, String otherKeyId) {
        ForgedTokens forged = new ForgedTokens(genuine);
        forged.shapes(genuine);
        forged.signatures();
        forged.algorithms(publicKey);
        forged.keys(otherKeyId);
        forged.headers();
        forged.claims();
        return forged.all;
    }

    private void shapes(String genuine) {
        all.put("one character", "x");
        all.put("no token", "not.a.token");
        all.put("dots", "..");
        all.put("two parts", parts[0] + "." + parts[1]);
        all.put("no signature", parts[0] + "." + parts[1] + ".");
        all.put("four parts", genuine + ".x");
        all.put("five parts", genuine + ".x.y");
        all.put("padding", genuine + "=");
        all.put("another payload", parts[0] + "." + part(claims) + "." + parts[2]);
        all.put("another header", part(with("x", 1)) + "." + parts[1] + "." + parts[2]);
    }

    private void signatures() {
        byte[] good = Base64.getUrlDecoder().decode(parts[2]);
        byte[] flipped = good.clone();
        flipped[0] ^= 1;
        byte[] smallOrder = new byte[SIGNATURE_BYTES];
        smallOrder[0] = 1;
        all.put("a bit of the signature changed", signedWith(flipped));
        all.put("signature extended", signedWith(Arrays.copyOf(good, SIGNATURE_BYTES + 1)));
        all.put("signature cut", signedWith(Arrays.copyOf(good, SIGNATURE_BYTES - 1)));
        all.put("signature of zeros", signedWith(new byte[SIGNATURE_BYTES]));
        all.put("signature with a point of small order", signedWith(smallOrder));
        all.put("signature with S + L", signedWith(plusOrder(good)));
    }

    private void algorithms(String publicKey) {
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            all.put("alg '" + none + "'", part(with("alg", none)) + "." + part(claims) + ".");
            all.put("alg '" + none + "' with the old signature", header(with("alg", none)));
        }
        for (String other : List.of("RS256", "ES256", "Ed448", "eddsa", "HS512")) {
            all.put("alg " + other, header(with("alg", other)));
        }
        all.put("alg is no text", header(with("alg", List.of("EdDSA"))));
        byte[] raw = Base64.getUrlDecoder().decode(publicKey);
        all.put("HS256 with the raw public key", SigningKey.hmac(raw, with("alg", "HS256"), claims));
        all.put(
                "HS256 with the public key as text",
                SigningKey.hmac(publicKey.getBytes(StandardCharsets.US_ASCII), with("alg", "HS256"), claims));
        all.put("ES256 with a key of another curve", SigningKey.p256().sign(with("alg", "ES256"), claims));
    }

    private void keys(String otherKeyId) {
        all.put("signed by the forger", forger.sign(header, claims));
        all.put("kid of another of the realm's keys", forger.sign(with("kid", otherKeyId), claims));
        Map<String, Object> without = new LinkedHashMap<>(header);
        without.remove("kid");
        all.put("no kid", forger.sign(without, claims));
        for (String kid : List.of("", "unknown", "../../../../dev/null", "x' or '1'='1", "\u0000", "k".repeat(4_000))) {
            String shown = new String(SigningKey.json(kid), StandardCharsets.UTF_8);
            all.put("kid " + shown.substring(0, Math.min(shown.length(), 20)), forger.sign(with("kid", kid), claims));
        }
        all.put("kid is a number", forger.sign(with("kid", 1), claims));
        all.put("the forger's jwk", forger.sign(with("jwk", forger.jwk()), claims));
        all.put("the forger's jku", forger.sign(with("jku", "http://127.0.0.1:9/jwks"), claims));
        all.put("the forger's x5u", forger.sign(with("x5u", "http://127.0.0.1:9/cert"), claims));
        all.put("the forger's x5c", forger.sign(with("x5c", List.of("AA==")), claims));
    }

    private void headers() {
        all.put("crit", forger.sign(with("crit", List.of("exp")), claims));
        all.put("b64", forger.sign(with("b64", false), claims));
        all.put("typ JWT", header(with("typ", "JWT")));
        all.put("no typ", header(Map.of("alg", "EdDSA", "kid", header.get("kid"))));
        all.put("compressed", header(with("zip", "DEF")));
    }

    private void claims() {
        claim("exp", "4102444800");
        claim("exp", 4_102_444_800.5);
        claim("exp", new BigDecimal("1e400"));
        claim("exp", -1);
        claim("aud", List.of());
        claim("aud", Map.of("demo-api", true));
        claim("aud", 7);
        claim("iss", "http://127.0.0.1:9/realms/demo");
        claim("sub", "admin");
        claim("scope", List.of("orders.write"));
    }

    private void claim(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.put(name, value);
        all.put(name + " " + value, forger.sign(header, changed));
    }

    private Map<String, Object> with(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(header);
        changed.put(name, value);
        return changed;
    }

    /** Another header before the payload and signature that were good. */
    private String header(Map<String, Object> changed) {
        return part(changed) + "." + parts[1] + "." + parts[2];
    }

    private String signedWith(byte[] signature) {
        return parts[0] + "." + parts[1] + "." + SigningKey.base64(signature);
    }

    private static byte[] plusOrder(byte[] signature) {
        byte[] s = new byte[HALF];
        for (int i = 0; i < HALF; i++) {
            s[i] = signature[SIGNATURE_BYTES - 1 - i];
        }
        byte[] sum = new BigInteger(1, s).add(ORDER).toByteArray();
        byte[] changed = signature.clone();
        for (int i = 0; i < HALF; i++) {
            changed[HALF + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        return changed;
    }

    private static String part(Object value) {
        return SigningKey.base64(SigningKey.json(value));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(JsonNode node) {
        return JSON.convertValue(node, Map.class);
    }
}
