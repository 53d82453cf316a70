package io.gatehouse.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.net.Cidr;
import io.gatehouse.core.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Reads the member {@code when} of a rule: each condition is checked here, once, and is a predicate afterwards. */
final class ConditionReader {
    /** Most conditions of one rule. */
    static final int MAX_CONDITIONS = 30;

    private static final String V4_ONLY = "/32";
    private static final String V6_ONLY = "/128";
    private static final int MAX_TTL_SECONDS = 86_400;
    private static final int MAX_CHAIN_DEPTH = 4;

    private final Faults faults;
    private final List<Condition> conditions = new ArrayList<>();
    private List<Glob> scopes = List.of();
    private List<Glob> targets = List.of();
    private @Nullable Expression expression;

    private ConditionReader(Faults faults) {
        this.faults = faults;
    }

    /** The conditions of an object; what is wrong is told to {@code faults}, and the conditions are then of no use. */
    static RuleConditions read(JsonNode when, String pointer, Faults faults) {
        if (!when.isObject()) {
            faults.add(pointer, "wrong_type", "This must be an object.");
            return RuleConditions.NONE;
        }
        if (when.size() > MAX_CONDITIONS) {
            faults.add(pointer, "too_many", "A rule may have at most 30 conditions.");
            return RuleConditions.NONE;
        }
        ConditionReader reader = new ConditionReader(faults);
        for (Map.Entry<String, JsonNode> member : when.properties()) {
            reader.add(member.getKey(), member.getValue(), pointer + "/" + Faults.escaped(member.getKey()));
        }
        return new RuleConditions(reader.conditions, reader.scopes, reader.targets, reader.expression);
    }

    private void add(String name, JsonNode value, String pointer) {
        Optional<Attribute> attribute = Attribute.of(name);
        if (attribute.isPresent()) {
            addText(attribute.get(), faults.texts(value, pointer));
        } else if (name.startsWith(Condition.METADATA) && name.length() > Condition.METADATA.length()) {
            addMetadata(name, value, pointer);
        } else {
            addOther(name, value, pointer);
        }
    }

    private void addOther(String name, JsonNode value, String pointer) {
        switch (name) {
            case "scope" -> scopes = globs(value, pointer);
            case "target" -> targets = globs(value, pointer);
            case "ttl_above" -> addAbove(name, value, pointer, MAX_TTL_SECONDS, Facts::ttlSeconds);
            case "chain_depth_above" -> addAbove(name, value, pointer, MAX_CHAIN_DEPTH, Facts::chainDepth);
            case "intent_matches" -> addIntent(name, value, pointer);
            case "time" -> addTime(name, value, pointer);
            case "ip" -> addIp(name, value, pointer);
            case Rule.EXPRESSION ->
                expression = Expression.read(value, pointer, faults).orElse(null);
            default -> faults.add(pointer, "unknown_member", "There is no condition of this name.");
        }
    }

    private void addText(Attribute attribute, List<String> values) {
        Set<String> wanted = new HashSet<>(values);
        conditions.add(new Condition(
                attribute.text(),
                values,
                facts -> {
                    String text = facts.texts().get(attribute);
                    return text != null && wanted.contains(text);
                },
                facts -> facts.text(attribute).stream().toList(),
                attribute.isSelfDeclared()));
    }

    private void addMetadata(String name, JsonNode value, String pointer) {
        String key = name.substring(Condition.METADATA.length());
        List<String> values = new ArrayList<>();
        for (Faults.At one : faults.values(value, pointer)) {
            if (one.node().isNumber() || one.node().isBoolean()) {
                values.add(one.node().asText());
            } else {
                faults.text(one.node(), one.pointer(), Faults.MAX_VALUE_LENGTH).ifPresent(values::add);
            }
        }
        conditions.add(new Condition(
                name,
                values,
                facts -> {
                    String text = facts.metadata().get(key);
                    return text != null && values.contains(text);
                },
                facts -> Optional.ofNullable(facts.metadata().get(key)).stream().toList(),
                true));
    }

    private List<Glob> globs(JsonNode value, String pointer) {
        return faults.texts(value, pointer).stream().map(Glob::exact).toList();
    }

    private void addAbove(String name, JsonNode value, String pointer, long max, ToLongFunction<Facts> fact) {
        // A list of bounds would say the same as its lowest: one that fits is enough.
        List<Long> bounds = new ArrayList<>();
        faults.values(value, pointer)
                .forEach(one -> faults.number(one.node(), one.pointer(), 0, max).ifPresent(bounds::add));
        long lowest = bounds.stream().mapToLong(Long::longValue).min().orElse(max);
        conditions.add(new Condition(
                name,
                bounds.stream().map(String::valueOf).toList(),
                facts -> fact.applyAsLong(facts) > lowest,
                facts -> List.of(String.valueOf(fact.applyAsLong(facts))),
                false));
    }

    private void addIntent(String name, JsonNode value, String pointer) {
        List<String> values = faults.texts(value, pointer);
        List<Glob> globs = values.stream()
                .map(text -> Glob.exact(text.toLowerCase(Locale.ROOT)))
                .toList();
        conditions.add(new Condition(
                name,
                values,
                facts -> {
                    String intent = facts.intent();
                    return intent != null && Rule.isAny(globs, intent.toLowerCase(Locale.ROOT));
                },
                // The intent may be personal; the event of the decision holds it where it can be erased.
                facts -> facts.intent() == null ? List.of() : List.of("(given)"),
                true));
    }

    private void addTime(String name, JsonNode value, String pointer) {
        List<TimeSpan> spans = new ArrayList<>();
        faults.values(value, pointer)
                .forEach(one -> TimeSpan.read(one.node(), one.pointer(), faults).ifPresent(spans::add));
        conditions.add(new Condition(
                name,
                faults.values(value, pointer).stream()
                        .map(one -> one.node().toString())
                        .toList(),
                facts -> {
                    for (TimeSpan span : spans) {
                        if (span.holds(facts.nowMs())) {
                            return true;
                        }
                    }
                    return false;
                },
                facts -> spans.stream()
                        .map(span -> span.seen(facts.nowMs()))
                        .distinct()
                        .toList(),
                false));
    }

    private void addIp(String name, JsonNode value, String pointer) {
        List<Cidr> ranges = new ArrayList<>();
        faults.values(value, pointer).forEach(one -> faults.text(one.node(), one.pointer(), Faults.MAX_VALUE_LENGTH)
                .flatMap(text -> range(text, one.pointer()))
                .ifPresent(ranges::add));
        Predicate<Facts> test = facts -> {
            IpAddress ip = facts.ip();
            if (ip == null) {
                return false;
            }
            IpAddress unfolded = ip.unfolded();
            for (Cidr range : ranges) {
                if (range.contains(unfolded)) {
                    return true;
                }
            }
            return false;
        };
        conditions.add(new Condition(
                name,
                ranges.stream().map(Cidr::toString).toList(),
                test,
                facts -> Optional.ofNullable(facts.ip()).map(IpAddress::toString).stream()
                        .toList(),
                false));
    }

    /** A range, or a single address. */
    private Optional<Cidr> range(String text, String pointer) {
        String only = text.indexOf(':') < 0 ? V4_ONLY : V6_ONLY;
        try {
            return Optional.of(Cidr.parse(text.indexOf('/') < 0 ? text + only : text));
        } catch (IllegalArgumentException e) {
            faults.add(pointer, "invalid_value", "Write an address, or a range such as 10.0.0.0/8 or 2001:db8::/32.");
            return Optional.empty();
        }
    }
}
