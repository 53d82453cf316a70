package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.core.policy.Decision;
import io.gatehouse.core.policy.PlacedRule;
import io.gatehouse.core.token.Targets;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.eligibility.Ineligible;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Reach;
import io.gatehouse.policy.PolicyVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers questions about access by what the issuer would do, short of doing it: the same eligibility, the same rules, the same
 * policies. Nothing is minted, counted or recorded. What is not known is denied.
 */
final class AccessDecider {
    private final Agents agents;
    private final Eligibility eligibility;
    private final TokenIssuer issuer;
    private final TokenSimulation simulation;
    private final Reach reach;
    private final boolean areRulesShown;

    /**
     * @param reach whose agents are known
     * @param areRulesShown whether the caller may read the realm's policies
     */
    AccessDecider(
            Agents agents,
            Eligibility eligibility,
            TokenIssuer issuer,
            TokenSimulation simulation,
            Reach reach,
            boolean areRulesShown) {
        this.agents = agents;
        this.eligibility = eligibility;
        this.issuer = issuer;
        this.simulation = simulation;
        this.reach = reach;
        this.areRulesShown = areRulesShown;
    }

    /** Decides; a subject or resource of a type that policies do not know is denied. */
    AccessBodies.Evaluation decide(Access access) {
        if (!access.subjectType().equals(Access.AGENT)) {
            return denied("Policies know subjects of the type " + Access.AGENT + ".");
        }
        return agent(access.subjectId())
                .map(agent -> decide(agent, access))
                .orElseGet(() -> denied("There is no such agent."));
    }

    /** As {@link #decide(Access)}, of an agent that was found. */
    AccessBodies.Evaluation decide(Agent agent, Access access) {
        String service = access.resourceId();
        if (!access.resourceType().equals(Access.SERVICE) || !Targets.isTargetService(service)) {
            return denied("A resource is of the type " + Access.SERVICE
                    + ", its id a URI, a client id or any, as target_service of tokens.");
        }
        Optional<Ineligible> ineligible = eligibility.of(agent.acting());
        if (ineligible.isPresent()) {
            return denied("The agent " + ineligible.get().sentence() + ".");
        }
        SimulationBodies.Imagined imagined = imagined(access);
        Optional<TokenIssuer.Refusal> refusal = issuer.refusal(agent, imagined.issue());
        return refusal.isPresent()
                ? denied(refusal.get().detail())
                : said(simulation.of(agent, imagined, null).verdict());
    }

    /** A question that cannot be answered; the others of its batch can. */
    static AccessBodies.Evaluation failed(GatehouseException fault) {
        return new AccessBodies.Evaluation(
                false,
                new AccessBodies.DecisionContext(
                        null,
                        decisionId(),
                        fault.detail(),
                        null,
                        null,
                        new AccessBodies.Fault(fault.status(), fault.detail())));
    }

    /** The agent with that id, when the caller may know of it. */
    Optional<Agent> agent(String id) {
        return agents.find(id).filter(found -> found.isWithin(reach));
    }

    private AccessBodies.Evaluation said(PolicyVerdict verdict) {
        Decision decision = verdict.decision();
        PlacedRule placed = areRulesShown ? decision.rule() : null;
        String reason = verdict.isDenied()
                ? verdict.message()
                : decision.rule() == null ? "No policy says otherwise." : "A policy allows it.";
        return new AccessBodies.Evaluation(
                !verdict.isDenied(),
                new AccessBodies.DecisionContext(
                        decision.effect().text(),
                        decisionId(),
                        reason,
                        placed == null ? null : placed.policy().id(),
                        placed == null ? null : placed.rule().id(),
                        null));
    }

    private static AccessBodies.Evaluation denied(String reason) {
        return new AccessBodies.Evaluation(
                false, new AccessBodies.DecisionContext("deny", decisionId(), reason, null, null, null));
    }

    private static String decisionId() {
        return Entropy.uuid().toString();
    }

    private static SimulationBodies.Imagined imagined(Access access) {
        AccessContext context = access.context();
        String service = access.resourceId();
        IssueRequest issue = new IssueRequest(
                access.subjectId(),
                List.of(access.action()),
                context.ttlSeconds(),
                service.equals(Targets.ANY) ? List.of() : List.of(service),
                context.intent(),
                List.of(),
                Map.of(),
                context.grant());
        return new SimulationBodies.Imagined(
                issue, context.authMethod(), context.ip(), context.chainDepth(), context.atMs());
    }
}
