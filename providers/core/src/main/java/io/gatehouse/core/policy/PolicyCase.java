package io.gatehouse.core.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that a policy is tried with, and what the policy is to say of it. The policy is asked alone, without the others of
 * its realm and whether or not it is active, so that the answer depends on nothing else.
 *
 * @param facts the request
 * @param expected what the policy is to say; null when none of its rules is to match
 * @param ruleId the rule that is to decide; null for any
 */
public record PolicyCase(
        Facts facts, @Nullable Effect expected, @Nullable String ruleId) {
    /** The word for "none of its rules matches". */
    public static final String NONE = "none";

    /** What is wrong with the policy, as one sentence; empty when it says what it is to say. */
    public Optional<String> fault(Policy policy) {
        Explanation said = PolicySet.of(List.of(policy), Effect.ALLOW).explain(facts);
        PlacedRule decider = said.decision().rule();
        Effect effect = said.matched().isEmpty() ? null : said.decision().effect();
        if (effect != expected) {
            return Optional.of("The policy says " + word(effect) + by(decider) + ", not " + word(expected) + ".");
        }
        boolean isByAnother =
                ruleId != null && (decider == null || !decider.rule().id().equals(ruleId));
        return isByAnother
                ? Optional.of("The policy says " + word(effect) + by(decider) + ", not by the rule " + ruleId + ".")
                : Optional.empty();
    }

    private static String word(@Nullable Effect effect) {
        return effect == null ? NONE : effect.text();
    }

    private static String by(@Nullable PlacedRule decider) {
        return decider == null ? "" : " by the rule " + decider.rule().id();
    }
}
