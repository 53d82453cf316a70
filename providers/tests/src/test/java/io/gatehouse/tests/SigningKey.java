package io.gatehouse.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key pair of a test with which it signs tokens of any shape, well-formed or not. Only the JDK's cryptography, so that the
 * product is not measured by itself.
 *
 * @param algorithm {@code EdDSA}, the same as {@code Ed25519}, or {@code ES256}
 */
record SigningKey(String algorithm, KeyPair pair) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ED25519_BYTES = 32;
    private static final int P256_BYTES = 32;

    static SigningKey ed25519() {
        try {
            return new SigningKey(
                    "EdDSA", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static SigningKey p256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new SigningKey("ES256", generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as a JWK (RFC 7517, RFC 8037). */
    Map<String, Object> jwk() {
        Map<String, Object> jwk = new LinkedHashMap<>();
        if (pair.getPublic() instanceof ECPublicKey key) {
            jwk.put("crv", "P-256");
            jwk.put("kty", "EC");
            jwk.put("x", base64(fixed(key.getW().getAffineX().toByteArray())));
            jwk.put("y", base64(fixed(key.getW().getAffineY().toByteArray())));
        } else {
            byte[] encoded = pair.getPublic().getEncoded();
            jwk.put("crv", "Ed25519");
            jwk.put("kty", "OKP");
            jwk.put("x", base64(Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length)));
        }
        return jwk;
    }

    /** A signed token with exactly this header and these claims. */
    String sign(Map<String, ?> header, Map<String, ?> claims) {
        String content = base64(json(header)) + "." + base64(json(claims));
        return content + "." + base64(signature(content.getBytes(StandardCharsets.US_ASCII)));
    }

    /** An assertion with which a client proves itself once (RFC 7523). */
    String assertion(String clientId, String audience) {
        long now = Instant.now().getEpochSecond();
        return sign(
                Map.of("alg", algorithm, "kid", "test"),
                Map.of(
                        "iss", clientId,
                        "sub", clientId,
                        "aud", audience,
                        "jti", UUID.randomUUID().toString(),
                        "iat", now,
                        "exp", now + 60));
    }

    /** A proof of possession for a POST to an address (RFC 9449). */
    String dpopProof(String address) {
        return sign(
                Map.of("alg", algorithm, "typ", "dpop+jwt", "jwk", jwk()),
                Map.of(
                        "htm",
                        "POST",
                        "htu",
                        address,
                        "jti",
                        UUID.randomUUID().toString(),
                        "iat",
                        Instant.now().getEpochSecond()));
    }

    /** A proof of possession for a request that carries a token (RFC 9449 section 7.1). */
    String dpopProof(String method, String url, String token) {
        return dpopProof(Map.of(
                "htm",
                method,
                "htu",
                url,
                "ath",
                digest(token.getBytes(StandardCharsets.US_ASCII)),
                "jti",
                UUID.randomUUID().toString(),
                "iat",
                Instant.now().getEpochSecond()));
    }

    /** What a token says. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> claims(String token) {
        return JSON.convertValue(Jwt.parse(token).claims(), Map.class);
    }

    /** A proof of possession that says exactly this. */
    String dpopProof(Map<String, ?> claims) {
        return sign(Map.of("alg", algorithm, "typ", "dpop+jwt", "jwk", jwk()), claims);
    }

    /** A token "signed" by HMAC with a secret. */
    static String hmac(byte[] secret, Map<String, ?> header, Map<String, ?> claims) {
        String content = base64(json(header)) + "." + base64(json(claims));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** SHA-256 of the JWK (RFC 7638), as {@code cnf.jkt} has it. */
    String thumbprint() {
        return digest(json(jwk()));
    }

    private static String digest(byte[] content) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] signature(byte[] content) {
        try {
            Signature signature =
                    Signature.getInstance(algorithm.startsWith("Ed") ? "Ed25519" : "SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An unsigned number of exactly as many bytes as a coordinate has. */
    private static byte[] fixed(byte[] number) {
        byte[] fixed = new byte[P256_BYTES];
        int length = Math.min(number.length, P256_BYTES);
        System.arraycopy(number, number.length - length, fixed, P256_BYTES - length, length);
        return fixed;
    }
}
