package io.gatehouse.approval;

import io.gatehouse.core.approval.ApprovalDemand;
import io.gatehouse.core.approval.ApprovalState;
import io.gatehouse.platform.Owner;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for a person, or waited, as it was when it was read. Immutable; holds no code and no hash of one.
 *
 * @param id a UUID
 * @param agentId whose token it is about
 * @param owner who answered for the agent when it asked
 * @param organizationId the agent's organization then, null for none
 * @param subjectId the user on whose behalf the agent wants to act, null when it acts for itself
 * @param requesterId the user who asked for the token, null when no person did
 * @param agentState what the agent was then; see {@link AgentState}
 * @param collector who may fetch the token: the id of the agent, key or user that asked
 * @param digest what the approval is for; see {@link io.gatehouse.core.approval.Binding}
 * @param request what is asked for, as the door wrote it; the key to the token, so only shown in parts
 * @param rule which rule asks
 * @param demand whom the rules let decide, and within what limits
 * @param state where it stands
 * @param decision who decided, null while nobody did
 * @param decisionId id under which the request for approval is on record
 * @param createdAtMs when the agent asked
 */
public record Approval(
        String id,
        String agentId,
        Owner owner,
        @Nullable String organizationId,
        @Nullable String subjectId,
        @Nullable String requesterId,
        String agentState,
        String collector,
        String digest,
        Map<String, Object> request,
        AskingRule rule,
        ApprovalDemand demand,
        ApprovalState state,
        @Nullable Verdict decision,
        String decisionId,
        long createdAtMs) {
    /** How many requests of one agent may wait at a time. */
    public static final int MAX_PENDING_PER_AGENT = 20;

    /** Longest reason of a decision, in characters. */
    public static final int MAX_REASON_LENGTH = 500;

    /** Copies the map. */
    public Approval {
        request = Map.copyOf(request);
    }

    /**
     * Which rule asks.
     *
     * @param policyId the policy
     * @param policyVersion its version
     * @param ruleId the rule in it
     * @param message what the rule says to whoever is asked, null for nothing
     */
    public record AskingRule(
            String policyId,
            int policyVersion,
            String ruleId,
            @Nullable String message) {}

    /**
     * What a person decided.
     *
     * @param deciderId id of the user
     * @param isOfRealm whether that is a user of the realm itself, and not an administrator of the master realm
     * @param reason in the person's words, null for none
     * @param atMs when
     */
    public record Verdict(
            String deciderId, boolean isOfRealm, @Nullable String reason, long atMs) {}
}
