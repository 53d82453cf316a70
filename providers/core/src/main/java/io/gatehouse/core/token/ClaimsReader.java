package io.gatehouse.core.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.token.TokenException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the claims of a payload by type, without converting: {@code "300"} and {@code 300.0} are no integers.
 *
 * <p>Claims that it does not know are ignored (RFC 7519 section 4), but for {@code typ}, which our tokens never have.
 * Thread-safe: no state.
 */
final class ClaimsReader {

    private ClaimsReader() {}

    /** The claims. @throws TokenException {@code MALFORMED} naming the claim and the rule */
    static AgentTokenClaims read(JsonNode payload) throws TokenException {
        String clientId = text(payload, "client_id");
        long issuedAtSeconds = integer(payload, "iat");
        require(!payload.has("typ"), "typ", "is not for a payload");
        require(clientId.equals(text(payload, "azp")), "azp", "must equal client_id");
        require(integer(payload, "nbf") == issuedAtSeconds, "nbf", "must equal iat");
        try {
            return AgentTokenClaims.builder()
                    .issuer(text(payload, "iss"))
                    .subject(text(payload, "sub"))
                    .clientId(clientId)
                    .audience(audience(payload))
                    .scope(payload.has("scope") ? Scopes.parse(text(payload, "scope")) : List.of())
                    .issuedAtSeconds(issuedAtSeconds)
                    .expiresAtSeconds(integer(payload, "exp"))
                    .tokenId(text(payload, "jti"))
                    .transactionId(text(payload, "txn"))
                    .subjectProfile(payload.has("sub_profile") ? text(payload, "sub_profile") : null)
                    .act(object(payload, "act"))
                    .confirmation(object(payload, "cnf"))
                    .authorizationDetails(objects(payload, "authorization_details"))
                    .targetService(text(payload, "target_service"))
                    .keyId(payload.has("key_id") ? text(payload, "key_id") : null)
                    .status(status(payload.path("status")))
                    .parents(texts(payload, "par"))
                    .login(payload.has("gsid") ? text(payload, "gsid") : null)
                    .build();
        } catch (IllegalArgumentException e) {
            // These messages name the claim and the rule, never a value.
            throw new TokenException(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Another mechanism than a list is none that we know. */
    private static @Nullable StatusReference status(JsonNode status) throws TokenException {
        if (status.isMissingNode()) {
            return null;
        }
        require(status.isObject(), "status", "must be an object");
        JsonNode list = status.path("status_list");
        if (list.isMissingNode()) {
            return null;
        }
        JsonNode index = list.path("idx");
        require(index.isIntegralNumber() && index.canConvertToInt(), "status", "must have an idx");
        require(list.path("uri").isTextual(), "status", "must have a uri");
        return new StatusReference(index.intValue(), list.path("uri").textValue());
    }

    private static String text(JsonNode payload, String claim) throws TokenException {
        String text = payload.path(claim).textValue();
        if (text == null) {
            throw wrong(claim, "must be a string");
        }
        return text;
    }

    private static long integer(JsonNode payload, String claim) throws TokenException {
        JsonNode node = payload.path(claim);
        require(node.isIntegralNumber() && node.canConvertToLong(), claim, "must be an integer");
        return node.longValue();
    }

    private static List<String> audience(JsonNode payload) throws TokenException {
        JsonNode aud = payload.path("aud");
        if (!aud.isArray()) {
            return List.of(text(payload, "aud"));
        }
        List<String> audience = new ArrayList<>();
        for (JsonNode element : aud) {
            require(element.isTextual(), "aud", "must be a string or an array of strings");
            audience.add(element.textValue());
        }
        return audience;
    }

    private static List<String> texts(JsonNode payload, String claim) throws TokenException {
        if (!payload.has(claim)) {
            return List.of();
        }
        JsonNode node = payload.path(claim);
        require(node.isArray(), claim, "must be an array");
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            require(element.isTextual(), claim, "must be an array of strings");
            texts.add(element.textValue());
        }
        return texts;
    }

    private static @Nullable Map<String, Object> object(JsonNode payload, String claim) throws TokenException {
        if (!payload.has(claim)) {
            return null;
        }
        JsonNode node = payload.path(claim);
        require(node.isObject(), claim, "must be an object");
        return JsonValues.ofObject(node);
    }

    private static @Nullable List<Map<String, Object>> objects(JsonNode payload, String claim) throws TokenException {
        if (!payload.has(claim)) {
            return null;
        }
        JsonNode node = payload.path(claim);
        require(node.isArray(), claim, "must be an array");
        List<Map<String, Object>> objects = new ArrayList<>();
        for (JsonNode element : node) {
            require(element.isObject(), claim, "must be an array of objects");
            objects.add(JsonValues.ofObject(element));
        }
        return objects;
    }

    private static void require(boolean holds, String claim, String rule) throws TokenException {
        if (!holds) {
            throw wrong(claim, rule);
        }
    }

    private static TokenException wrong(String claim, String rule) {
        return new TokenException(Reason.MALFORMED, "claim " + claim + " " + rule);
    }
}
