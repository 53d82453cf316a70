package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.apikey.ApiKey;
import io.gatehouse.apikey.KeyFacts;
import io.gatehouse.core.policy.Attribute;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.core.token.Targets;
import io.gatehouse.policy.PolicyDecisions;
import java.util.List;

/** What policies are told of a request for a token: what the token would say, not what was asked for. */
final class PolicyFacts {
    private static final String TOKEN_EXCHANGE = "token_exchange";

    private PolicyFacts() {}

    /** What a token on behalf of a user would say. */
    record Delegated(List<String> scopes, List<String> targets, long ttlSeconds, int chainDepth, long nowMs) {}

    static Facts.Builder of(Agent agent, IssueRequest request, List<String> targets, long ttlSeconds, long nowMs) {
        return ofAgent(agent, nowMs)
                .scopes(request.scopes().isEmpty() ? agent.scopes() : request.scopes())
                .targets(targets(targets))
                .ttlSeconds(ttlSeconds)
                .intent(request.intent())
                .text(Attribute.GRANT, request.grant());
    }

    static Facts.Builder of(Agent agent, DelegationRequest request, Delegated wanted) {
        return ofAgent(agent, wanted.nowMs())
                .scopes(wanted.scopes())
                .targets(targets(wanted.targets()))
                .ttlSeconds(wanted.ttlSeconds())
                .intent(request.intent())
                .chainDepth(wanted.chainDepth())
                .text(Attribute.GRANT, TOKEN_EXCHANGE);
    }

    static Facts.Builder of(ExchangeRequest request, List<String> targets, long ttlSeconds, long nowMs) {
        ApiKey key = request.key();
        return KeyFacts.of(key, nowMs)
                .text(Attribute.GRANT, TOKEN_EXCHANGE)
                .scopes(request.scopes().isEmpty() ? request.liveScopes() : request.scopes())
                .targets(targets(targets))
                .ttlSeconds(ttlSeconds)
                .intent(request.intent());
    }

    static Facts.Builder ofAgent(Agent agent, long nowMs) {
        return Facts.at(nowMs)
                .text(Attribute.AGENT, agent.id())
                .text(Attribute.OWNER, PolicyDecisions.owner(agent.owner()))
                .text(Attribute.ORGANIZATION, agent.organizationId())
                .text(Attribute.FRAMEWORK, agent.details().framework())
                .text(Attribute.MODEL_PROVIDER, agent.details().modelProvider())
                .text(Attribute.MODE, agent.mode().text())
                .metadata(PolicyDecisions.metadata(agent.details().metadata()));
    }

    /** As {@code target_service} has it: a token for nobody in particular is for {@code any}. */
    private static List<String> targets(List<String> targets) {
        return targets.isEmpty() ? List.of(Targets.ANY) : targets;
    }
}
