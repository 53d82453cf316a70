package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import io.gatehouse.core.token.TokenException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A proof that whoever sends a token holds the key that it is bound to (RFC 9449 section 4.3). Keys are Ed25519 ({@code alg}
 * EdDSA, or Ed25519 as of RFC 9864) and P-256 ({@code ES256}).
 *
 * <p>Immutable and thread-safe.
 *
 * @param thumbprint {@code jkt} of its key (RFC 7638), to compare with the token's {@code cnf}
 * @param id {@code jti}, 1..{@value #MAX_ID_LENGTH} characters: the caller sees to it that it comes once
 * @param issuedAtSeconds {@code iat}
 */
public record DpopProof(String thumbprint, String id, long issuedAtSeconds) {

    /** Longest proof in characters; longer ones are refused unread. */
    public static final int MAX_PROOF_LENGTH = 4 * 1024;

    /** Longest {@code jti} in characters. */
    public static final int MAX_ID_LENGTH = 256;

    private static final String TYPE = "dpop+jwt";

    /**
     * What the proof must be for.
     *
     * @param method {@code htm}: the request's method
     * @param url {@code htu}: the request's URL, as its sender sees it; query and fragment do not count
     * @param token the token that was sent with it; {@code ath} must be its digest
     * @param nowMs milliseconds since 1970
     * @param maxAgeSeconds how old it may be, at least 1
     * @param clockSkewSeconds how far {@code iat} may be ahead, and how much older it may be because of the clocks
     */
    public record Request(
            String method, String url, String token, long nowMs, long maxAgeSeconds, long clockSkewSeconds) {}

    /**
     * The proof, when it is one for this request by the holder of the key that the token is bound to, and the token is bound to
     * nothing else. That it comes once is the caller's to see to.
     *
     * @param confirmation {@code cnf} of the token, null for a bearer token, which no proof belongs to
     * @param jwt as for {@link #verified}
     * @throws TokenException naming the broken rule
     * @throws IllegalArgumentException when the request's own URL is none
     */
    public static DpopProof ofHolder(@Nullable Map<String, Object> confirmation, String jwt, Request request)
            throws TokenException {
        // Another member would be another proof that is asked for, such as a certificate.
        boolean isBoundAlone = confirmation != null && confirmation.keySet().equals(Set.of("jkt"));
        Object thumbprint = confirmation != null && isBoundAlone ? confirmation.get("jkt") : null;
        require(thumbprint != null, "the token is not bound to a DPoP key, and to nothing else");
        DpopProof proof = verified(jwt, request);
        require(proof.thumbprint().equals(thumbprint), "the proof is made with another key");
        return proof;
    }

    /** Whether this can be the URL of a {@link Request}: absolute, {@code http} or {@code https}, with a host. */
    public static boolean isUrl(String url) {
        return comparable(url) != null;
    }

    /**
     * The proof, when it is one for this request.
     *
     * @param jwt what the caller sent in the header {@code DPoP}, unchecked
     * @throws TokenException naming the broken rule
     * @throws IllegalArgumentException when the request's own URL is none
     */
    public static DpopProof verified(String jwt, Request request) throws TokenException {
        String url = comparable(request.url());
        if (url == null) {
            throw new IllegalArgumentException("the request's URL must be absolute, with scheme and host");
        }
        String[] parts = AgentTokenParser.split(jwt, MAX_PROOF_LENGTH);
        JsonNode header = StrictJson.object(AgentTokenParser.decode(parts[0]));
        JsonNode claims = StrictJson.object(AgentTokenParser.decode(parts[1]));
        byte[] signed = jwt.substring(0, jwt.lastIndexOf('.')).getBytes(US_ASCII);
        String thumbprint = signer(header, signed, AgentTokenParser.decode(parts[2]));
        require(request.method().equals(claims.path("htm").textValue()), "htm is another method");
        require(url.equals(comparable(claims.path("htu").asText())), "htu is another URL");
        require(digest(request.token()).equals(claims.path("ath").textValue()), "ath is not the token's");
        String id = claims.path("jti").asText();
        require(claims.path("jti").isTextual() && !id.isEmpty() && id.length() <= MAX_ID_LENGTH, "jti is missing");
        JsonNode issuedAt = claims.path("iat");
        require(
                issuedAt.isIntegralNumber()
                        && issuedAt.canConvertToLong()
                        && Math.abs(issuedAt.longValue()) <= AgentTokenClaims.MAX_EPOCH_SECONDS,
                "iat is missing");
        long ageSeconds = request.nowMs() / 1000 - issuedAt.longValue();
        require(
                ageSeconds <= request.maxAgeSeconds() + request.clockSkewSeconds()
                        && ageSeconds >= -request.clockSkewSeconds(),
                "iat is too long ago, or to come");
        return new DpopProof(thumbprint, id, issuedAt.longValue());
    }

    /** When it will be refused for its age, whatever else holds, in seconds since 1970. */
    public long endsAtSeconds(Request request) {
        return issuedAtSeconds + request.maxAgeSeconds() + request.clockSkewSeconds() + 1;
    }

    /** The thumbprint of the key in the header, when that key has signed. */
    private static String signer(JsonNode header, byte[] signed, byte[] signature) throws TokenException {
        require(TYPE.equals(header.path("typ").asText().toLowerCase(Locale.ROOT)), "typ must be dpop+jwt");
        require(!header.has("crit") && !header.has("b64"), "the header holds what this cannot honour");
        JsonNode sent = header.path("jwk");
        require(sent.isObject() && !sent.has("d"), "jwk must be a public key");
        try {
            JWK jwk = JWK.parse(sent.toString());
            boolean isSigned =
                    switch (header.path("alg").asText()) {
                        case "EdDSA", "Ed25519" -> isSignedByEd25519(jwk, signed, signature);
                        case "ES256" -> isSignedByP256(jwk, signed, signature);
                        default -> throw new TokenException(Reason.UNSUPPORTED, "alg must be EdDSA, Ed25519 or ES256");
                    };
            if (!isSigned) {
                throw new TokenException(Reason.BAD_SIGNATURE, "the proof is not signed with its key");
            }
            return jwk.computeThumbprint().toString();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            // The cause is dropped on purpose: it quotes the input.
            throw new TokenException(Reason.MALFORMED, "jwk is no key that can be used here");
        }
    }

    private static boolean isSignedByEd25519(JWK jwk, byte[] signed, byte[] signature) {
        return jwk instanceof OctetKeyPair pair
                && Curve.Ed25519.equals(pair.getCurve())
                && Ed25519PublicKey.ofRaw(pair.getDecodedX()).verify(signed, signature);
    }

    private static boolean isSignedByP256(JWK jwk, byte[] signed, byte[] signature) throws JOSEException {
        return jwk instanceof ECKey key
                && Curve.P_256.equals(key.getCurve())
                && new ECDSAVerifier(key)
                        .verify(new JWSHeader(JWSAlgorithm.ES256), signed, Base64URL.encode(signature));
    }

    /** The URL as RFC 3986 section 6.2 compares it, without query and fragment; null when it is none. */
    private static @Nullable String comparable(String text) {
        try {
            URI uri = new URI(text).normalize();
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            String host = uri.getHost();
            if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
                return null;
            }
            int defaultPort = scheme.equals("https") ? 443 : 80;
            String port = uri.getPort() < 0 || uri.getPort() == defaultPort ? "" : ":" + uri.getPort();
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return scheme + "://" + host.toLowerCase(Locale.ROOT) + port + path;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String digest(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void require(boolean holds, String message) throws TokenException {
        if (!holds) {
            throw new TokenException(Reason.MALFORMED, message);
        }
    }
}
