package io.gatehouse.core.policy;

import java.util.List;

/**
 * Why a decision is what it is.
 *
 * @param decision the decision
 * @param matched the rules that match some scope at some target, in order
 * @param losing those of them without a say, since rules before them had settled everything they match, or denied
 * @param unmatched rules that do not match, in order, with what they miss
 * @param isShortened whether there were more than {@value #MAX_RULES} rules in a list, and the rest is left out
 */
public record Explanation(
        Decision decision,
        List<RuleReading> matched,
        List<RuleReading> losing,
        List<RuleReading> unmatched,
        boolean isShortened) {
    /** Most rules in each list. */
    public static final int MAX_RULES = 100;

    /**
     * What a rule was compared with.
     *
     * @param placed the rule
     * @param conditions its conditions
     */
    public record RuleReading(PlacedRule placed, List<ConditionReading> conditions) {}

    /**
     * What a condition was compared with.
     *
     * @param name its name in JSON
     * @param wanted what it was written with
     * @param seen what the request had, at most {@value #MAX_SEEN} texts; empty when that is not known
     * @param isMet whether it holds; for scopes and targets, for one of them at least
     */
    public record ConditionReading(String name, List<String> wanted, List<String> seen, boolean isMet) {
        /** Most texts that are shown of a request. */
        public static final int MAX_SEEN = 20;

        public ConditionReading {
            wanted = List.copyOf(wanted);
            seen = seen.size() > MAX_SEEN ? List.copyOf(seen.subList(0, MAX_SEEN)) : List.copyOf(seen);
        }
    }

    public Explanation {
        matched = List.copyOf(matched);
        losing = List.copyOf(losing);
        unmatched = List.copyOf(unmatched);
    }
}
