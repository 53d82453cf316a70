package io.gatehouse.token;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Requests and answers of {@link AccessResource}, as the AuthZEN Authorization API 1.0 shapes them. */
final class AccessBodies {
    private AccessBodies() {}

    /** Who asks for access. */
    @Schema(name = "AccessSubject")
    record Subject(
            @Schema(required = true, examples = "agent") String type,

            @Schema(required = true, examples = "agent_0123456789ab")
            String id,

            @Schema(nullable = true) @Nullable Map<String, Object> properties) {}

    /** What it wants to do. */
    @Schema(name = "AccessAction")
    record Action(
            @Schema(required = true, description = "A scope", examples = "orders.read")
            String name,

            @Schema(nullable = true) @Nullable Map<String, Object> properties) {}

    /** What it wants to do it with. */
    @Schema(name = "AccessedResource")
    record Resource(
            @Schema(required = true, examples = "service") String type,

            @Schema(required = true, description = "As target_service of tokens", examples = "any")
            String id,

            @Schema(nullable = true) @Nullable Map<String, Object> properties) {}

    /** What else is known. */
    @Schema(name = "AccessContext", description = "Other members are passed over")
    record Context(
            @Schema(nullable = true, format = "date-time", description = "When; now, when it is absent") @Nullable
            String time,

            @Schema(nullable = true, description = "From where") @Nullable
            String ip,

            @Schema(nullable = true, maxLength = IssueRequest.MAX_INTENT_LENGTH) @Nullable
            String intent,

            @Schema(nullable = true, minimum = "1", maximum = "86400", defaultValue = "300") @Nullable
            Integer ttl,

            @Schema(nullable = true, defaultValue = "client_credentials") @Nullable
            String grant,

            @Schema(nullable = true) @Nullable String authMethod,

            @Schema(nullable = true, minimum = "0", maximum = "4", defaultValue = "0") @Nullable
            Integer chainDepth) {}

    /** Body of evaluation. */
    @Schema(name = "AccessEvaluationRequest")
    record Evaluate(
            @Schema(required = true) Subject subject,
            @Schema(required = true) Action action,
            @Schema(required = true) Resource resource,
            @Schema(nullable = true) @Nullable Context context) {}

    /** Body of evaluations: what is not said of one is taken from above. */
    @Schema(name = "AccessEvaluationsRequest")
    record EvaluateAll(
            @Nullable Subject subject,
            @Nullable Action action,
            @Nullable Resource resource,
            @Nullable Context context,

            @Schema(maxItems = AccessReader.MAX_EVALUATIONS) @Nullable
            List<Map<String, Object>> evaluations,

            @Nullable Options options) {}

    /** How a batch is evaluated. */
    @Schema(name = "AccessEvaluationsOptions")
    record Options(
            @Schema(
                    defaultValue = "execute_all",
                    description = "execute_all, deny_on_first_deny or permit_on_first_permit")
            @Nullable
            String evaluationsSemantic) {}

    /** Body of a search; the part that is searched has no id, and a search for actions none. */
    @Schema(name = "AccessSearchRequest")
    record Search(
            @Schema(required = true) Map<String, Object> subject,
            @Nullable Map<String, Object> action,
            @Schema(required = true) Map<String, Object> resource,
            @Nullable Context context,
            @Nullable Page page) {}

    /** Which part of what was found is wanted. */
    @Schema(name = "AccessSearchPage")
    record Page(
            @Schema(description = "next_token of the answer before") @Nullable
            String token,

            @Schema(minimum = "1", maximum = "100", defaultValue = "20", description = "Agents to look at") @Nullable
            Integer limit) {}

    /** An answer to one question. */
    @Schema(name = "AccessEvaluation")
    record Evaluation(
            @Schema(required = true) boolean decision,
            @Schema(required = true) DecisionContext context) {}

    /** Why. */
    @Schema(name = "AccessDecisionContext")
    record DecisionContext(
            @Schema(
                    required = true,
                    nullable = true,
                    description = "allow, deny, throttle or require_approval; null for a question with a fault")
            @Nullable
            String effect,

            @Schema(required = true, description = "Names this answer, for the logs of whoever asks")
            String decisionId,

            @Schema(required = true, description = "One sentence")
            String reason,

            @Schema(required = true, nullable = true, description = "null unless a policy decides") @Nullable
            String policyId,

            @Schema(required = true, nullable = true, description = "null unless a policy decides") @Nullable
            String ruleId,

            @Schema(required = true) @Nullable Fault error) {}

    /** What is wrong with one question of a batch. */
    @Schema(name = "AccessFault", nullable = true)
    record Fault(
            @Schema(required = true) int status,
            @Schema(required = true) String message) {}

    /** The answer to a batch, for the API description: {@link Evaluations}, or {@link Evaluation} to one question. */
    @Schema(name = "AccessEvaluations")
    record EvaluationOrMany(
            @Schema(description = "To one question") @Nullable
            Boolean decision,

            @Nullable DecisionContext context,

            @Schema(description = "To many, in the order of the questions") @Nullable
            List<Evaluation> evaluations) {}

    /** Answers to a batch, in its order. */
    record Evaluations(List<Evaluation> evaluations) {
        /** Copies the list. */
        Evaluations {
            evaluations = List.copyOf(evaluations);
        }
    }

    /** What a search found. */
    @Schema(name = "AccessSearchResults")
    record Found(
            @Schema(required = true, description = "type and id of each, or the name of an action")
            List<Map<String, String>> results,

            @Schema(required = true) NextPage page) {
        /** Copies the list. */
        Found {
            results = List.copyOf(results);
        }
    }

    /** Where a search goes on. */
    @Schema(name = "AccessSearchNextPage")
    record NextPage(
            @Schema(required = true, description = "Empty when there is no more")
            String nextToken) {}
}
