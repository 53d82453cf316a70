package io.gatehouse.core.policy;

import io.gatehouse.core.policy.Explanation.ConditionReading;
import io.gatehouse.core.policy.Explanation.RuleReading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Gathers why a decision is what it is. Not thread-safe: for one decision. */
final class Explaining {
    private final Facts facts;
    private final Decision decision;
    private final Set<PlacedRule> deciding;
    private final List<RuleReading> matched = new ArrayList<>();
    private final List<RuleReading> losing = new ArrayList<>();
    private final List<RuleReading> unmatched = new ArrayList<>();
    private boolean isShortened;

    Explaining(Facts facts, List<PlacedRule> rules, Decision decision) {
        this.facts = facts;
        this.decision = decision;
        this.deciding = new HashSet<>(decision.deciding());
        rules.forEach(this::sort);
    }

    Explanation explanation() {
        return new Explanation(decision, matched, losing, unmatched, isShortened);
    }

    private void sort(PlacedRule placed) {
        Rule rule = placed.rule();
        PlacedRule acting = rule.matches(facts) ? placed.acting(facts) : null;
        if (acting == null) {
            add(unmatched, placed);
            return;
        }
        add(matched, placed);
        if (!deciding.contains(acting)) {
            add(losing, placed);
        }
    }

    private void add(List<RuleReading> list, PlacedRule placed) {
        if (list.size() < Explanation.MAX_RULES) {
            list.add(new RuleReading(placed, conditions(placed.rule())));
        } else {
            isShortened = true;
        }
    }

    private List<ConditionReading> conditions(Rule rule) {
        List<ConditionReading> readings = new ArrayList<>();
        rule.conditions()
                .forEach(one -> readings.add(new ConditionReading(
                        one.name(),
                        one.wanted(),
                        one.seen().apply(facts),
                        one.test().test(facts))));
        Expression expression = rule.expression();
        if (expression != null) {
            Expression.Outcome outcome = expression.of(facts);
            readings.add(new ConditionReading(
                    Rule.EXPRESSION,
                    List.of(expression.text()),
                    List.of(outcome.name().toLowerCase(Locale.ROOT)),
                    outcome == Expression.Outcome.TRUE));
        }
        addGlobs(readings, "scope", rule.scopes(), facts.scopes());
        addGlobs(readings, "target", rule.targets(), facts.targets());
        return readings;
    }

    private static void addGlobs(List<ConditionReading> readings, String name, List<Glob> globs, List<String> seen) {
        if (!globs.isEmpty()) {
            boolean isMet = seen.stream().anyMatch(text -> globs.stream().anyMatch(glob -> glob.matches(text)));
            readings.add(new ConditionReading(
                    name, globs.stream().map(Glob::toString).toList(), seen, isMet));
        }
    }
}
