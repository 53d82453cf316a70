package io.gatehouse.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.RuleReader;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body of {@link ReplayResource}: its shape for the API description, and how it is read. */
final class ReplayBodies {
    /** How far back decisions are asked again when the body does not say, in milliseconds: 7 days. */
    static final long DEFAULT_REACH_MS = 604_800_000;

    private static final String POLICY = "policy";
    private static final int MAX_ID_LENGTH = 36;

    private ReplayBodies() {}

    /** Body of replay. */
    @Schema(name = "PolicyReplayRequest")
    record ReplayRequest(
            @Schema(required = true) ReplayedPolicy policy,

            @Schema(
                    nullable = true,
                    format = "date-time",
                    description = "Decisions from then on; the last 7 days when it is absent")
            @Nullable
            String since) {}

    /** A draft that decisions are asked again with. */
    @Schema(
            name = "ReplayedPolicy",
            description =
                    "A policy as if it acted. The id of a policy of the realm, as a text, stands for what that says now")
    record ReplayedPolicy(
            @Schema(nullable = true, description = "The policy of the realm that it replaces; absent: it is added")
            @Nullable
            String id,

            @Schema(nullable = true, maxLength = PolicyContent.MAX_NAME_LENGTH) @Nullable
            String name,

            @Schema(nullable = true, maxLength = PolicyContent.MAX_DESCRIPTION_LENGTH) @Nullable
            String description,

            @Schema(
                    nullable = true,
                    minimum = "" + Policy.MIN_PRIORITY,
                    maximum = "" + Policy.MAX_PRIORITY,
                    defaultValue = "" + Policy.DEFAULT_PRIORITY)
            @Nullable
            Integer priority,

            @Schema(
                    nullable = true,
                    defaultValue = "true",
                    description = "false: what would be without the policy that it replaces")
            @Nullable
            Boolean isActive,

            @Schema(nullable = true, description = "enforce or shadow; it is asked as if it acted, whatever this says")
            @Nullable
            String mode,

            @Schema(required = true, maxItems = RuleReader.MAX_RULES)
            List<Map<String, Object>> rules,

            @Schema(nullable = true, description = "Passed over: tokens of agents and for API keys are asked again")
            @Nullable
            Boolean appliesToStockGrants) {}

    /** What was read. */
    record Wanted(ReplayDraft draft, long sinceMs) {}

    /**
     * Reads the body.
     *
     * @param policies finds a policy of the realm by its id
     * @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault
     */
    static Wanted read(Fields fields, Function<String, Optional<StoredPolicy>> policies) {
        JsonNode node = fields.member(POLICY);
        Optional<ReplayDraft> draft;
        if (node == null) {
            fields.reject(POLICY, "required", "policy is required.");
            draft = Optional.empty();
        } else if (node.isTextual()) {
            draft = fields.text(POLICY, 1, MAX_ID_LENGTH).flatMap(policies).map(ReplayDraft::of);
            if (draft.isEmpty()) {
                fields.reject(POLICY, "invalid_value", "There is no policy of this id.");
            }
        } else {
            draft = fields.object(POLICY, inner -> draft(inner, policies));
        }
        long sinceMs = fields.time("since").orElse(Clock.nowMs() - DEFAULT_REACH_MS);
        fields.done();
        return new Wanted(draft.orElseThrow(), sinceMs);
    }

    private static ReplayDraft draft(Fields fields, Function<String, Optional<StoredPolicy>> policies) {
        Optional<String> id = fields.text("id", 1, MAX_ID_LENGTH);
        if (id.isPresent() && policies.apply(id.get()).isEmpty()) {
            fields.reject("id", "invalid_value", "There is no policy of this id.");
        }
        List<Optional<?>> ignored = List.of(
                fields.text("name", 1, PolicyContent.MAX_NAME_LENGTH),
                PolicyBodies.description(fields),
                PolicyBodies.mode(fields),
                fields.bool(PolicyBodies.STOCK_GRANTS));
        int priority = PolicyBodies.priority(fields).orElse(Policy.DEFAULT_PRIORITY);
        boolean isActive = fields.bool("is_active").orElse(true);
        JsonNode rules = fields.member("rules");
        RuleReader.read(rules)
                .faults()
                .forEach(fault ->
                        fields.reject(new FieldError("/" + POLICY + fault.pointer(), fault.code(), fault.detail())));
        return new ReplayDraft(id.orElse(null), priority, isActive, String.valueOf(rules));
    }
}
