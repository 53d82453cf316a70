package io.gatehouse.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reading and writing of JSON with the limits of the contract: 64 KiB unless a call needs more, depth 32, no duplicate
 * members, UTF-8 only.
 * Thread-safe.
 */
public final class Json {
    /** Most bytes of a request body, where the call does not say otherwise. */
    public static final int MAX_BODY_BYTES = 65_536;

    /** Deepest nesting of a request body. */
    public static final int MAX_DEPTH = 32;

    private static final JsonFactory STRICT = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(40)
                    .maxStringLength(MAX_BODY_BYTES)
                    .build())
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper(STRICT)
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    /** As {@link #readObject(byte[], int)}, of at most {@link #MAX_BODY_BYTES}. */
    public static ObjectNode readObject(byte[] body) {
        return readObject(body, MAX_BODY_BYTES);
    }

    /**
     * Reads a request body that must be one JSON object.
     *
     * @param maxBytes most bytes of the body
     * @throws GatehouseException 413 past the size, 400 when it is not UTF-8, not JSON, too deep, has duplicate members or
     *     is not an object
     */
    public static ObjectNode readObject(byte[] body, int maxBytes) {
        if (readTree(body, maxBytes) instanceof ObjectNode object) {
            return object;
        }
        throw GatehouseException.badRequest("invalid_json", "The body must be a JSON object.");
    }

    /**
     * Reads a request body of any JSON.
     *
     * @param maxBytes most bytes of the body
     * @throws GatehouseException 413 past the size, 400 when it is not UTF-8, not JSON, too deep or has duplicate members
     */
    public static JsonNode readTree(byte[] body, int maxBytes) {
        if (body.length > maxBytes) {
            throw GatehouseException.tooLarge(maxBytes);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return MAPPER.readTree(text);
        } catch (CharacterCodingException e) {
            throw GatehouseException.badRequest("invalid_json", "The body is not UTF-8.");
        } catch (IOException e) {
            throw GatehouseException.badRequest(
                    "invalid_json",
                    "The body is not valid JSON, nests deeper than " + MAX_DEPTH + " or repeats a member.");
        }
    }

    /** The JSON of a value that is known to have one: a record of ours, a map, a list. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not representable as JSON: " + value.getClass(), e);
        }
    }

    /** The tree of a value that is known to have one. */
    public static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The array of values that are known to have JSON. */
    public static ArrayNode array(List<?> values) {
        return MAPPER.valueToTree(values);
    }

    /** A new object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads an object that we wrote ourselves; null and blank are the empty map. */
    public static Map<String, Object> readMap(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Map.of();
        }
        try {
            return MAPPER.readValue(text, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON is unreadable", e);
        }
    }

    /** A tree as plain maps, lists and values. */
    public static Map<String, Object> toMap(JsonNode object) {
        return MAPPER.convertValue(object, OBJECT);
    }
}
