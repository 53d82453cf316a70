package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.core.policy.Attribute;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.platform.Clock;
import io.gatehouse.policy.PolicyDecisions;
import io.gatehouse.policy.PolicyDrafts;
import io.gatehouse.policy.PolicySimulation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What policies would say of a token that is only imagined: by the very facts that the issuer would tell them. */
final class TokenSimulation {
    private final TokenIssuer issuer;
    private final PolicyDecisions policies;

    TokenSimulation(TokenIssuer issuer, PolicyDecisions policies) {
        this.issuer = issuer;
        this.policies = policies;
    }

    /** @param drafts policies to ask in place of the realm's; null for the realm's */
    PolicySimulation of(Agent agent, SimulationBodies.Imagined imagined, @Nullable PolicyDrafts drafts) {
        return policies.simulate(facts(agent, imagined), drafts);
    }

    private Facts facts(Agent agent, SimulationBodies.Imagined imagined) {
        IssueRequest request = imagined.issue();
        Long atMs = imagined.atMs();
        long nowMs = atMs == null ? Clock.nowMs() : atMs;
        List<String> targets =
                issuer.audience(agent.audiences(), request.targets()).orElse(request.targets());
        long ttlSeconds = issuer.ttlSeconds(agent, request.ttlSeconds(), nowMs);
        return PolicyFacts.of(agent, request, targets, ttlSeconds, nowMs)
                .text(Attribute.AUTH_METHOD, imagined.authMethod())
                .ip(imagined.ip())
                .chainDepth(imagined.chainDepth())
                .build();
    }
}
