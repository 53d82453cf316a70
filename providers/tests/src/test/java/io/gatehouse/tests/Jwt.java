package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The readable parts of a signed token. Nothing is verified here.
 *
 * @param header the JOSE header
 * @param claims the payload
 */
public record Jwt(JsonNode header, JsonNode claims) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Jwt parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new AssertionError("Not a signed token: " + token);
        }
        return new Jwt(part(parts[0]), part(parts[1]));
    }

    /** A claim as text, empty when it is absent. */
    public String claim(String name) {
        return claims.path(name).asText();
    }

    /** The audience, which a token may carry as one string or as a list. */
    public List<String> audience() {
        JsonNode audience = claims.path("aud");
        List<String> all = new ArrayList<>();
        if (audience.isTextual()) {
            all.add(audience.asText());
        }
        audience.forEach(one -> all.add(one.asText()));
        return all;
    }

    private static JsonNode part(String encoded) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(encoded));
        } catch (IOException e) {
            throw new AssertionError("Not JSON in base64url: " + encoded, e);
        }
    }
}
