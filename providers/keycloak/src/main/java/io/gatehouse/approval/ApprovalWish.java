package io.gatehouse.approval;

import io.gatehouse.agent.Agent;
import io.gatehouse.core.approval.ApprovalDemand;
import io.gatehouse.core.approval.Binding;
import io.gatehouse.event.Event;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks people for.
 *
 * @param agent the agent, locked
 * @param binding what the approval would be for
 * @param subjectId the user on whose behalf the agent wants to act, null when it acts for itself
 * @param requesterId the user who asks for the token, null when no person does
 * @param request all that is needed to make the token once it is approved
 * @param intent what the token is for, in the agent's words; null for none
 * @param demand what the rules demand
 * @param rule the rule that is named to people
 * @param described adds to an event what policies said
 */
public record ApprovalWish(
        Agent agent,
        Binding binding,
        @Nullable String subjectId,
        @Nullable String requesterId,
        Map<String, Object> request,
        @Nullable String intent,
        ApprovalDemand demand,
        Approval.AskingRule rule,
        UnaryOperator<Event.Builder> described) {
    /** Copies the map. */
    public ApprovalWish {
        request = Map.copyOf(request);
    }
}
