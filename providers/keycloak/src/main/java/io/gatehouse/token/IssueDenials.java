package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Entropy;
import io.gatehouse.policy.PolicyVerdict;
import org.jspecify.annotations.Nullable;

/** Says no to those who ask for tokens: writes {@code token.denied} into the present transaction, with the id of the decision. */
final class IssueDenials {
    private final Agents agents;
    private final Events events;

    IssueDenials(Agents agents, Events events) {
        this.agents = agents;
        this.events = events;
    }

    IssueOutcome of(IssueRequest request, IssueOutcome.Reason reason, String detail) {
        return of(request, reason, detail, null);
    }

    IssueOutcome of(IssueRequest request, IssueOutcome.Reason reason, String detail, @Nullable PolicyVerdict verdict) {
        String decisionId = Entropy.uuid().toString();
        String ignored = events.append(described(verdict, Event.of(EventType.TOKEN_DENIED, "agent", request.agentId()))
                .agent(request.agentId())
                .data(
                        "organization_id",
                        agents.find(request.agentId())
                                .map(Agent::organizationId)
                                .orElse(null))
                .decision("deny", decisionId)
                .data("reason", reason.code())
                .data("detail", detail)
                .data("scope", request.scopes())
                .data("audience", request.targets())
                .data("grant", request.grant())
                .personal("intent", request.intent())
                .build());
        return new IssueOutcome.Denied(reason, detail, decisionId);
    }

    IssueOutcome of(ExchangeRequest request, IssueOutcome.Reason reason, String detail) {
        return of(request, reason, detail, null);
    }

    IssueOutcome of(
            ExchangeRequest request, IssueOutcome.Reason reason, String detail, @Nullable PolicyVerdict verdict) {
        String decisionId = Entropy.uuid().toString();
        String ignored = events.append(described(
                        verdict,
                        KeyTokens.about(
                                EventType.TOKEN_DENIED, "api_key", request.key().id(), request.key()))
                .decision("deny", decisionId)
                .data("client_id", request.clientId())
                .data("reason", reason.code())
                .data("detail", detail)
                .data("scope", request.scopes())
                .data("audience", request.targets())
                .personal("intent", request.intent())
                .build());
        return new IssueOutcome.Denied(reason, detail, decisionId);
    }

    private static Event.Builder described(@Nullable PolicyVerdict verdict, Event.Builder event) {
        return verdict == null ? event : verdict.describe(event);
    }
}
