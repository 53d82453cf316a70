package io.gatehouse.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads members of JSON and gathers what is wrong with them, at most {@value #MAX_FAULTS}. Not thread-safe: for one policy. */
final class Faults {
    /** Most faults of one policy that are told. */
    static final int MAX_FAULTS = 50;

    /** Most values of one condition. */
    static final int MAX_VALUES = 50;

    /** Longest value of a condition, in characters. */
    static final int MAX_VALUE_LENGTH = 1024;

    private final List<PolicyFault> found = new ArrayList<>();

    /** Tells of a fault. */
    void add(String pointer, String code, String detail) {
        if (found.size() < MAX_FAULTS) {
            found.add(new PolicyFault(pointer, code, detail));
        }
    }

    List<PolicyFault> found() {
        return List.copyOf(found);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** A value or a list of values, 1..{@value #MAX_VALUES}, each with its pointer. */
    List<At> values(JsonNode node, String pointer) {
        if (!node.isArray()) {
            return List.of(new At(node, pointer));
        }
        if (node.isEmpty() || node.size() > MAX_VALUES) {
            add(pointer, node.isEmpty() ? "too_few" : "too_many", "Give a value, or a list of 1 to 50 values.");
            return List.of();
        }
        List<At> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            values.add(new At(node.get(i), pointer + "/" + i));
        }
        return values;
    }

    /** A value or a list of texts, each of 1..{@value #MAX_VALUE_LENGTH} characters without control characters. */
    List<String> texts(JsonNode node, String pointer) {
        List<String> texts = new ArrayList<>();
        values(node, pointer).forEach(value -> text(value.node(), value.pointer(), MAX_VALUE_LENGTH)
                .ifPresent(texts::add));
        return texts;
    }

    /** A text of 1 to so many characters without control characters and half surrogates. */
    Optional<String> text(JsonNode node, String pointer, int maxLength) {
        if (!node.isTextual()) {
            add(pointer, "wrong_type", "This must be a string.");
            return Optional.empty();
        }
        String text = node.textValue();
        if (text.isEmpty() || text.length() > maxLength) {
            String code = text.isEmpty() ? "too_short" : "too_long";
            add(pointer, code, "This must have 1 to %d characters.".formatted(maxLength));
            return Optional.empty();
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            add(pointer, "invalid_text", "This may not hold control characters.");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** A whole number within bounds. */
    Optional<Long> number(JsonNode node, String pointer, long min, long max) {
        boolean isWhole = node.isIntegralNumber() && node.canConvertToLong();
        if (!isWhole || node.longValue() < min || node.longValue() > max) {
            add(
                    pointer,
                    isWhole ? "out_of_range" : "wrong_type",
                    "This must be a whole number from %d to %d.".formatted(min, max));
            return Optional.empty();
        }
        return Optional.of(node.longValue());
    }

    /** Whether this is an object; tells of members that it should not have. */
    boolean isObject(JsonNode node, String pointer, Set<String> members) {
        if (!node.isObject()) {
            add(pointer, "wrong_type", "This must be an object.");
            return false;
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!members.contains(name)) {
                add(pointer + "/" + escaped(name), "unknown_member", "There is no member of this name here.");
            }
        }
        return true;
    }

    /** A member's name as part of a pointer (RFC 6901 section 3); a very long one is cut. */
    static String escaped(String name) {
        String part = name.length() > MAX_VALUE_LENGTH ? name.substring(0, MAX_VALUE_LENGTH) : name;
        return part.replace("~", "~0").replace("/", "~1");
    }

    /** A value and where it stands. */
    record At(JsonNode node, String pointer) {}
}
