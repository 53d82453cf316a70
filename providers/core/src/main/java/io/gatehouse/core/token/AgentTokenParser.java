package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.token.TokenException.Reason;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one way to read an agent token. It decides by shape alone; the claims come out of {@link ParsedToken#verify} only.
 *
 * <p>Follows RFC 8725 (one algorithm that the token cannot choose, explicit type) and refuses whatever
 * {@link AgentTokenWriter} never writes: header parameters besides {@code alg}, {@code typ} and {@code kid}, padding,
 * whitespace, unused bits, duplicate members. Thread-safe: no state.
 */
public final class AgentTokenParser {

    /** Longest token in characters; longer ones are refused unread. */
    public static final int MAX_TOKEN_LENGTH = 8 * 1024;

    /** Longest key id in characters. */
    public static final int MAX_KEY_ID_LENGTH = 255;

    /** The {@code alg} of agents' tokens, and of every other token whose client wants no other. */
    static final String ALGORITHM = "EdDSA";

    /** The {@code typ} of the same. */
    static final String TYPE = "at+jwt";

    private static final int PARTS = 3;
    private static final Set<String> HEADER_PARAMETERS = Set.of("alg", "typ", "kid");
    private static final Set<String> TYPES = Set.of(TYPE, "application/at+jwt");

    /** What a client may want its tokens to be signed with instead. Symmetric algorithms are not among them. */
    private static final Set<String> CLIENTS_ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private static final Set<String> CLIENTS_TYPES = Set.of("jwt", TYPE, "application/at+jwt");
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private AgentTokenParser() {}

    /**
     * Reads a token without trusting it: {@code EdDSA} and {@code at+jwt}, nothing else.
     *
     * @param jwt what the caller sent, unchecked and not trimmed
     * @throws TokenException {@code MALFORMED}, {@code UNSUPPORTED} or {@code BAD_SIGNATURE}
     */
    public static ParsedToken parse(String jwt) throws TokenException {
        return parse(jwt, false);
    }

    /**
     * As {@link #parse}, and also tokens that were exchanged for an API key and signed as their client wants it: RS, PS or ES
     * algorithms and {@code typ: JWT}. For the issuer, which has keys of these kinds.
     *
     * @param jwt what the caller sent, unchecked and not trimmed
     * @throws TokenException {@code MALFORMED}, {@code UNSUPPORTED} or {@code BAD_SIGNATURE}
     */
    public static ParsedToken parseForAnyClient(String jwt) throws TokenException {
        return parse(jwt, true);
    }

    private static ParsedToken parse(String jwt, boolean isForAnyClient) throws TokenException {
        String[] parts = split(jwt);
        JsonNode header = StrictJson.object(decode(parts[0]));
        String algorithm = header.path("alg").asText();
        boolean isClients = isForAnyClient && CLIENTS_ALGORITHMS.contains(algorithm);
        requireOurHeader(header, isClients);
        byte[] signature = decode(parts[2]);
        if (!isClients && signature.length != Ed25519PrivateKey.SIGNATURE_BYTES) {
            throw new TokenException(Reason.BAD_SIGNATURE, "the signature must have 64 bytes");
        }
        AgentTokenClaims claims = ClaimsReader.read(StrictJson.object(decode(parts[1])));
        if (isClients && claims.keyId() == null) {
            throw new TokenException(Reason.UNSUPPORTED, "alg must be EdDSA without key_id");
        }
        byte[] signed = jwt.substring(0, jwt.lastIndexOf('.')).getBytes(US_ASCII);
        return new ParsedToken(algorithm, keyId(header), signed, signature, claims);
    }

    /**
     * A cheap guess whether a token is one of ours, to choose who handles it. Proves nothing: anybody can write such a
     * token. Never throws.
     *
     * @param jwt any text; null is not ours
     */
    public static boolean looksLikeOurs(@Nullable String jwt) {
        if (jwt == null) {
            return false;
        }
        try {
            String[] parts = split(jwt);
            return hasType(StrictJson.object(decode(parts[0])), CLIENTS_TYPES)
                    && StrictJson.object(decode(parts[1]))
                            .path("jti")
                            .asText()
                            .startsWith(AgentTokenClaims.TOKEN_ID_PREFIX);
        } catch (TokenException e) {
            return false;
        }
    }

    static boolean isKeyId(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_KEY_ID_LENGTH
                && text.chars().allMatch(c -> c >= 0x21 && c <= 0x7e);
    }

    private static String[] split(String jwt) throws TokenException {
        return split(jwt, MAX_TOKEN_LENGTH);
    }

    static String[] split(String jwt, int maxLength) throws TokenException {
        if (jwt.length() > maxLength) {
            throw malformed("the token is longer than %d characters".formatted(maxLength));
        }
        String[] parts = jwt.split("\\.", PARTS + 1);
        if (parts.length != PARTS) {
            throw malformed("the token must have three parts");
        }
        return parts;
    }

    static byte[] decode(String part) throws TokenException {
        try {
            byte[] bytes = DECODER.decode(part);
            // Java's decoder also takes padding and unused bits; one content must have one spelling.
            if (part.indexOf('=') < 0 && hasNoUnusedBits(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw malformed("a part of the token is not base64url");
        }
        throw malformed("a part of the token is not canonical base64url");
    }

    /** Whether the bits of the last character that no byte uses are zero; the text is base64url without padding. */
    private static boolean hasNoUnusedBits(String part) {
        return switch (part.length() % 4) {
            case 0 -> true;
            case 2 -> "AQgw".indexOf(part.charAt(part.length() - 1)) >= 0;
            case 3 -> "AEIMQUYcgkosw048".indexOf(part.charAt(part.length() - 1)) >= 0;
            default -> false;
        };
    }

    private static void requireOurHeader(JsonNode header, boolean isClients) throws TokenException {
        if (!isClients && !ALGORITHM.equals(header.path("alg").textValue())) {
            throw new TokenException(Reason.UNSUPPORTED, "alg must be EdDSA");
        }
        if (!hasType(header, isClients ? CLIENTS_TYPES : TYPES)) {
            throw new TokenException(Reason.UNSUPPORTED, "typ must be at+jwt");
        }
        for (var parameter : header.properties()) {
            if (!HEADER_PARAMETERS.contains(parameter.getKey())) {
                throw new TokenException(Reason.UNSUPPORTED, "the header may hold alg, typ and kid only");
            }
        }
    }

    private static boolean hasType(JsonNode header, Set<String> types) {
        String type = header.path("typ").textValue();
        return type != null && types.contains(type.toLowerCase(Locale.ROOT));
    }

    private static String keyId(JsonNode header) throws TokenException {
        String keyId = header.path("kid").textValue();
        if (keyId == null || !isKeyId(keyId)) {
            throw malformed("kid must have 1..%d visible ASCII characters".formatted(MAX_KEY_ID_LENGTH));
        }
        return keyId;
    }

    private static TokenException malformed(String message) {
        return new TokenException(Reason.MALFORMED, message);
    }
}
