package io.gatehouse.core.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.core.token.TokenException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the JSON of a token, or what becomes a part of one, so that no other reader could understand it differently: UTF-8 only, no duplicate members
 * (RFC 7519 section 4), nothing after the end, bounded depth and numbers.
 *
 * <p>Thread-safe.
 */
final class StrictJson {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_LENGTH = 64;

    private static final ObjectMapper MAPPER = mapper();

    private StrictJson() {}

    /**
     * The object that the bytes spell.
     *
     * @throws TokenException {@code MALFORMED} for anything else
     */
    static JsonNode object(byte[] utf8) throws TokenException {
        try {
            // Decoded here, because the JSON library would guess UTF-16 and UTF-32 from the first bytes.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            JsonNode node = read(text);
            if (node.isObject()) {
                return node;
            }
        } catch (CharacterCodingException | JsonProcessingException e) {
            // The cause is dropped on purpose: it quotes the input.
            throw malformed();
        }
        throw malformed();
    }

    /** The one value that the text spells; a missing node when it spells none. */
    static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** The object as JSON without spaces, in the map's order. */
    static String write(Object object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values could not be written as JSON", e);
        }
    }

    private static TokenException malformed() {
        return new TokenException(Reason.MALFORMED, "a part of the token is not a strict JSON object");
    }

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names come from strangers; they must not fill a table that lives as long as the process.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }
}
