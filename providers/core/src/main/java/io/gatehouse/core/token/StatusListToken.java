package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.token.TokenException.Reason;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A status list as the issuer signs it: {@code typ: statuslist+jwt} (draft-ietf-oauth-status-list section 5.1), {@code alg:
 * EdDSA} like the tokens that it speaks of.
 *
 * <p>Immutable and thread-safe.
 *
 * @param uri {@code sub}: its own address, the same as in the tokens that refer to it
 * @param issuedAtSeconds {@code iat}
 * @param expiresAtSeconds {@code exp}: after that nothing may be concluded from it
 * @param ttlSeconds {@code ttl}: how long a copy may be used before it is fetched again, at least 1
 * @param aggregationUri {@code status_list.aggregation_uri}: address of the list of lists; null for none
 * @param list the statuses
 */
public record StatusListToken(
        String uri,
        long issuedAtSeconds,
        long expiresAtSeconds,
        long ttlSeconds,
        @Nullable String aggregationUri,
        StatusList list) {

    /** Longest token in characters; longer ones are refused unread. An incompressible list of 2^20 entries fits. */
    public static final int MAX_TOKEN_LENGTH = 256 * 1024;

    /** The media type of the token. */
    public static final String MEDIA_TYPE = "application/statuslist+jwt";

    private static final String TYPE = "statuslist+jwt";
    private static final Set<String> TYPES = Set.of(TYPE, MEDIA_TYPE);
    private static final Set<String> HEADER_PARAMETERS = Set.of("alg", "typ", "kid");
    private static final long MS_PER_SECOND = 1000;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /**
     * The signed token.
     *
     * @param keyId {@code kid} of the key
     */
    public String sign(String keyId, Ed25519PrivateKey key) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "EdDSA");
        header.put("kid", keyId);
        header.put("typ", TYPE);
        Map<String, Object> statuses = new LinkedHashMap<>();
        statuses.put("bits", 1);
        statuses.put("lst", ENCODER.encodeToString(list.compressed()));
        if (aggregationUri != null) {
            statuses.put("aggregation_uri", aggregationUri);
        }
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("sub", uri);
        payload.put("iat", issuedAtSeconds);
        payload.put("exp", expiresAtSeconds);
        payload.put("ttl", ttlSeconds);
        payload.put("status_list", statuses);
        String signed = encode(header) + "." + encode(payload);
        return signed + "." + ENCODER.encodeToString(key.sign(signed.getBytes(US_ASCII)));
    }

    /** Finds the issuer's key with an id. */
    @FunctionalInterface
    public interface Keys<E extends Exception> {
        /**
         * The key.
         *
         * @throws E when there is none, or nobody knows
         */
        Ed25519PublicKey key(String keyId) throws E;
    }

    /**
     * Reads a list and believes it only when the issuer signed it, for this address and for now. Until then it is not
     * unpacked.
     *
     * @param jwt what came from the address, unchecked
     * @param keys the keys of the issuer of the tokens, and of nobody else
     * @param expectedUri the address as the token gives it; must be the same as {@code sub}
     * @param nowMs milliseconds since 1970
     * @param clockSkewSeconds 0..{@value ParsedToken#MAX_CLOCK_SKEW_SECONDS}, added at both ends
     * @throws TokenException with the broken rule
     * @throws E from the keys
     */
    public static <E extends Exception> StatusListToken verified(
            String jwt, Keys<E> keys, String expectedUri, long nowMs, long clockSkewSeconds) throws TokenException, E {
        String[] parts = AgentTokenParser.split(jwt, MAX_TOKEN_LENGTH);
        JsonNode header = StrictJson.object(AgentTokenParser.decode(parts[0]));
        Ed25519PublicKey key = keys.key(keyId(header));
        byte[] signed = jwt.substring(0, jwt.lastIndexOf('.')).getBytes(US_ASCII);
        require(
                key.verify(signed, AgentTokenParser.decode(parts[2])),
                Reason.BAD_SIGNATURE,
                "the signature of the list does not fit");
        JsonNode payload = StrictJson.object(AgentTokenParser.decode(parts[1]));
        require(
                expectedUri.equals(payload.path("sub").textValue()),
                Reason.WRONG_ISSUER,
                "the list is one of another address");
        long issuedAtSeconds = integer(payload, "iat");
        long expiresAtSeconds = integer(payload, "exp");
        require(nowMs < (expiresAtSeconds + clockSkewSeconds) * MS_PER_SECOND, Reason.EXPIRED, "the list has expired");
        require(
                nowMs >= (issuedAtSeconds - clockSkewSeconds) * MS_PER_SECOND,
                Reason.NOT_YET_VALID,
                "the list is not valid yet");
        long ttlSeconds = integer(payload, "ttl");
        require(ttlSeconds > 0, Reason.MALFORMED, "claim ttl must be positive");
        return new StatusListToken(
                expectedUri, issuedAtSeconds, expiresAtSeconds, ttlSeconds, null, list(payload.path("status_list")));
    }

    private static StatusList list(JsonNode statuses) throws TokenException {
        require(
                statuses.path("bits").isIntegralNumber()
                        && statuses.path("bits").asInt() == 1,
                Reason.UNSUPPORTED,
                "the list must have one bit for each token");
        String text = statuses.path("lst").textValue();
        require(text != null, Reason.MALFORMED, "lst must be a string");
        try {
            return StatusList.ofCompressed(AgentTokenParser.decode(text == null ? "" : text));
        } catch (IllegalArgumentException e) {
            throw new TokenException(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static String keyId(JsonNode header) throws TokenException {
        require("EdDSA".equals(header.path("alg").textValue()), Reason.UNSUPPORTED, "alg of the list must be EdDSA");
        String type = header.path("typ").asText().toLowerCase(Locale.ROOT);
        require(TYPES.contains(type), Reason.UNSUPPORTED, "typ of the list must be " + TYPE);
        for (var parameter : header.properties()) {
            require(
                    HEADER_PARAMETERS.contains(parameter.getKey()),
                    Reason.UNSUPPORTED,
                    "the header of the list may hold alg, typ and kid only");
        }
        String keyId = header.path("kid").asText();
        require(AgentTokenParser.isKeyId(keyId), Reason.MALFORMED, "kid of the list must be visible ASCII");
        return keyId;
    }

    private static long integer(JsonNode payload, String claim) throws TokenException {
        JsonNode node = payload.path(claim);
        boolean isInteger = node.isIntegralNumber()
                && node.canConvertToLong()
                && Math.abs(node.longValue()) <= AgentTokenClaims.MAX_EPOCH_SECONDS;
        require(isInteger, Reason.MALFORMED, "claim " + claim + " of the list must be an integer");
        return node.longValue();
    }

    private static String encode(Object json) {
        return ENCODER.encodeToString(StrictJson.write(json).getBytes(UTF_8));
    }

    private static void require(boolean holds, Reason reason, String message) throws TokenException {
        if (!holds) {
            throw new TokenException(reason, message);
        }
    }
}
