package io.gatehouse.core.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Canonicalization Scheme (RFC 8785): one value has one sequence of bytes, whoever writes it.
 *
 * <p>Values are what a JSON library reads into plain Java: Map with String names, List, String, Boolean, Number, null.
 * Thread-safe: no state.
 */
public final class CanonicalJson {
    /** Deepest nesting; deeper values cannot come out of a request or a stored event. */
    public static final int MAX_DEPTH = 64;

    private static final String[] CONTROLS = controls();

    private CanonicalJson() {}

    /**
     * The canonical UTF-8 bytes of a value.
     *
     * @throws IllegalArgumentException for a type that is not JSON, a number that is no finite double, a surrogate
     *     without its other half (RFC 8785 section 3.2.2), or a nesting deeper than {@value #MAX_DEPTH}
     */
    public static byte[] encode(@Nullable Object value) {
        Utf8Buffer out = new Utf8Buffer();
        write(value, out, 0);
        return out.toBytes();
    }

    private static void write(@Nullable Object value, Utf8Buffer out, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value instanceof String text) {
            string(text, out);
        } else if (value instanceof Map<?, ?> object) {
            object(object, out, depth);
        } else if (value instanceof List<?> array) {
            array(array, out, depth);
        } else if (value instanceof Number number) {
            out.ascii(CanonicalNumber.text(number));
        } else if (value == null || value instanceof Boolean) {
            out.ascii(String.valueOf(value));
        } else {
            throw new IllegalArgumentException(
                    "not a JSON value: " + value.getClass().getName());
        }
    }

    private static void object(Map<?, ?> object, Utf8Buffer out, int depth) {
        // Strings compare by their UTF-16 code units, which is the order of RFC 8785 section 3.2.3.
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        object.forEach((name, value) -> sorted.put(name(name), value));
        out.ascii('{');
        boolean isFirst = true;
        for (Map.Entry<String, @Nullable Object> member : sorted.entrySet()) {
            if (!isFirst) {
                out.ascii(',');
            }
            isFirst = false;
            string(member.getKey(), out);
            out.ascii(':');
            write(member.getValue(), out, depth + 1);
        }
        out.ascii('}');
    }

    private static String name(@Nullable Object name) {
        if (name instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a member's name must be a string");
    }

    private static void array(List<?> array, Utf8Buffer out, int depth) {
        out.ascii('[');
        boolean isFirst = true;
        for (Object item : array) {
            if (!isFirst) {
                out.ascii(',');
            }
            isFirst = false;
            write(item, out, depth + 1);
        }
        out.ascii(']');
    }

    private static void string(String text, Utf8Buffer out) {
        out.ascii('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < CONTROLS.length) {
                out.ascii(CONTROLS[c]);
            } else if (c == '"' || c == '\\') {
                out.ascii('\\');
                out.ascii(c);
            } else if (Character.isSurrogate(c)) {
                int codePoint = text.codePointAt(i);
                if (!Character.isSupplementaryCodePoint(codePoint)) {
                    throw new IllegalArgumentException("a string holds half a surrogate pair");
                }
                out.codePoint(codePoint);
                i++;
            } else {
                out.codePoint(c);
            }
        }
        out.ascii('"');
    }

    /** The escapes of the characters below U+0020 (RFC 8785 section 3.2.2.2). */
    private static String[] controls() {
        String[] escapes = new String[0x20];
        for (int c = 0; c < escapes.length; c++) {
            escapes[c] = "\\u%04x".formatted(c);
        }
        escapes['\b'] = "\\b";
        escapes['\t'] = "\\t";
        escapes['\n'] = "\\n";
        escapes['\f'] = "\\f";
        escapes['\r'] = "\\r";
        return escapes;
    }
}
