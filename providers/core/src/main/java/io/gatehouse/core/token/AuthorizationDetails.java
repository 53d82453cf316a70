package io.gatehouse.core.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The {@code authorization_details} parameter (RFC 9396 section 2). It is read as strictly as a token, because it becomes a
 * part of one: a service must not understand it differently than the server that granted it.
 *
 * <p>Thread-safe: no state.
 */
public final class AuthorizationDetails {
    private AuthorizationDetails() {}

    /**
     * The objects of the array, each with a {@code type} of one character or more.
     *
     * @param json the parameter as it was sent; its length is the caller's to bound
     * @return immutable, in the order given, none left out
     * @throws IllegalArgumentException for anything but a JSON array of such objects, for duplicate members, nulls, text
     *     after the end, and for depths and numbers that a token cannot carry; never quotes the text
     */
    public static List<Map<String, Object>> parse(String json) {
        JsonNode array;
        try {
            array = StrictJson.read(json);
        } catch (JsonProcessingException e) {
            // The cause is dropped on purpose: it quotes the input.
            throw new IllegalArgumentException("authorization_details is not strict JSON");
        }
        if (!array.isArray()) {
            throw new IllegalArgumentException("authorization_details is no array");
        }
        List<Map<String, Object>> details = new ArrayList<>(array.size());
        for (JsonNode object : array) {
            if (!object.isObject()
                    || object.path("type").asText().isEmpty()
                    || !object.path("type").isTextual()) {
                throw new IllegalArgumentException("authorization_details holds something without a type");
            }
            details.add(JsonValues.ofObject(object));
        }
        return List.copyOf(details);
    }
}
