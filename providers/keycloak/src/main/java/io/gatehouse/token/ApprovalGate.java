package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.approval.Approval;
import io.gatehouse.approval.ApprovalPeople;
import io.gatehouse.approval.ApprovalWish;
import io.gatehouse.approval.Approvals;
import io.gatehouse.core.approval.ApprovalDemand;
import io.gatehouse.core.approval.ApprovalState;
import io.gatehouse.core.approval.ApprovalTerms;
import io.gatehouse.core.approval.Polling;
import io.gatehouse.core.policy.PlacedRule;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.policy.PolicyVerdict;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the issuer stops to ask people, and where it sees whether an approval that somebody brings is good for a token. */
public final class ApprovalGate {
    private final Approvals approvals;
    private final ApprovalPeople people;
    private final Caller caller;

    /** @param caller who asks for tokens */
    public ApprovalGate(Approvals approvals, ApprovalPeople people, Caller caller) {
        this.approvals = approvals;
        this.people = people;
        this.caller = caller;
    }

    /**
     * Asks people.
     *
     * @return empty when the rules let nothing of this be approved, so that there is nothing to ask
     */
    Optional<IssueOutcome> ask(Agent agent, DeferredRequest request, PolicyVerdict verdict) {
        ApprovalDemand demand = verdict.decision().demand().orElseThrow();
        PlacedRule placed = verdict.decision().rule();
        if (placed == null || demand.limits().grantable(request.scopes()).isEmpty()) {
            return Optional.empty();
        }
        Approvals.Asked asked = approvals.ask(new ApprovalWish(
                agent,
                request.binding(agent, caller.id()),
                request.subject() == null ? null : request.subject().userId(),
                caller.userId(),
                request.toMap(),
                request.intent(),
                demand,
                new Approval.AskingRule(
                        placed.policy().id(),
                        placed.policy().version(),
                        placed.rule().id(),
                        placed.rule().message()),
                verdict::describe));
        ApprovalState state = asked.approval().state();
        return Optional.of(new IssueOutcome.Deferred(
                asked.approval().id(),
                asked.code(),
                asked.approval().decisionId(),
                Polling.INTERVAL_SECONDS,
                Math.max(1, (state.deadlineMs() - Clock.nowMs()) / 1000),
                state.deadlineMs()));
    }

    /**
     * Whether an approval is all that the rules demand by now: it was given for this very request of this very agent, by
     * somebody who could give it still, and under terms no weaker than those of today.
     *
     * @param approved null for none
     * @param agent the agent, locked
     */
    boolean isMet(@Nullable Approval approved, Agent agent, ApprovalDemand later) {
        if (approved == null) {
            return false;
        }
        ApprovalTerms.Grant grant = approved.state().grant();
        Approval.Verdict verdict = approved.decision();
        return grant != null
                && verdict != null
                && isFor(approved, agent)
                && approved.demand().covers(later, grant)
                && people.refusalNow(approved, agent, verdict).isEmpty();
    }

    private static boolean isFor(Approval approved, Agent agent) {
        DeferredRequest request = DeferredRequest.read(approved.request());
        return request.agentId().equals(agent.id())
                && request.binding(agent, approved.collector())
                        .hasDigest(HexFormat.of().parseHex(approved.digest()));
    }

    /** How long what is approved still holds, in seconds; {@link Long#MAX_VALUE} without an approval. */
    static long leftSeconds(@Nullable Approval approved, long nowMs) {
        return approved == null ? Long.MAX_VALUE : (approved.state().deadlineMs() - nowMs) / 1000;
    }

    /** The scopes that were granted. */
    static List<String> granted(Approval approved) {
        ApprovalTerms.Grant grant = approved.state().grant();
        return grant == null ? List.of() : grant.scopes();
    }
}
