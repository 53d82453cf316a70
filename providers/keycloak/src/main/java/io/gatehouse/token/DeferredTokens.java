package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.approval.Approval;
import io.gatehouse.approval.Approvals;
import io.gatehouse.platform.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Hands out tokens that waited for a person. A code is good for whoever asked, or the agent itself, with the same key if there
 * was one; what was approved goes through the issuer as if it were asked for now.
 */
public final class DeferredTokens {
    private final Caller caller;
    private final Agents agents;
    private final Approvals approvals;
    private final TokenIssuer issuer;
    private final DelegationIssuer delegationIssuer;

    /** @param caller who comes with a code */
    public DeferredTokens(
            Caller caller, Agents agents, Approvals approvals, TokenIssuer issuer, DelegationIssuer delegationIssuer) {
        this.caller = caller;
        this.agents = agents;
        this.approvals = approvals;
        this.issuer = issuer;
        this.delegationIssuer = delegationIssuer;
    }

    /** What a poll brings. What it wrote must be kept, whatever it is. */
    public sealed interface Collected {
        /** It was approved: the token, or why there is none after all. */
        record Done(IssueOutcome outcome) implements Collected {}

        /**
         * Nobody decided yet.
         *
         * @param leftSeconds how long people still have
         */
        record Waiting(String approvalId, long leftSeconds, long deadlineMs) implements Collected {}

        /** It came sooner than an interval after the one before. */
        record TooSoon() implements Collected {}

        /** A person denied it, or what it was for has changed. */
        record Denied(String decisionId) implements Collected {}

        /** Too late. */
        record Expired() implements Collected {}

        /** No code of the caller's, or one whose token was fetched. */
        record Unknown() implements Collected {}
    }

    /**
     * Asks for the token of a code.
     *
     * @param confirmation {@code cnf} of the proof that came with the poll, empty for none
     */
    public Collected collect(String code, Map<String, Object> confirmation) {
        Optional<Approval> found = approvals.byCode(code).filter(this::isForCaller);
        if (found.isEmpty()) {
            return new Collected.Unknown();
        }
        DeferredRequest request = DeferredRequest.read(found.get().request());
        if (!request.confirmation().equals(confirmation)) {
            return new Collected.Unknown();
        }
        lock(request);
        Approvals.Poll poll = approvals.poll(found.get());
        if (poll instanceof Approvals.Poll.Waiting waiting) {
            return new Collected.Waiting(
                    found.get().id(), waiting.leftSeconds(), found.get().state().deadlineMs());
        }
        if (poll instanceof Approvals.Poll.Over over) {
            return over(over);
        }
        return poll instanceof Approvals.Poll.Approved approved
                ? new Collected.Done(redeem(request, approved.approval()))
                : new Collected.TooSoon();
    }

    private boolean isForCaller(Approval approval) {
        boolean isAgentItself =
                caller.kind() == Caller.Kind.AGENT && caller.id().equals(approval.agentId());
        return isAgentItself || caller.id().equals(approval.collector());
    }

    /** In the order of the ids, as whoever locks many agents does. */
    private void lock(DeferredRequest request) {
        TreeSet<String> ids = new TreeSet<>();
        ids.add(request.agentId());
        DelegatedSubject subject = request.subject();
        if (subject != null) {
            ids.addAll(subject.actors().agents());
        }
        for (String id : ids) {
            Optional<Agent> ignored = agents.lockForIssue(id);
        }
    }

    private static Collected over(Approvals.Poll.Over over) {
        return switch (over.answer()) {
            case DENIED -> new Collected.Denied(over.approval().decisionId());
            case EXPIRED -> new Collected.Expired();
            case PENDING, TOKEN, USED -> new Collected.Unknown();
        };
    }

    private IssueOutcome redeem(DeferredRequest request, Approval approval) {
        DelegatedSubject subject = request.subject();
        IssueOutcome outcome = subject == null
                ? issuer.issue(request.issue(ApprovalGate.granted(approval)), approval)
                : delegationIssuer.exchange(request.exchange(subject, ApprovalGate.granted(approval)), approval);
        approvals.settle(approval, outcome instanceof IssueOutcome.Issued);
        return outcome;
    }
}
