package io.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.core.approval.ApprovalDemand;
import io.gatehouse.core.approval.Approver;
import io.gatehouse.core.approval.Relation;
import io.gatehouse.core.policy.Explanation.ConditionReading;
import io.gatehouse.core.policy.Explanation.RuleReading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What policies decide together, by examples and by properties. Long because all of these share how policies are made.
 */
class PolicySetTest {
    private static final String THROTTLE = "'throttle':{'limit':1,'window_seconds':60,'per':'agent'}";

    @Test
    void withoutARuleTheDefaultDecides() {
        Facts facts = Facts.at(0).scopes(List.of("read")).build();

        assertThat(PolicySet.of(List.of(), Effect.ALLOW).decide(facts))
                .isEqualTo(new Decision(Effect.ALLOW, null, List.of()));
        assertThat(PolicySet.of(List.of(), Effect.DENY).decide(facts))
                .isEqualTo(new Decision(Effect.DENY, null, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> PolicySet.of(List.of(), Effect.THROTTLE));
    }

    @Test
    void defaultIsChangedAndRulesStay() {
        PolicySet allowing = Rules.allowing(Rules.policy("p", 1, "[{'effect':'allow','when':{'scope':'read'}}]"));
        PolicySet denying = allowing.withDefault(Effect.DENY);

        assertThat(denying.decide(scopes("read")).effect()).isEqualTo(Effect.ALLOW);
        assertThat(denying.decide(scopes("write")).effect()).isEqualTo(Effect.DENY);
        assertThat(denying.withDefault(Effect.ALLOW).decide(scopes("write")).effect())
                .isEqualTo(Effect.ALLOW);
        assertThat(allowing.withDefault(Effect.ALLOW)).isSameAs(allowing);
        assertThatIllegalArgumentException().isThrownBy(() -> allowing.withDefault(Effect.THROTTLE));
    }

    @Test
    void higherPriorityGoesFirst() {
        Policy low = Rules.policy("low", 1, "[{'effect':'deny'}]");
        Policy high = Rules.policy("high", 2, "[{'effect':'allow'}]");

        Decision decision = Rules.allowing(low, high).decide(Facts.at(0).build());

        assertThat(decision.effect()).isEqualTo(Effect.ALLOW);
        assertThat(decision.rule()).isEqualTo(new PlacedRule(high, high.rules().get(0)));
    }

    @Test
    void allRulesThatAskForApprovalAreObeyedTogether() {
        Policy policy = Rules.policy(
                "p",
                1,
                "[{'effect':'require_approval','when':{'scope':'write'},'approval':{'approvers':'owner','expires_seconds':60}},"
                        + "{'effect':'require_approval','when':{'scope':'pay'},'approval':{'approvers':'role:r','step_up':true}},"
                        + "{'effect':'deny','when':{'scope':'delete'}}]");
        PolicySet policies = Rules.allowing(policy);

        ApprovalDemand both = policies.decide(
                        Facts.at(0).scopes(List.of("read", "pay", "write")).build())
                .demand()
                .orElseThrow();
        assertThat(both.approvers()).hasSize(2);
        assertThat(both.limits().expiresSeconds()).isEqualTo(60);
        assertThat(both.limits().stepUp()).isTrue();
        ApprovalDemand one = policies.decide(
                        Facts.at(0).scopes(List.of("read", "write")).build())
                .demand()
                .orElseThrow();
        assertThat(one.approvers()).containsExactly(List.of(new Approver.Related(Relation.OWNER)));
        assertThat(one.limits().stepUp()).isFalse();
        assertThat(policies.decide(Facts.at(0).scopes(List.of("read")).build()).demand())
                .isEmpty();
        assertThat(policies.decide(
                                Facts.at(0).scopes(List.of("delete", "write")).build())
                        .demand())
                .isEmpty();
    }

    @Test
    void denialGoesBeforeThrottleBeforeAllowAndThenTheIdDecides() {
        Policy policy = Rules.policy(
                "p",
                1,
                "[{'id':'a','effect':'allow'},{'id':'b','effect':'throttle'," + THROTTLE
                        + "},{'id':'d','effect':'deny'},{'id':'c','effect':'deny'}]");

        assertThat(ruleOf(Rules.allowing(policy).decide(Facts.at(0).build()))).isEqualTo("c");
        assertThat(Rules.allowing(policy).explain(Facts.at(0).build()).matched())
                .extracting(reading -> reading.placed().rule().id())
                .containsExactly("c", "d", "b", "a");
    }

    @Test
    void ruleThatAllowsOneScopeDoesNotLetInAnother() {
        PolicySet policies = PolicySet.of(
                List.of(Rules.policy("p", 1, "[{'effect':'allow','when':{'scope':'read'}}]")), Effect.DENY);

        assertThat(policies.decide(scopes("read")).effect()).isEqualTo(Effect.ALLOW);
        assertThat(policies.decide(scopes("read", "delete")).effect()).isEqualTo(Effect.DENY);
        assertThat(policies.decide(scopes("read", "delete")).rule()).isNull();
        assertThat(policies.decide(scopes()).effect()).isEqualTo(Effect.DENY);
    }

    @Test
    void nobodyGetsRoundADenialByAskingForMore() {
        Policy high = Rules.policy("high", 2, "[{'effect':'throttle','when':{'scope':'mail'}," + THROTTLE + "}]");
        Policy low = Rules.policy("low", 1, "[{'effect':'deny','when':{'scope':'delete'}}]");

        assertThat(Rules.allowing(high, low).decide(scopes("delete")).effect()).isEqualTo(Effect.DENY);
        assertThat(Rules.allowing(high, low).decide(scopes("delete", "mail")).effect())
                .isEqualTo(Effect.DENY);
        assertThat(Rules.allowing(high, low).decide(scopes("mail")).effect()).isEqualTo(Effect.THROTTLE);
    }

    @Test
    void eachTargetIsDecidedToo() {
        Policy policy = Rules.policy("p", 1, "[{'effect':'deny','when':{'scope':'write','target':'prod*'}}]");

        assertThat(Rules.allowing(policy)
                        .decide(at(List.of("write"), List.of("test", "production")))
                        .effect())
                .isEqualTo(Effect.DENY);
        assertThat(Rules.allowing(policy)
                        .decide(at(List.of("read"), List.of("production")))
                        .effect())
                .isEqualTo(Effect.ALLOW);
        assertThat(Rules.allowing(policy)
                        .decide(at(List.of("write"), List.of("test")))
                        .effect())
                .isEqualTo(Effect.ALLOW);
    }

    @Test
    void whoLiesToBeThrottledIsNotSparedTheDenialBehindIt() {
        Policy high = Rules.policy("high", 2, "[{'effect':'throttle','when':{'framework':'x'}," + THROTTLE + "}]");
        Policy low = Rules.policy("low", 1, "[{'effect':'deny','when':{'grant':'g'}}]");
        Facts.Builder facts = Facts.at(0).text(Attribute.FRAMEWORK, "x");

        assertThat(Rules.allowing(high, low).decide(facts.build()).effect()).isEqualTo(Effect.THROTTLE);
        assertThat(Rules.allowing(high, low)
                        .decide(facts.text(Attribute.GRANT, "g").build())
                        .effect())
                .isEqualTo(Effect.DENY);
    }

    @Test
    void policyThatCannotBeReadDeniesEverythingAndSaysSo() {
        Policy allowing = Rules.policy("a", Policy.MAX_PRIORITY, "[{'effect':'allow'}]");

        Decision decision = Rules.allowing(allowing, Policy.unreadable("pol_1", 3))
                .decide(Facts.at(0).build());

        assertThat(decision.effect()).isEqualTo(Effect.DENY);
        assertThat(ruleOf(decision)).isEqualTo(Policy.UNREADABLE);
        PlacedRule rule = decision.rule();
        assertThat(rule == null ? null : rule.rule().message()).contains("pol_1");
    }

    @Test
    void explanationTellsWhatWasWantedAndSeen() {
        Policy policy = Rules.policy(
                "p",
                1,
                "[{'id':'d','effect':'deny','when':{'scope':'pay:*','time':{'days':'thu'}}},"
                        + "{'id':'m','effect':'deny','when':{'agent':'other','intent_matches':'x'}},{'id':'z','effect':'allow'}]");
        Facts facts = Facts.at(0)
                .text(Attribute.AGENT, "me")
                .intent("secret")
                .scopes(List.of("pay:out"))
                .build();

        Explanation why = Rules.allowing(policy).explain(facts);

        assertThat(why.matched())
                .extracting(reading -> reading.placed().rule().id())
                .containsExactly("d", "z");
        assertThat(why.losing())
                .extracting(reading -> reading.placed().rule().id())
                .containsExactly("z");
        assertThat(why.matched().get(0).conditions())
                .containsExactly(
                        new ConditionReading("time", List.of("{\"days\":\"thu\"}"), List.of("thu 00:00 Z"), true),
                        new ConditionReading("scope", List.of("pay:*"), List.of("pay:out"), true));
        assertThat(why.unmatched())
                .extracting(RuleReading::conditions)
                .containsExactly(List.of(
                        new ConditionReading("agent", List.of("other"), List.of("me"), false),
                        new ConditionReading("intent_matches", List.of("x"), List.of("(given)"), false)));
        assertThat(why.isShortened()).isFalse();
    }

    @Test
    void explanationIsBounded() {
        List<Policy> policies = new ArrayList<>();
        for (int i = 0; i <= Explanation.MAX_RULES; i++) {
            policies.add(Rules.policy("p" + i, 1, "[{'effect':'deny','when':{'scope':'s*'}}]"));
        }
        List<String> many = Collections.nCopies(ConditionReading.MAX_SEEN + 1, "s");

        Explanation why = PolicySet.of(policies, Effect.ALLOW)
                .explain(Facts.at(0).scopes(many).build());

        assertThat(why.matched()).hasSize(Explanation.MAX_RULES);
        assertThat(why.isShortened()).isTrue();
        assertThat(why.matched().get(0).conditions().get(0).seen()).hasSize(ConditionReading.MAX_SEEN);
    }

    @Property(tries = 300)
    void orderOfPoliciesAndRulesDoesNotMatter(
            @ForAll("policies") List<Written> policies, @ForAll("facts") Facts facts, @ForAll Random random) {
        List<Policy> compiled = new ArrayList<>(compiled(policies));
        Decision first = PolicySet.of(compiled, Effect.ALLOW).decide(facts);
        Collections.shuffle(compiled, random);
        List<Policy> shuffled = compiled.stream()
                .map(policy -> {
                    List<Rule> rules = new ArrayList<>(policy.rules());
                    Collections.shuffle(rules, random);
                    return new Policy(policy.id(), policy.version(), policy.priority(), rules);
                })
                .toList();

        Decision second = PolicySet.of(shuffled, Effect.ALLOW).decide(facts);

        assertThat(second.effect()).isEqualTo(first.effect());
        assertThat(named(second)).isEqualTo(named(first));
    }

    @Property(tries = 300)
    void denialBeforeAllOthersOverridesThem(@ForAll("policies") List<Written> policies, @ForAll("facts") Facts facts) {
        List<Policy> all = new ArrayList<>(compiled(policies));
        all.add(Rules.policy("deny", 9, "[{'effect':'deny'}]"));

        assertThat(PolicySet.of(all, Effect.ALLOW).decide(facts).effect()).isEqualTo(Effect.DENY);
    }

    @Property(tries = 500)
    void askingForLessIsNeverDecidedMoreStrictly(
            @ForAll("policies") List<Written> policies, @ForAll("facts") Facts facts, @ForAll Random random) {
        PolicySet set = PolicySet.of(compiled(policies), Effect.DENY);
        Facts less = Facts.at(facts.nowMs())
                .scopes(some(facts.scopes(), random))
                .targets(some(facts.targets(), random))
                .text(Attribute.GRANT, facts.text(Attribute.GRANT).orElse(null))
                .text(Attribute.FRAMEWORK, facts.text(Attribute.FRAMEWORK).orElse(null))
                .build();

        assertThat(set.decide(less).effect())
                .isGreaterThanOrEqualTo(set.decide(facts).effect());
    }

    @Property(tries = 500)
    void decisionIsTheStrictestOfThoseOfEachScopeAtEachTarget(
            @ForAll("policies") List<Written> policies, @ForAll("facts") Facts facts) {
        List<Policy> compiled = compiled(policies);
        PolicySet set = PolicySet.of(compiled, Effect.ALLOW);

        Effect strictest = Effect.ALLOW;
        for (String scope : facts.scopes()) {
            for (String target : facts.targets()) {
                Effect one = naive(policies, scope, target, facts);
                strictest = one.isStricterThan(strictest) ? one : strictest;
            }
        }

        assertThat(set.decide(facts).effect()).isEqualTo(strictest);
        assertThat(set.explain(facts).decision()).isEqualTo(set.decide(facts));
    }

    @Property(tries = 300)
    void sayingMoreOfOneselfNeverMakesADecisionLaxer(
            @ForAll("policies") List<Written> policies, @ForAll("facts") Facts facts) {
        PolicySet set = PolicySet.of(compiled(policies), Effect.ALLOW);
        Facts silent = new Facts(
                facts.text(Attribute.GRANT)
                        .map(grant -> Map.of(Attribute.GRANT, grant))
                        .orElse(Map.of()),
                facts.scopes(),
                facts.targets(),
                0,
                null,
                facts.nowMs(),
                null,
                0,
                null,
                Map.of());

        assertThat(set.decide(facts).effect())
                .isLessThanOrEqualTo(set.decide(silent).effect());
    }

    /** Rule by rule in the order of the contract; what rests on the asker's own word only adds. */
    private static Effect naive(List<Written> policies, String scope, String target, Facts facts) {
        List<Written> order = new ArrayList<>(policies);
        order.sort((a, b) -> a.priority() != b.priority()
                ? Integer.compare(b.priority(), a.priority())
                : a.effect().compareTo(b.effect()));
        @Nullable Effect strictest = null;
        for (Written rule : order) {
            boolean isMatch = (rule.scope() == null || rule.scope().equals(scope))
                    && (rule.target() == null || rule.target().equals(target))
                    && (rule.grant() == null
                            || rule.grant().equals(facts.text(Attribute.GRANT).orElse("")))
                    && (!rule.isDeclared() || facts.text(Attribute.FRAMEWORK).isPresent());
            if (isMatch) {
                strictest = strictest == null || rule.effect().isStricterThan(strictest) ? rule.effect() : strictest;
                if (!rule.isDeclared()) {
                    return strictest;
                }
            }
        }
        return strictest == null ? Effect.ALLOW : strictest;
    }

    /** A policy of one rule as it was written; null for no condition. */
    record Written(
            int priority,
            Effect effect,
            @Nullable String scope,
            @Nullable String target,
            @Nullable String grant,
            boolean isDeclared) {
        Policy compiled(int number) {
            List<String> when = new ArrayList<>();
            add(when, "scope", scope);
            add(when, "target", target);
            add(when, "grant", grant);
            add(when, "framework", isDeclared ? "x" : null);
            String throttle = effect == Effect.THROTTLE ? "," + THROTTLE : "";
            return Rules.policy(
                    "p" + number,
                    priority,
                    "[{'effect':'%s','when':{%s}%s}]".formatted(effect.text(), String.join(",", when), throttle));
        }

        private static void add(List<String> when, String name, @Nullable String value) {
            if (value != null) {
                when.add("'%s':'%s'".formatted(name, value));
            }
        }
    }

    @Provide
    Arbitrary<List<Written>> policies() {
        Arbitrary<Integer> priorities = Arbitraries.integers().between(0, 3);
        Arbitrary<Effect> effects = Arbitraries.of(Effect.DENY, Effect.THROTTLE, Effect.ALLOW);
        return Combinators.combine(
                        priorities,
                        effects,
                        Arbitraries.of("a", "b", "c").injectNull(0.3),
                        Arbitraries.of("t", "u").injectNull(0.5),
                        Arbitraries.of("g", "h").injectNull(0.5),
                        Arbitraries.of(true, false))
                .as((priority, effect, scope, target, grant, isDeclared) ->
                        new Written(priority, effect, scope, target, grant, isDeclared && effect != Effect.ALLOW))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Facts> facts() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c", "d")
                                .list()
                                .uniqueElements()
                                .ofMinSize(1),
                        Arbitraries.of("t", "u").list().uniqueElements().ofMinSize(1),
                        Arbitraries.of("g", "h"),
                        Arbitraries.of("x").injectNull(0.5))
                .as((scopes, targets, grant, framework) -> Facts.at(0)
                        .scopes(scopes)
                        .targets(targets)
                        .text(Attribute.GRANT, grant)
                        .text(Attribute.FRAMEWORK, framework)
                        .build());
    }

    private static List<Policy> compiled(List<Written> policies) {
        List<Policy> compiled = new ArrayList<>();
        for (Written written : policies) {
            compiled.add(written.compiled(compiled.size()));
        }
        return compiled;
    }

    private static List<String> some(List<String> all, Random random) {
        List<String> some = new ArrayList<>(all);
        Collections.shuffle(some, random);
        return some.subList(0, 1 + random.nextInt(some.size()));
    }

    private static Facts scopes(String... scopes) {
        return Facts.at(0).scopes(List.of(scopes)).build();
    }

    private static Facts at(List<String> scopes, List<String> targets) {
        return Facts.at(0).scopes(scopes).targets(targets).build();
    }

    private static @Nullable String ruleOf(Decision decision) {
        PlacedRule placed = decision.rule();
        return placed == null ? null : placed.rule().id();
    }

    private static @Nullable String named(Decision decision) {
        PlacedRule placed = decision.rule();
        return placed == null ? null : placed.policy().id();
    }
}
