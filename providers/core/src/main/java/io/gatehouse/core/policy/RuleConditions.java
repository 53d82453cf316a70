package io.gatehouse.core.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a rule.
 *
 * @param ofRequest those on the request as a whole
 * @param scopes globs over scopes; empty for no condition
 * @param targets globs over targets; empty for no condition
 * @param expression what must hold besides; null for no condition
 */
record RuleConditions(
        List<Condition> ofRequest,
        List<Glob> scopes,
        List<Glob> targets,
        @Nullable Expression expression) {
    /** No conditions: everything matches. */
    static final RuleConditions NONE = new RuleConditions(List.of(), List.of(), List.of(), null);

    RuleConditions {
        ofRequest = List.copyOf(ofRequest);
        scopes = List.copyOf(scopes);
        targets = List.copyOf(targets);
    }

    /** Whether one rests on what the asker says of itself, or an expression on what it chooses. */
    boolean isSelfDeclared() {
        return ofRequest.stream().anyMatch(Condition::isSelfDeclared)
                || (expression != null && expression.isChosenByAsker());
    }
}
