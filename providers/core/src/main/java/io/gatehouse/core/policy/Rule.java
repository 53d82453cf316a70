package io.gatehouse.core.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a policy, ready to be asked: it matches a scope at a target when all its conditions hold. Immutable.
 *
 * <p>Made by {@link RuleReader} alone, which keeps the bounds.
 */
public final class Rule {
    private final String id;
    private final Effect effect;
    private final List<Condition> conditions;
    private final List<Glob> scopes;
    private final List<Glob> targets;
    private final @Nullable Throttle throttle;
    private final @Nullable String message;
    private final boolean isTightening;

    Rule(String id, Effect effect, RuleConditions conditions, @Nullable Throttle throttle, @Nullable String message) {
        this.id = id;
        this.effect = effect;
        this.conditions = conditions.ofRequest();
        this.scopes = conditions.scopes();
        this.targets = conditions.targets();
        this.throttle = throttle;
        this.message = message;
        this.isTightening = conditions.isSelfDeclared();
    }

    /** A rule that denies everything. */
    static Rule denial(String id, String message) {
        return new Rule(id, Effect.DENY, RuleConditions.NONE, null, message);
    }

    /** Its id, unique in its policy. */
    public String id() {
        return id;
    }

    /** What it does. */
    public Effect effect() {
        return effect;
    }

    /** How often it lets things happen; null unless it is {@link Effect#THROTTLE}. */
    public @Nullable Throttle throttle() {
        return throttle;
    }

    /** What to tell those whom it refuses; null for nothing in particular. */
    public @Nullable String message() {
        return message;
    }

    /**
     * Whether it rests on what the asker says of itself. Then it makes a decision stricter and hides no rule after it: whoever
     * lies to be throttled is not spared the denial behind it.
     */
    boolean isTightening() {
        return isTightening;
    }

    /** Whether its conditions on the request as a whole hold. */
    boolean holdsFor(Facts facts) {
        for (Condition condition : conditions) {
            if (!condition.test().test(facts)) {
                return false;
            }
        }
        return true;
    }

    List<Condition> conditions() {
        return conditions;
    }

    /** Which scopes it is about; empty for all of them, and for a request without any. */
    List<Glob> scopes() {
        return scopes;
    }

    /** Which targets it is about; empty for all of them. */
    List<Glob> targets() {
        return targets;
    }
}
