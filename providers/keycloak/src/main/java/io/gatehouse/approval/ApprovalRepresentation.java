package io.gatehouse.approval;

import io.gatehouse.core.approval.ApprovalState;
import io.gatehouse.core.approval.ApprovalStatus;
import io.gatehouse.core.approval.ApprovalTerms;
import io.gatehouse.core.approval.Approver;
import io.gatehouse.core.token.Targets;
import io.gatehouse.platform.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An approval in JSON. */
@Schema(name = "Approval")
public record ApprovalRepresentation(
        @Schema(required = true) String id,

        @Schema(
                required = true,
                enumeration = {"pending", "approved", "denied", "expired"},
                description = "expired is also what the agent's own change ended")
        String status,

        @Schema(required = true, pattern = "^agent_[0-9a-f]{12}$")
        String agentId,

        @Schema(required = true, nullable = true, description = "The agent's name, as whoever made it calls it")
        @Nullable
        String agentName,

        @Schema(required = true, nullable = true) @Nullable String organizationId,

        @Schema(
                required = true,
                nullable = true,
                description = "The user on whose behalf the agent wants to act; null for itself")
        @Nullable
        String subjectId,

        @Schema(required = true, nullable = true, description = "The user who asked for the token, if a person did")
        @Nullable
        String requestedBy,

        @Schema(required = true, description = "What is asked for")
        List<String> scope,

        @Schema(required = true, description = "Where the token would be good; any for anywhere")
        List<String> audience,

        @Schema(required = true, description = "How long the token would live, in seconds")
        int ttl,

        @Schema(
                required = true,
                nullable = true,
                description = "What for, in the agent's words; nobody has checked them")
        @Nullable
        String intent,

        @Schema(required = true) String policyId,
        @Schema(required = true) int policyVersion,
        @Schema(required = true) String ruleId,

        @Schema(required = true, nullable = true, description = "What the rule says about it") @Nullable
        String message,

        @Schema(
                required = true,
                description = "Whom each rule lets decide; an empty list stands for the holders of decide-approvals."
                        + " Whoever decides must be let by each of them")
        List<List<String>> approvers,

        @Schema(required = true, description = "The most that can be approved")
        List<String> maxScope,

        @Schema(required = true, description = "How long an approval holds at most, in seconds")
        int approvedForSeconds,

        @Schema(required = true, description = "Whether the decision needs a second factor of the last five minutes")
        boolean stepUp,

        @Schema(required = true, description = "Whether the caller may decide it now")
        boolean mayDecide,

        @Schema(required = true, format = "date-time") String createdAt,

        @Schema(
                required = true,
                format = "date-time",
                description = "Until when people may decide, or the approval holds")
        String expiresAt,

        @Schema(required = true, nullable = true) @Nullable String decidedBy,

        @Schema(required = true, nullable = true, format = "date-time") @Nullable
        String decidedAt,

        @Schema(required = true, nullable = true, description = "Why, in the words of whoever decided") @Nullable
        String reason,

        @Schema(required = true, nullable = true, description = "What was approved") @Nullable
        List<String> grantedScope,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "When the approval and the token end")
        @Nullable
        String approvedUntil,

        @Schema(required = true, description = "Whether the agent has fetched its token")
        boolean redeemed,

        @Schema(required = true, description = "The decision in the audit log")
        String decisionId) {
    /** Copies the lists. */
    public ApprovalRepresentation {
        scope = List.copyOf(scope);
        audience = List.copyOf(audience);
        approvers = List.copyOf(approvers);
        maxScope = List.copyOf(maxScope);
        grantedScope = grantedScope == null ? null : List.copyOf(grantedScope);
    }

    /**
     * @param agentName null when the agent is gone
     * @param isAgentTheSame whether the agent did not change since
     * @param mayDecide whether the caller may decide it, were it still open
     */
    static ApprovalRepresentation of(
            Approval approval, @Nullable String agentName, boolean isAgentTheSame, boolean mayDecide) {
        ApprovalState state = approval.state();
        long nowMs = Clock.nowMs();
        ApprovalStatus status = state.statusAt(nowMs);
        if (!isAgentTheSame && !status.isFinal()) {
            status = ApprovalStatus.CANCELLED;
        }
        ApprovalContent content = new ApprovalContent(approval.request());
        ApprovalTerms limits = approval.demand().limits();
        ApprovalTerms.Grant grant = state.grant();
        Approval.Verdict verdict = approval.decision();
        return new ApprovalRepresentation(
                approval.id(),
                ApprovalWords.of(status),
                approval.agentId(),
                agentName,
                approval.organizationId(),
                approval.subjectId(),
                approval.requesterId(),
                content.scopes(),
                content.targets().isEmpty() ? List.of(Targets.ANY) : content.targets(),
                content.ttlSeconds(),
                content.intent(),
                approval.rule().policyId(),
                approval.rule().policyVersion(),
                approval.rule().ruleId(),
                approval.rule().message(),
                approval.demand().approvers().stream()
                        .map(list -> list.stream().map(Approver::text).toList())
                        .toList(),
                limits.grantable(content.scopes()).orElse(List.of()),
                limits.approvedForSeconds(),
                limits.stepUp(),
                mayDecide && status == ApprovalStatus.PENDING,
                Clock.iso(approval.createdAtMs()),
                Clock.iso(state.deadlineMs()),
                verdict == null ? null : verdict.deciderId(),
                verdict == null ? null : Clock.iso(verdict.atMs()),
                verdict == null ? null : verdict.reason(),
                grant == null ? null : grant.scopes(),
                grant == null ? null : Clock.iso(state.deadlineMs()),
                status == ApprovalStatus.REDEEMED,
                approval.decisionId());
    }
}
