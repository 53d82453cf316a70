package io.gatehouse.core.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain immutable Java: String, Boolean, Long, BigDecimal, List and Map, so that a claim equals its own copy
 * after a journey through a token.
 *
 * <p>Null is refused: a claim without a value is left out. Thread-safe: no state.
 */
final class JsonValues {

    /** Deepest nesting of one claim. */
    static final int MAX_DEPTH = 12;

    /** Most digits, before or after the decimal point, of a number; keeps {@code 1e999999999} out of arithmetic. */
    static final int MAX_DIGITS = 34;

    private JsonValues() {}

    /**
     * Copies an object.
     *
     * @throws IllegalArgumentException for a null, a type that is not JSON, a half surrogate, too deep a nesting, too
     *     long a number
     */
    static Map<String, Object> copyOf(Map<?, ?> object) {
        return copyOf(object, 1);
    }

    /** The object as Java, checked like {@link #copyOf(Map)}. */
    static Map<String, Object> ofObject(JsonNode object) {
        return copyOf(fields(object), 1);
    }

    /** True when no surrogate stands alone, so that the text can be written as UTF-8. */
    static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static Map<String, Object> copyOf(Map<?, ?> object, int depth) {
        requireDepth(depth);
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((name, value) -> copy.put(text(name), value(value, depth)));
        return Collections.unmodifiableMap(copy);
    }

    private static List<Object> copyOf(List<?> array, int depth) {
        requireDepth(depth);
        List<Object> copy = new ArrayList<>(array.size());
        array.forEach(value -> copy.add(value(value, depth)));
        return Collections.unmodifiableList(copy);
    }

    private static Object value(@Nullable Object value, int depth) {
        if (value instanceof JsonNode node) {
            return value(javaOf(node), depth);
        }
        if (value instanceof Map<?, ?> object) {
            return copyOf(object, depth + 1);
        }
        if (value instanceof List<?> array) {
            return copyOf(array, depth + 1);
        }
        if (value instanceof Boolean) {
            return value;
        }
        return value instanceof Number number ? number(number) : text(value);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text && isWellFormed(text)) {
            return text;
        }
        throw new IllegalArgumentException("holds something that is not a JSON value");
    }

    private static Object number(Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        BigDecimal decimal = decimal(number);
        if (decimal.precision() > MAX_DIGITS || Math.abs(decimal.scale()) > MAX_DIGITS) {
            throw new IllegalArgumentException("holds a number of more than %d digits".formatted(MAX_DIGITS));
        }
        boolean isLong = decimal.scale() == 0 && decimal.unscaledValue().bitLength() < Long.SIZE;
        return isLong ? (Object) decimal.longValueExact() : decimal;
    }

    private static BigDecimal decimal(Number number) {
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof Double || number instanceof Float) {
            try {
                return new BigDecimal(number.toString());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("holds a number that is not finite", e);
            }
        }
        throw new IllegalArgumentException("holds something that is not a JSON value");
    }

    private static @Nullable Object javaOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> fields(node);
            case ARRAY -> {
                List<JsonNode> items = new ArrayList<>(node.size());
                node.forEach(items::add);
                yield items;
            }
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            default -> null;
        };
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    private static void requireDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("is nested deeper than %d levels".formatted(MAX_DEPTH));
        }
    }
}
