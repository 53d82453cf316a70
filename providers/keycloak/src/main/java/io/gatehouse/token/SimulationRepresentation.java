package io.gatehouse.token;

import io.gatehouse.core.policy.Decision;
import io.gatehouse.core.policy.Explanation;
import io.gatehouse.core.policy.PlacedRule;
import io.gatehouse.platform.Clock;
import io.gatehouse.policy.PastDecision;
import io.gatehouse.policy.PolicySimulation;
import io.gatehouse.policy.PolicyVerdict;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What policies would say, and why. */
@Schema(name = "PolicySimulation")
public record SimulationRepresentation(
        @Schema(required = true, description = "allow, deny, throttle or require_approval")
        String effect,

        @Schema(required = true, nullable = true, description = "null when the realm's default decides") @Nullable
        String policyId,

        @Schema(required = true, nullable = true, description = "0 for a draft") @Nullable
        Integer version,

        @Schema(required = true, nullable = true, description = "null when the realm's default decides") @Nullable
        String ruleId,

        @Schema(required = true, nullable = true, description = "What whoever asks would be told; null unless refused")
        @Nullable
        String message,

        @Schema(required = true, description = "The rules that match, in order")
        List<RuleRepresentation> matched,

        @Schema(required = true, description = "Those of them without a say, since others had decided before")
        List<RuleRepresentation> losing,

        @Schema(required = true, description = "The rules that do not match")
        List<RuleRepresentation> unmatched,

        @Schema(required = true, description = "Whether a list had more than 100 rules, and ends there")
        boolean shortened,

        @Schema(
                required = true,
                nullable = true,
                description = "What it would be if policies in shadow mode acted; null when that is the same")
        @Nullable
        String shadowEffect,

        @Schema(required = true) @Nullable DecidedRepresentation decided) {
    /** Copies the lists. */
    public SimulationRepresentation {
        matched = List.copyOf(matched);
        losing = List.copyOf(losing);
        unmatched = List.copyOf(unmatched);
    }

    /** What was decided then. */
    @Schema(name = "DecidedThen", nullable = true)
    public record DecidedRepresentation(
            @Schema(required = true, nullable = true) @Nullable
            String decisionId,

            @Schema(
                    required = true,
                    nullable = true,
                    description = "Its place in the audit log; null for one of this moment")
            @Nullable
            Long seq,

            @Schema(required = true, format = "date-time") String at,

            @Schema(required = true, nullable = true) @Nullable
            String agentId,

            @Schema(required = true, nullable = true) @Nullable
            String effect,

            @Schema(required = true, nullable = true) @Nullable
            String policyId,

            @Schema(required = true, nullable = true) @Nullable
            Integer version,

            @Schema(required = true, nullable = true) @Nullable
            String ruleId) {
        static DecidedRepresentation of(PastDecision past) {
            return new DecidedRepresentation(
                    past.recorded().decisionId(),
                    past.recorded().seq(),
                    Clock.iso(past.recorded().occurredAtMs()),
                    past.recorded().agentId(),
                    past.effect(),
                    past.policyId(),
                    past.version(),
                    past.ruleId());
        }
    }

    /** A rule and what it was compared with. */
    @Schema(name = "SimulatedRule")
    public record RuleRepresentation(
            @Schema(required = true) String policyId,
            @Schema(required = true) int version,
            @Schema(required = true) int priority,
            @Schema(required = true) String ruleId,
            @Schema(required = true) String effect,
            @Schema(required = true) List<ConditionRepresentation> conditions) {
        /** Copies the list. */
        public RuleRepresentation {
            conditions = List.copyOf(conditions);
        }

        static RuleRepresentation of(Explanation.RuleReading reading) {
            PlacedRule placed = reading.placed();
            return new RuleRepresentation(
                    placed.policy().id(),
                    placed.policy().version(),
                    placed.policy().priority(),
                    placed.rule().id(),
                    placed.rule().effect().text(),
                    reading.conditions().stream()
                            .map(one -> new ConditionRepresentation(one.name(), one.wanted(), one.seen(), one.isMet()))
                            .toList());
        }
    }

    /** A condition and what it was compared with. */
    @Schema(name = "SimulatedCondition")
    public record ConditionRepresentation(
            @Schema(required = true) String name,
            @Schema(required = true) List<String> wanted,

            @Schema(required = true, description = "What the request has, up to 20; empty when it is not known")
            List<String> seen,

            @Schema(required = true) boolean met) {
        /** Copies the lists. */
        public ConditionRepresentation {
            wanted = List.copyOf(wanted);
            seen = List.copyOf(seen);
        }
    }

    /** @param areRulesShown whether the caller may read the realm's policies */
    static SimulationRepresentation of(PolicySimulation simulation, boolean areRulesShown) {
        return of(simulation, areRulesShown, null);
    }

    /** Of a decision that is asked again, for a caller who may read everything. */
    static SimulationRepresentation of(PolicySimulation simulation, PastDecision past) {
        return of(simulation, true, DecidedRepresentation.of(past));
    }

    private static SimulationRepresentation of(
            PolicySimulation simulation, boolean areRulesShown, @Nullable DecidedRepresentation decided) {
        PolicyVerdict verdict = simulation.verdict();
        Decision decision = verdict.decision();
        Decision shadow = verdict.shadow();
        PlacedRule placed = decision.rule();
        Explanation why = simulation.explanation();
        return new SimulationRepresentation(
                decision.effect().text(),
                placed == null ? null : placed.policy().id(),
                placed == null ? null : placed.policy().version(),
                placed == null ? null : placed.rule().id(),
                verdict.isDenied() ? verdict.message() : null,
                areRulesShown ? rules(why.matched()) : List.of(),
                areRulesShown ? rules(why.losing()) : List.of(),
                areRulesShown ? rules(why.unmatched()) : List.of(),
                areRulesShown && why.isShortened(),
                shadow == null ? null : shadow.effect().text(),
                decided);
    }

    private static List<RuleRepresentation> rules(List<Explanation.RuleReading> readings) {
        return readings.stream().map(RuleRepresentation::of).toList();
    }
}
