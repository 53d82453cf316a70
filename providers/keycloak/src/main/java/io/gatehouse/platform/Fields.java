package io.gatehouse.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a request body one by one, with type and bounds, and collects what is wrong, so that one answer
 * names every member at fault. {@link #done()} ends the reading: it refuses members that nobody asked for. A member that is
 * absent and one that is null read alike; {@link #has} tells them apart for merge patches (RFC 7396). Not thread-safe.
 * Long because it has one reader for each type that bodies hold.
 */
public final class Fields {
    private final ObjectNode body;
    private final String base;
    private final List<FieldError> errors;
    private final Set<String> known = new HashSet<>();

    /** @param body the object to read */
    public Fields(ObjectNode body) {
        this(body, "", new ArrayList<>());
    }

    private Fields(ObjectNode body, String base, List<FieldError> errors) {
        this.body = body;
        this.base = base;
        this.errors = errors;
    }

    /** Whether the member is present, null included. */
    public boolean has(String name) {
        known.add(name);
        return body.has(name);
    }

    /** Whether the member is present and null: in a merge patch, "remove it". */
    public boolean isNull(String name) {
        known.add(name);
        return body.path(name).isNull();
    }

    /** Notes an error that the caller found. */
    public void reject(String name, String code, String detail) {
        errors.add(new FieldError(pointer(name), code, detail));
    }

    /** Rejects something deeper within a member. */
    public void reject(FieldError error) {
        errors.add(error);
    }

    /** A text of min to max characters, control characters and lone surrogates refused; absent: an error. */
    public String requiredText(String name, int min, int max) {
        Optional<String> text = text(name, min, max);
        if (text.isEmpty() && isMissing(name)) {
            reject(name, "required", name + " is required.");
        }
        return text.orElse("");
    }

    /** A text of min to max characters, control characters and lone surrogates refused. */
    public Optional<String> text(String name, int min, int max) {
        JsonNode node = member(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            reject(name, "wrong_type", name + " must be a string.");
            return Optional.empty();
        }
        return checkText(pointer(name), name, node.textValue(), min, max);
    }

    /** As {@link #requiredText}, from one character of which one at least can be seen. */
    public String requiredName(String name, int max) {
        String text = requiredText(name, 1, max);
        requireVisible(name, text);
        return text;
    }

    /** As {@link #text}, from one character of which one at least can be seen. */
    public Optional<String> name(String name, int max) {
        Optional<String> text = text(name, 1, max);
        text.ifPresent(found -> requireVisible(name, found));
        return text;
    }

    /** A whole number within bounds; a number in quotes or with a fraction is refused. */
    public Optional<Long> integer(String name, long min, long max) {
        JsonNode node = member(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber()) {
            reject(name, "wrong_type", name + " must be a whole number.");
            return Optional.empty();
        }
        if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
            reject(name, "out_of_range", name + " must be from " + min + " to " + max + ".");
            return Optional.empty();
        }
        return Optional.of(node.longValue());
    }

    /** True or false. */
    public Optional<Boolean> bool(String name) {
        JsonNode node = member(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isBoolean()) {
            reject(name, "wrong_type", name + " must be true or false.");
            return Optional.empty();
        }
        return Optional.of(node.booleanValue());
    }

    /** A time in ISO-8601 with zone, as milliseconds since 1970. */
    public Optional<Long> time(String name) {
        return text(name, 1, 40).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
            } catch (DateTimeException | ArithmeticException e) {
                reject(name, "invalid_time", name + " must be a time such as 2026-07-01T14:00:00Z.");
                return Optional.empty();
            }
        });
    }

    /** A word out of a closed list. */
    public <T> Optional<T> word(String name, Function<String, Optional<T>> parse, String allowed) {
        return text(name, 1, 64).flatMap(text -> {
            Optional<T> value = parse.apply(text);
            if (value.isEmpty()) {
                reject(name, "invalid_value", name + " must be one of: " + allowed + ".");
            }
            return value;
        });
    }

    /** Distinct texts in the order given, at most maxItems of at most maxLength characters each. */
    public Optional<List<String>> texts(String name, int maxItems, int maxLength) {
        JsonNode node = member(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isArray()) {
            reject(name, "wrong_type", name + " must be an array of strings.");
            return Optional.empty();
        }
        if (node.size() > maxItems) {
            reject(name, "too_many", name + " may have at most " + maxItems + " items.");
            return Optional.empty();
        }
        Set<String> values = new LinkedHashSet<>();
        for (int i = 0; i < node.size(); i++) {
            String at = pointer(name) + "/" + i;
            JsonNode item = node.get(i);
            if (item.isTextual()) {
                checkText(at, name, item.textValue(), 1, maxLength).ifPresent(values::add);
            } else {
                errors.add(new FieldError(at, "wrong_type", "Each item of " + name + " must be a string."));
            }
        }
        return Optional.of(List.copyOf(values));
    }

    /** An object with its own members, read by the function. */
    public <T> Optional<T> object(String name, Function<Fields, T> read) {
        JsonNode node = member(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!(node instanceof ObjectNode object)) {
            reject(name, "wrong_type", name + " must be an object.");
            return Optional.empty();
        }
        Fields inner = new Fields(object, pointer(name), errors);
        T value = read.apply(inner);
        inner.refuseUnknown();
        return Optional.of(value);
    }

    /**
     * Reads each item of an array with members of its own; a plain string item reads as an object with that one member.
     *
     * @param shorthand the member that a plain string stands for
     */
    public void items(String name, String shorthand, Consumer<Fields> read) {
        JsonNode node = member(name);
        for (int i = 0; node != null && i < node.size(); i++) {
            String at = pointer(name) + "/" + i;
            JsonNode item = node.get(i);
            ObjectNode object = Json.object();
            if (item.isTextual()) {
                object.set(shorthand, item);
            } else if (item instanceof ObjectNode itself) {
                object = itself;
            } else {
                errors.add(
                        new FieldError(at, "wrong_type", "Each item of " + name + " must be a string or an object."));
                continue;
            }
            Fields inner = new Fields(object, at, errors);
            read.accept(inner);
            inner.refuseUnknown();
        }
    }

    /** A free object of at most maxBytes of JSON, such as metadata. */
    public Optional<Map<String, Object>> freeObject(String name, int maxBytes) {
        JsonNode node = member(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!(node instanceof ObjectNode object)) {
            reject(name, "wrong_type", name + " must be an object.");
            return Optional.empty();
        }
        String json = object.toString();
        if (json.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            reject(name, "too_long", name + " may have at most " + maxBytes + " bytes of JSON.");
            return Optional.empty();
        }
        if (json.contains("\\u0000") || hasLoneSurrogate(json)) {
            reject(name, "invalid_text", name + " holds a character that cannot be stored.");
            return Optional.empty();
        }
        return Optional.of(Json.toMap(object));
    }

    /** The raw member, null when absent or null. */
    public @Nullable JsonNode member(String name) {
        known.add(name);
        JsonNode node = body.get(name);
        return node == null || node.isNull() ? null : node;
    }

    /** @throws GatehouseException 422 naming every member at fault, unknown members included */
    public void done() {
        refuseUnknown();
        if (!errors.isEmpty()) {
            throw GatehouseException.invalid(errors);
        }
    }

    private void refuseUnknown() {
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                reject(name, "unknown_member", "There is no member of this name here.");
            }
        });
    }

    /** An empty text was rejected already. */
    private void requireVisible(String name, String text) {
        boolean isInvisible = text.codePoints()
                .allMatch(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.FORMAT);
        if (isInvisible && !text.isEmpty()) {
            reject(name, "too_short", name + " must have a visible character.");
        }
    }

    private boolean isMissing(String name) {
        return member(name) == null;
    }

    private Optional<String> checkText(String at, String name, String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            String code = length < min ? "too_short" : "too_long";
            errors.add(new FieldError(at, code, name + " must have " + min + " to " + max + " characters."));
            return Optional.empty();
        }
        if (!isPlain(text) && (text.chars().anyMatch(Character::isISOControl) || hasLoneSurrogate(text))) {
            errors.add(new FieldError(at, "invalid_text", name + " may not hold control characters."));
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** Whether all is visible ASCII or spaces, as in a token, which is long and comes often: one quick look instead of two. */
    private static boolean isPlain(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) <= '~') {
            i++;
        }
        return i == text.length();
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private String pointer(String name) {
        String escaped = name.replace("~", "~0").replace("/", "~1");
        return base + "/" + (escaped.length() > 64 ? escaped.substring(0, 64).toLowerCase(Locale.ROOT) : escaped);
    }
}
