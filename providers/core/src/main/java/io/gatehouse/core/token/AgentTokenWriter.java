package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes tokens: JWTs with {@code alg: EdDSA} (RFC 8037) and {@code typ: at+jwt} (RFC 9068), unless a client wants its own
 * signed in another way.
 *
 * <p>Thread-safe: no state.
 */
public final class AgentTokenWriter {

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
        JWSAlgorithm algorithm = JWSAlgorithm.parse(signer.algorithm());
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType(signer.type()))
                .keyID(signer.keyId())
                .build();
        JWSObject token =
                new JWSObject(header, new Payload(StrictJson.write(json(claims)).getBytes(UTF_8)));
        try {
            token.sign(new Signer(algorithm, signer));
        } catch (JOSEException e) {
            throw new IllegalStateException("the token could not be signed", e);
        }
        String text = token.serialize();
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

    /** Lets Nimbus sign with our keys; its own Ed25519 signer needs a library that is not shipped. */
    private static final class Signer extends BaseJWSProvider implements JWSSigner {

        private final TokenSigner key;

        Signer(JWSAlgorithm algorithm, TokenSigner key) {
            super(Set.of(algorithm));
            this.key = key;
        }

        @Override
        public Base64URL sign(JWSHeader header, byte[] signingInput) {
            return Base64URL.encode(key.sign(signingInput));
        }
    }
}
