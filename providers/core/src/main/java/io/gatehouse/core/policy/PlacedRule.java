package io.gatehouse.core.policy;

import java.util.Comparator;

/**
 * A rule where it stands among those of all policies.
 *
 * @param policy its policy
 * @param rule the rule
 */
public record PlacedRule(Policy policy, Rule rule) {
    /** Priority, the higher first; then the stricter effect; then the rule's id; and the policy's id, so that no two are alike. */
    static final Comparator<PlacedRule> ORDER = Comparator.comparingInt(
                    (PlacedRule placed) -> -placed.policy().priority())
            .thenComparing(placed -> placed.rule().effect())
            .thenComparing(placed -> placed.rule().id())
            .thenComparing(placed -> placed.policy().id());
}
