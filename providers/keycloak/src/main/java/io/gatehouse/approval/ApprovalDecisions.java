package io.gatehouse.approval;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.core.approval.ApprovalTerms;
import io.gatehouse.core.approval.Eligible;
import io.gatehouse.core.approval.NarrowingException;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one person sees of approvals and decides, through whichever door it came. */
public final class ApprovalDecisions {
    private final Caller caller;
    private final Approvals approvals;
    private final ApprovalPeople people;
    private final Agents agents;
    private final Supplier<Optional<Long>> secondFactorAtMs;

    /**
     * What the caller may do.
     *
     * @param secondFactorAtMs says when the caller last gave a second factor, in milliseconds since the epoch; empty for never
     */
    public ApprovalDecisions(
            Caller caller,
            Approvals approvals,
            ApprovalPeople people,
            Agents agents,
            Supplier<Optional<Long>> secondFactorAtMs) {
        this.caller = caller;
        this.approvals = approvals;
        this.people = people;
        this.agents = agents;
        this.secondFactorAtMs = secondFactorAtMs;
    }

    /**
     * The agents whose approvals the caller sees; none, for people who only decide.
     *
     * @throws GatehouseException 401, 403 for programs that see no agents
     */
    Reach reach() {
        boolean isOnlyDecider = caller.userId() == null
                && !caller.may(Permission.AGENTS_READ)
                && caller.may(Permission.APPROVALS_DECIDE);
        return isOnlyDecider
                ? new Reach(false, null, Set.of(), caller.onlyOrganizationId())
                : caller.reach(Permission.AGENTS_READ);
    }

    /** @throws GatehouseException 404 for what the caller does not see */
    public Approval visible(String id) {
        Reach reach = reach();
        Approval approval = approvals.find(id).orElseThrow(GatehouseException::notFound);
        String only = reach.onlyOrganizationId();
        boolean isInside = only == null || only.equals(approval.organizationId());
        boolean isVisible =
                isInside && (reach.covers(approval.owner(), approval.organizationId()) || mayDecide(approval));
        if (!isVisible) {
            throw GatehouseException.notFound();
        }
        return approval;
    }

    /** Whether the caller may decide it, were it open. */
    public boolean mayDecide(Approval approval) {
        return agents.find(approval.agentId())
                .filter(agent -> mayDecide(approval, agent))
                .isPresent();
    }

    boolean mayDecide(Approval approval, Agent agent) {
        return people.refusal(approval, agent, caller).isEmpty();
    }

    /** Whether the caller must give a second factor before it decides. */
    public boolean needsSecondFactor(Approval approval) {
        return approval.demand().limits().stepUp() && !StepUp.isFresh(secondFactorAtMs.get(), Clock.nowMs());
    }

    /**
     * Approves.
     *
     * @param approval one that is visible
     * @param scope what is approved, null for everything that can be
     * @param seconds how long it holds, null for as long as the rule lets it
     * @param reason in the person's words, null for none
     * @throws GatehouseException 401, 403, 404, 409 or 422
     */
    public Approval approve(
            Approval approval, @Nullable List<String> scope, @Nullable Long seconds, @Nullable String reason) {
        ApprovalTerms.Grant grant = grant(approval, scope, seconds);
        return approvals
                .approve(approval.id(), this::requireMayDecide, grant, verdict(reason))
                .orElseThrow(GatehouseException::notFound);
    }

    /** Denies; otherwise as {@link #approve}. */
    public Approval deny(Approval approval, @Nullable String reason) {
        return approvals
                .deny(approval.id(), this::requireMayDecide, verdict(reason))
                .orElseThrow(GatehouseException::notFound);
    }

    private static ApprovalTerms.Grant grant(Approval approval, @Nullable List<String> scope, @Nullable Long seconds) {
        try {
            return approval.demand().limits().narrow(new ApprovalContent(approval.request()).scopes(), scope, seconds);
        } catch (NarrowingException e) {
            throw GatehouseException.invalid("/" + e.member(), "not_narrower", String.valueOf(e.getMessage()));
        }
    }

    private Approval.Verdict verdict(@Nullable String reason) {
        String userId = caller.userId();
        return new Approval.Verdict(userId == null ? caller.id() : userId, userId != null, reason, Clock.nowMs());
    }

    /** Asked with everything locked: what it says is so when the decision is written. */
    private void requireMayDecide(Approval approval, Agent agent) {
        Optional<Eligible.Refusal> refusal = people.refusal(approval, agent, caller);
        if (refusal.isPresent()) {
            throw refused(refusal.get());
        }
        if (needsSecondFactor(approval)) {
            throw StepUp.challenge();
        }
    }

    private static GatehouseException refused(Eligible.Refusal refusal) {
        return switch (refusal) {
            case NOT_A_PERSON ->
                GatehouseException.forbidden("people_only", "Only a person who logged in decides approvals.");
            case FORMER_OWNER ->
                GatehouseException.forbidden(
                        "former_owner", "Whoever owned the agent less than thirty days ago does not decide for it.");
            case CONCERNED ->
                GatehouseException.forbidden(
                        "concerned", "The request concerns you, and the rule does not let such people decide it.");
            case NOT_NAMED -> GatehouseException.forbidden("not_an_approver", "The rule lets others decide this.");
        };
    }
}
