package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes tokens: JWTs with {@code alg: EdDSA} (RFC 8037) and {@code typ: at+jwt} (RFC 9068), unless a client wants its own
 * signed in another way.
 *
 * <p>Thread-safe: no state.
 */
public final class AgentTokenWriter {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /**
     * The token signed as agents' tokens are; {@link AgentTokenParser#parse} reads whatever this makes.
     *
     * @param keyId {@code kid}, 1..{@value AgentTokenParser#MAX_KEY_ID_LENGTH} visible ASCII characters
     * @throws IllegalArgumentException when the key id is out of range, or the token would be longer than
     *     {@value AgentTokenParser#MAX_TOKEN_LENGTH} characters
     */
    public String sign(AgentTokenClaims claims, String keyId, Ed25519PrivateKey key) {
        return sign(claims, TokenSigner.ofEd25519(keyId, key));
    }

    /**
     * The token signed by any signer; {@link AgentTokenParser#parseForAnyClient} reads whatever this makes.
     *
     * @throws IllegalArgumentException when the signer's key id is out of range, or the token would be longer than
     *     {@value AgentTokenParser#MAX_TOKEN_LENGTH} characters
     */
    public String sign(AgentTokenClaims claims, TokenSigner signer) {
        if (!AgentTokenParser.isKeyId(signer.keyId())) {
            throw new IllegalArgumentException("the key id must have 1..%d visible ASCII characters"
                    .formatted(AgentTokenParser.MAX_KEY_ID_LENGTH));
        }
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("kid", signer.keyId());
        header.put("typ", signer.type());
        header.put("alg", signer.algorithm());
        String signed = encode(header) + "." + encode(json(claims));
        String text = signed + "." + ENCODER.encodeToString(signer.sign(signed.getBytes(US_ASCII)));
        if (text.length() > AgentTokenParser.MAX_TOKEN_LENGTH) {
            throw new IllegalArgumentException("the token would have %d characters, at most %d: ask for less"
                    .formatted(text.length(), AgentTokenParser.MAX_TOKEN_LENGTH));
        }
        return text;
    }

    private static Map<String, Object> json(AgentTokenClaims claims) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("iss", claims.issuer());
        json.put("sub", claims.subject());
        json.put("client_id", claims.clientId());
        json.put("azp", claims.clientId());
        json.put("aud", claims.audience().size() == 1 ? claims.audience().get(0) : claims.audience());
        putUnlessNull(json, "scope", claims.scope().isEmpty() ? null : String.join(" ", claims.scope()));
        json.put("iat", claims.issuedAtSeconds());
        json.put("nbf", claims.notBeforeSeconds());
        json.put("exp", claims.expiresAtSeconds());
        json.put("jti", claims.tokenId());
        json.put("txn", claims.transactionId());
        putUnlessNull(json, "sub_profile", claims.subjectProfile());
        putUnlessNull(json, "act", claims.act());
        putUnlessNull(json, "cnf", claims.confirmation());
        putUnlessNull(json, "authorization_details", claims.authorizationDetails());
        json.put("target_service", claims.targetService());
        putUnlessNull(json, "key_id", claims.keyId());
        putUnlessNull(json, "status", claims.status() == null ? null : status(claims.status()));
        putUnlessNull(json, "par", claims.parents().isEmpty() ? null : claims.parents());
        putUnlessNull(json, "gsid", claims.login());
        return json;
    }

    private static Map<String, Object> status(StatusReference reference) {
        return Map.of("status_list", Map.of("idx", reference.index(), "uri", reference.uri()));
    }

    private static void putUnlessNull(Map<String, Object> json, String claim, @Nullable Object value) {
        if (value != null) {
            json.put(claim, value);
        }
    }

    private static String encode(Map<String, Object> json) {
        return ENCODER.encodeToString(StrictJson.write(json).getBytes(UTF_8));
    }
}
