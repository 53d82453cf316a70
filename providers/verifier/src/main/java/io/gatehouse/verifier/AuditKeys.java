package io.gatehouse.verifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.core.audit.NoteKey;
import io.gatehouse.core.token.Ed25519PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the public keys that people hand to the command line. Thread-safe: no state. */
final class AuditKeys {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** 32 bytes; the base64 of a verifier key, which has one byte more, needs no padding. */
    private static final Pattern RAW = Pattern.compile("[A-Za-z0-9+/]{43}=");

    private AuditKeys() {}

    /**
     * The Ed25519 keys in a text: a JWK set (others are passed over), one JWK, a verifier key {@code name+id+base64}, or 32
     * bytes of base64.
     *
     * @throws IllegalArgumentException when it holds none
     */
    static List<Ed25519PublicKey> parse(String text) {
        String trimmed = text.trim();
        List<Ed25519PublicKey> keys = trimmed.startsWith("{") ? ofJson(trimmed) : List.of(ofText(trimmed));
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no Ed25519 key in it");
        }
        return keys;
    }

    private static List<Ed25519PublicKey> ofJson(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
        List<Ed25519PublicKey> keys = new ArrayList<>();
        for (JsonNode key :
                json.has("keys") ? json.get("keys") : JSON.createArrayNode().add(json)) {
            boolean isOurs = "OKP".equals(key.path("kty").textValue())
                    && "Ed25519".equals(key.path("crv").textValue());
            String x = key.path("x").textValue();
            if (isOurs && x != null) {
                keys.add(Ed25519PublicKey.ofRaw(Base64.getUrlDecoder().decode(x)));
            }
        }
        return keys;
    }

    private static Ed25519PublicKey ofText(String text) {
        boolean isRaw = RAW.matcher(text).matches();
        return isRaw
                ? Ed25519PublicKey.ofRaw(Base64.getDecoder().decode(text))
                : NoteKey.parse(text).key();
    }
}
