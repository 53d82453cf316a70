package io.gatehouse.core.policy;

import java.util.List;

/**
 * A version of a policy, ready to be asked.
 *
 * @param id its id
 * @param version which version, from 1
 * @param priority {@value #MIN_PRIORITY} to {@value #MAX_PRIORITY}, the higher goes first
 * @param rules its rules, in any order
 */
public record Policy(String id, int version, int priority, List<Rule> rules) {
    /** The lowest priority. */
    public static final int MIN_PRIORITY = 0;

    /** The highest priority of a policy that can be read. */
    public static final int MAX_PRIORITY = 10_000;

    /** The priority of a policy that says none. */
    public static final int DEFAULT_PRIORITY = 100;

    /** The id of the rule that stands for a policy that cannot be read. */
    public static final String UNREADABLE = "unreadable";

    public Policy {
        rules = List.copyOf(rules);
    }

    /**
     * Whether some request of a holder could match one of its rules.
     *
     * @param holder what is known of the holder; everything about a request is passed over
     */
    public boolean mayConcern(Facts holder) {
        return rules.stream().anyMatch(rule -> rule.mayConcern(holder));
    }

    /** In place of a policy that cannot be read: denies everything, before all others, and says so. */
    public static Policy unreadable(String id, int version) {
        Rule rule =
                Rule.denial(UNREADABLE, "The policy %s cannot be read; an administrator must repair it.".formatted(id));
        return new Policy(id, version, MAX_PRIORITY + 1, List.of(rule));
    }
}
