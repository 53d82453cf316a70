package io.gatehouse.policy;

import io.gatehouse.core.policy.Facts;
import io.gatehouse.event.RecordedDecision;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decision that was recorded, to be asked again.
 *
 * @param recorded its event
 */
public record PastDecision(RecordedDecision recorded) {
    /** What policies were told; empty when they were not asked, or it is erased. */
    public Optional<Facts> facts() {
        return ReplayTally.facts(recorded);
    }

    /** What was decided: {@code allow}, {@code deny} and so on; null for an event that somebody else wrote. */
    public @Nullable String effect() {
        return ReplayTally.before(recorded).orElse(null);
    }

    /** The policy that decided; null when it was the default or no policy. */
    public @Nullable String policyId() {
        return text("policy_id");
    }

    /** The version of that policy; null as there. */
    public @Nullable Integer version() {
        return policy("version") instanceof Number number ? number.intValue() : null;
    }

    /** The rule that decided; null as there. */
    public @Nullable String ruleId() {
        return text("rule_id");
    }

    private @Nullable String text(String member) {
        return policy(member) instanceof String text ? text : null;
    }

    private @Nullable Object policy(String member) {
        return recorded.data().get("policy") instanceof Map<?, ?> policy ? policy.get(member) : null;
    }
}
