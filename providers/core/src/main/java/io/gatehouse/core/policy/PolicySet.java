package io.gatehouse.core.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policies that act together, and what they say of a request. Total: there is a decision for every request, and none
 * throws.
 *
 * <p>Each scope at each target is decided by the first rule that matches it, and the request gets the strictest of these
 * decisions. So a rule that allows one scope does not let in another that was asked for beside it, and nobody gets round a
 * denial by asking for more.
 *
 * <p>Immutable, for any number of threads.
 */
public final class PolicySet {
    private final List<PlacedRule> rules;
    private final Effect defaultEffect;

    private PolicySet(List<PlacedRule> rules, Effect defaultEffect) {
        this.rules = List.copyOf(rules);
        this.defaultEffect = defaultEffect;
    }

    /**
     * Puts policies in order; how they come does not matter.
     *
     * @param defaultEffect for what no rule matches: {@link Effect#ALLOW} or {@link Effect#DENY}
     * @throws IllegalArgumentException for another default
     */
    public static PolicySet of(Collection<Policy> policies, Effect defaultEffect) {
        requireDefault(defaultEffect);
        List<PlacedRule> rules = new ArrayList<>();
        policies.forEach(policy -> policy.rules().forEach(rule -> rules.add(new PlacedRule(policy, rule))));
        rules.sort(PlacedRule.ORDER);
        return new PolicySet(rules, defaultEffect);
    }

    /**
     * The same policies with another default.
     *
     * @param effect {@link Effect#ALLOW} or {@link Effect#DENY}
     * @throws IllegalArgumentException for another one
     */
    public PolicySet withDefault(Effect effect) {
        requireDefault(effect);
        return effect == defaultEffect ? this : new PolicySet(rules, effect);
    }

    private static void requireDefault(Effect effect) {
        if (effect != Effect.ALLOW && effect != Effect.DENY) {
            throw new IllegalArgumentException("the default is allow or deny, not " + effect.text());
        }
    }

    /** What the policies say. Stops at the first denial. */
    public Decision decide(Facts facts) {
        OpenPairs open = new OpenPairs(facts);
        List<PlacedRule> deciding = new ArrayList<>();
        for (PlacedRule placed : rules) {
            if (open.isSettled()) {
                break;
            }
            PlacedRule acting = placed.rule().matches(facts) ? withSay(placed, facts, open) : null;
            if (acting != null) {
                deciding.add(acting);
                if (acting.rule().effect() == Effect.DENY) {
                    break;
                }
            }
        }
        return decision(deciding, open);
    }

    /** The same decision as {@link #decide}, and why; slower, since it asks every condition of every rule. */
    public Explanation explain(Facts facts) {
        return new Explaining(facts, rules, decide(facts)).explanation();
    }

    private Decision decision(List<PlacedRule> deciding, OpenPairs open) {
        @Nullable PlacedRule strictest = null;
        for (PlacedRule placed : deciding) {
            if (strictest == null
                    || placed.rule().effect().isStricterThan(strictest.rule().effect())) {
                strictest = placed;
            }
        }
        boolean isDefault = strictest == null
                || (!open.isSettled()
                        && defaultEffect.isStricterThan(strictest.rule().effect()));
        return isDefault || strictest == null
                ? new Decision(defaultEffect, null, deciding)
                : new Decision(strictest.rule().effect(), strictest, deciding);
    }

    /** What decides something that is still open, which is settled then; null when nothing does. Expressions are asked last. */
    private static @Nullable PlacedRule withSay(PlacedRule placed, Facts facts, OpenPairs open) {
        BitSet pairs = open.coveredBy(placed.rule());
        PlacedRule acting = open.touches(pairs) ? placed.acting(facts) : null;
        if (acting != null && !acting.rule().isTightening()) {
            open.settle(pairs);
        }
        return acting;
    }
}
