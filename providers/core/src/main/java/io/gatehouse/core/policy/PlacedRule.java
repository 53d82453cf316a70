package io.gatehouse.core.policy;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

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

    /** The same with whatever {@link Rule#acting acts} for a request; null when nothing does. */
    @Nullable
    PlacedRule acting(Facts facts) {
        Rule acting = rule.acting(facts);
        if (acting == null) {
            return null;
        }
        return acting == rule ? this : new PlacedRule(policy, acting);
    }
}
