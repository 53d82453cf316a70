package io.gatehouse.core.policy;

import io.gatehouse.core.approval.ApprovalTerms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a policy, ready to be asked: it matches a scope at a target when all its conditions hold. Immutable.
 *
 * <p>Made by {@link RuleReader} alone, which keeps the bounds.
 */
public final class Rule {
    /** The name of the condition that is an expression. */
    static final String EXPRESSION = "cel";

    private final String id;
    private final Effect effect;
    private final List<Condition> conditions;
    private final List<Condition> quick;
    private final List<Condition> slow;
    private final List<Glob> scopes;
    private final List<Glob> targets;
    private final @Nullable Throttle throttle;
    private final @Nullable ApprovalTerms approval;
    private final @Nullable String message;
    private final boolean isTightening;
    private final @Nullable Expression expression;

    /** Stands for this rule when its expression cannot be computed; null without an expression. */
    private final @Nullable Rule failure;

    Rule(
            String id,
            Effect effect,
            RuleConditions conditions,
            @Nullable Throttle throttle,
            @Nullable ApprovalTerms approval,
            @Nullable String message) {
        this.id = id;
        this.effect = effect;
        this.conditions = conditions.ofRequest();
        this.quick = this.conditions.stream().filter(one -> !one.isSlow()).toList();
        this.slow = this.conditions.stream().filter(Condition::isSlow).toList();
        this.scopes = conditions.scopes();
        this.targets = conditions.targets();
        this.throttle = throttle;
        this.approval = approval;
        this.message = message;
        this.isTightening = conditions.isSelfDeclared();
        this.expression = conditions.expression();
        this.failure = expression == null
                ? null
                : new Rule(
                        id,
                        Effect.DENY,
                        new RuleConditions(List.of(), scopes, targets, null),
                        null,
                        null,
                        "The expression of the rule %s could not be computed, so this is denied.".formatted(id));
    }

    /** A rule that denies everything. */
    static Rule denial(String id, String message) {
        return new Rule(id, Effect.DENY, RuleConditions.NONE, null, null, message);
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

    /** Whom to ask, and for what; null unless it is {@link Effect#REQUIRE_APPROVAL}. */
    public @Nullable ApprovalTerms approval() {
        return approval;
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

    /** Whether it matches some scope of the request at some target, its expression left out; what costs least is asked first. */
    boolean matches(Facts facts) {
        return hold(quick, facts)
                && isAbout(scopes, facts.scopes())
                && isAbout(targets, facts.targets())
                && hold(slow, facts);
    }

    /** Whether one of the globs fits. */
    static boolean isAny(List<Glob> globs, String text) {
        for (int i = 0; i < globs.size(); i++) {
            if (globs.get(i).matches(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAbout(List<Glob> globs, List<String> texts) {
        if (globs.isEmpty()) {
            return true;
        }
        for (int i = 0; i < texts.size(); i++) {
            if (isAny(globs, texts.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hold(List<Condition> conditions, Facts facts) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).test().test(facts)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some request of a holder could match: its conditions about the holder hold. Others, and expressions, are passed over. */
    boolean mayConcern(Facts holder) {
        return conditions.stream()
                .filter(Condition::isAboutHolder)
                .allMatch(condition -> condition.test().test(holder));
    }

    /**
     * What acts for a request that this rule covers and whose other conditions hold: this rule, a denial in its place when its
     * expression cannot be computed, or null when the expression does not hold.
     */
    @Nullable
    Rule acting(Facts facts) {
        if (expression == null) {
            return this;
        }
        return switch (expression.of(facts)) {
            case TRUE -> this;
            case FALSE -> null;
            case ERROR -> failure;
        };
    }

    /** Its expression; null for none. */
    @Nullable
    Expression expression() {
        return expression;
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
