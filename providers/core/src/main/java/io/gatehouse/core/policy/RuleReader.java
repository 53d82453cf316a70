package io.gatehouse.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.approval.ApprovalTerms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the member {@code rules} of a policy and makes it ready to be asked. Not thread-safe: for one policy. */
public final class RuleReader {
    /** Most rules of one policy. */
    public static final int MAX_RULES = 50;

    /** Longest message, in characters. */
    public static final int MAX_MESSAGE_LENGTH = 500;

    /** Longest id of a rule, in characters. */
    public static final int MAX_ID_LENGTH = 64;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_ID_LENGTH + "}");
    private static final Set<String> MEMBERS = Set.of("id", "effect", "when", "throttle", "approval", "message");
    private static final Set<String> THROTTLE_MEMBERS = Set.of("limit", "window_seconds", "per");
    private static final String AT_RULES = "/rules";

    private final Faults faults = new Faults();
    private final Set<String> ids = new HashSet<>();

    private RuleReader() {}

    /**
     * What was read.
     *
     * @param rules the rules, in the order in which they were written; empty when there are faults
     * @param faults what is wrong; empty when the rules are good
     */
    public record Reading(List<Rule> rules, List<PolicyFault> faults) {
        public Reading {
            rules = List.copyOf(rules);
            faults = List.copyOf(faults);
        }
    }

    /**
     * Reads rules. Never throws: everything that is wrong is a fault.
     *
     * @param rules the member {@code rules}, null when there is none: an array of 0..{@value #MAX_RULES} objects with
     *     {@code effect}, and as wanted {@code id} ({@code rule-1} and so on), {@code when}, {@code throttle}, {@code approval}, {@code message}
     */
    public static Reading read(@Nullable JsonNode rules) {
        RuleReader reader = new RuleReader();
        List<Rule> read = reader.all(rules);
        return new Reading(reader.faults.isEmpty() ? read : List.of(), reader.faults.found());
    }

    private List<Rule> all(@Nullable JsonNode rules) {
        List<Rule> read = new ArrayList<>();
        if (rules == null || rules.isNull()) {
            faults.add(AT_RULES, "required", "rules is required.");
        } else if (!rules.isArray()) {
            faults.add(AT_RULES, "wrong_type", "rules must be an array of objects.");
        } else if (rules.size() > MAX_RULES) {
            faults.add(AT_RULES, "too_many", "A policy may have at most 50 rules.");
        } else {
            for (int i = 0; i < rules.size(); i++) {
                rule(rules.get(i), i).ifPresent(read::add);
            }
        }
        return read;
    }

    private Optional<Rule> rule(JsonNode node, int position) {
        String pointer = AT_RULES + "/" + position;
        if (!faults.isObject(node, pointer, MEMBERS)) {
            return Optional.empty();
        }
        String id = id(node, pointer, position);
        Optional<Effect> effect = effect(node, pointer);
        RuleConditions conditions = node.has("when")
                ? ConditionReader.read(node.get("when"), pointer + "/when", faults)
                : RuleConditions.NONE;
        String message = node.has("message")
                ? faults.text(node.get("message"), pointer + "/message", MAX_MESSAGE_LENGTH)
                        .orElse(null)
                : null;
        if (effect.isEmpty()) {
            return Optional.empty();
        }
        if (effect.get() == Effect.ALLOW && conditions.isSelfDeclared()) {
            faults.add(
                    pointer + "/when",
                    "self_declared",
                    "What an agent says of itself (framework, model_provider, metadata, intent), and scope and target in an"
                            + " expression, may not allow anything.");
        }
        Throttle throttle = throttle(node, pointer, effect.get());
        ApprovalTerms approval = approval(node, pointer, effect.get());
        return Optional.of(new Rule(id, effect.get(), conditions, throttle, approval, message));
    }

    private String id(JsonNode node, String pointer, int position) {
        String id = "rule-" + (position + 1);
        if (node.has("id")) {
            id = node.get("id").isTextual() ? node.get("id").textValue() : "";
            if (!ID.matcher(id).matches()) {
                faults.add(pointer + "/id", "invalid_value", "An id has 1 to 64 letters, digits and ._- in it.");
            }
        }
        if (!ids.add(id)) {
            faults.add(pointer + "/id", "not_unique", "Each rule of a policy needs an id of its own.");
        }
        return id;
    }

    private Optional<Effect> effect(JsonNode node, String pointer) {
        if (!node.has("effect")) {
            faults.add(pointer + "/effect", "required", "effect is required.");
            return Optional.empty();
        }
        Optional<Effect> effect = Effect.of(node.get("effect").asText());
        if (effect.isEmpty()) {
            faults.add(pointer + "/effect", "invalid_value", "effect must be one of: " + Effect.WORDS + ".");
        }
        return effect;
    }

    private @Nullable ApprovalTerms approval(JsonNode node, String pointer, Effect effect) {
        String at = pointer + "/approval";
        if (effect == Effect.REQUIRE_APPROVAL) {
            return ApprovalReader.read(node.path("approval"), at, faults);
        }
        if (node.has("approval")) {
            faults.add(at, "not_allowed", "Only a rule that requires approval has approval.");
        }
        return null;
    }

    private @Nullable Throttle throttle(JsonNode node, String pointer, Effect effect) {
        String at = pointer + "/throttle";
        boolean isWanted = effect == Effect.THROTTLE;
        if (isWanted != node.has("throttle")) {
            faults.add(
                    at,
                    isWanted ? "required" : "not_allowed",
                    isWanted ? "A rule that throttles needs throttle." : "Only a rule that throttles has throttle.");
            return null;
        }
        if (!isWanted || !faults.isObject(node.get("throttle"), at, THROTTLE_MEMBERS)) {
            return null;
        }
        JsonNode throttle = node.get("throttle");
        Optional<Long> limit = faults.number(throttle.path("limit"), at + "/limit", 1, Throttle.MAX_LIMIT);
        Optional<Long> window =
                faults.number(throttle.path("window_seconds"), at + "/window_seconds", 1, Throttle.MAX_WINDOW_SECONDS);
        Optional<Throttle.Per> per = Throttle.Per.of(throttle.path("per").asText());
        if (per.isEmpty()) {
            faults.add(at + "/per", "invalid_value", "per must be one of: " + Throttle.Per.WORDS + ".");
        }
        return limit.isEmpty() || window.isEmpty() || per.isEmpty()
                ? null
                : new Throttle(limit.get(), window.get().intValue(), per.get());
    }
}
