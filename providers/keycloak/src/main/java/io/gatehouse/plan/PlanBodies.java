package io.gatehouse.plan;

import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.core.plan.PlanLimits;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Fields;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request bodies of plans: their shapes for the API description, and how each is read. */
final class PlanBodies {
    private static final int MAX_ID_LENGTH = 36;
    private static final int MAX_REFERENCE_LENGTH = 200;
    private static final int DEFAULT_RANK = 100;
    private static final String MAX = "1000000000000";

    private PlanBodies() {}

    /** The limits of a plan in JSON; null for no limit. */
    @Schema(name = "PlanLimits")
    record LimitsBody(
            @Schema(nullable = true, minimum = "0", maximum = MAX) @Nullable
            Long agents,

            @Schema(nullable = true, minimum = "0", maximum = MAX) @Nullable
            Long apiKeys,

            @Schema(nullable = true, minimum = "0", maximum = MAX) @Nullable
            Long webhookEndpoints,

            @Schema(nullable = true, minimum = "0", maximum = MAX, description = "Members of organizations") @Nullable
            Long seats,

            @Schema(nullable = true, minimum = "0", maximum = MAX) @Nullable
            Long domains,

            @Schema(nullable = true, minimum = "0", maximum = MAX) @Nullable
            Long tokensPerMonth,

            @Schema(nullable = true, minimum = "0", maximum = MAX) @Nullable
            Long verificationsPerMonth) {
        static LimitsBody of(PlanLimits limits) {
            return new LimitsBody(
                    limits.of(PlanLimit.AGENTS),
                    limits.of(PlanLimit.API_KEYS),
                    limits.of(PlanLimit.WEBHOOK_ENDPOINTS),
                    limits.of(PlanLimit.SEATS),
                    limits.of(PlanLimit.DOMAINS),
                    limits.of(PlanLimit.TOKENS_PER_MONTH),
                    limits.of(PlanLimit.VERIFICATIONS_PER_MONTH));
        }
    }

    /** Body of create. */
    @Schema(name = "PlanCreateRequest")
    record CreateRequest(
            @Schema(required = true, maxLength = Plan.MAX_NAME_LENGTH, pattern = "^" + Plan.NAME_PATTERN + "$")
            String name,

            @Schema(nullable = true, maxLength = Plan.MAX_DESCRIPTION_LENGTH) @Nullable
            String description,

            @Schema(
                    nullable = true,
                    minimum = "0",
                    maximum = "" + Plan.MAX_RANK,
                    defaultValue = "" + DEFAULT_RANK,
                    description = "The greater, the higher: decides between upgrade and downgrade")
            @Nullable
            Integer rank,

            @Schema(nullable = true, description = "What is absent or null is unlimited") @Nullable
            LimitsBody limits) {}

    /** Body of patch, a merge patch (RFC 7396). */
    @Schema(name = "PlanPatchRequest")
    record PatchRequest(
            @Schema(nullable = true, maxLength = Plan.MAX_DESCRIPTION_LENGTH) @Nullable
            String description,

            @Schema(minimum = "0", maximum = "" + Plan.MAX_RANK) @Nullable
            Integer rank,

            @Schema(description = "What is absent stays; null removes a limit") @Nullable
            LimitsBody limits) {}

    /** Body of an assignment. */
    @Schema(name = "PlanAssignmentRequest")
    record AssignRequest(
            @Schema(
                    required = true,
                    nullable = true,
                    maxLength = Plan.MAX_NAME_LENGTH,
                    description = "Name of a plan; null for none")
            @Nullable
            String plan) {}

    /** Body of a payment provider's event. */
    @Schema(name = "BillingEventRequest")
    record EventRequest(
            @Schema(
                    required = true,
                    nullable = true,
                    maxLength = Plan.MAX_NAME_LENGTH,
                    description = "Name of the plan from now on; null for none")
            @Nullable
            String plan,

            @Schema(
                    nullable = true,
                    maxLength = MAX_ID_LENGTH,
                    description = "Whose plan it is; absent for the realm's own")
            @Nullable
            String organizationId,

            @Schema(
                    nullable = true,
                    maxLength = MAX_REFERENCE_LENGTH,
                    description = "The provider's own name for it; kept with the assignment")
            @Nullable
            String reference) {}

    /** Body of rotate-secret. */
    @Schema(name = "BillingRotateSecretRequest")
    record RotateRequest(
            @Schema(
                    nullable = true,
                    minimum = "0",
                    maximum = "" + BillingSecrets.MAX_OVERLAP_SECONDS,
                    defaultValue = "" + BillingSecrets.DEFAULT_OVERLAP_SECONDS,
                    description = "How long the secret from before is good, too")
            @Nullable
            Integer overlapSeconds) {}

    /** What a provider tells. */
    record Told(
            @Nullable String plan,
            @Nullable String organizationId,
            @Nullable String reference) {}

    static Plan readCreate(Fields fields) {
        String name = fields.requiredText("name", 1, Plan.MAX_NAME_LENGTH);
        if (!name.isEmpty() && !Plan.isName(name)) {
            fields.reject(
                    "name",
                    "invalid_value",
                    "name must be lower-case letters, digits, hyphens and underscores, a letter or digit first.");
        }
        Optional<String> description = fields.text("description", 1, Plan.MAX_DESCRIPTION_LENGTH);
        int rank = fields.integer("rank", 0, Plan.MAX_RANK)
                .orElse((long) DEFAULT_RANK)
                .intValue();
        PlanLimits limits = limits(fields, PlanLimits.UNLIMITED);
        fields.done();
        long nowMs = Clock.nowMs();
        return new Plan(name, description.orElse(null), rank, limits, nowMs, nowMs);
    }

    /** @param before the limits that a merge patch changes */
    static Plans.Patch readPatch(Fields fields, PlanLimits before) {
        Optional<String> description = fields.text("description", 1, Plan.MAX_DESCRIPTION_LENGTH);
        boolean hasDescription = fields.has("description");
        Integer rank =
                fields.integer("rank", 0, Plan.MAX_RANK).map(Long::intValue).orElse(null);
        if (fields.isNull("rank")) {
            fields.reject("rank", "required", "rank cannot be removed.");
        }
        if (fields.isNull("limits")) {
            fields.reject("limits", "required", "limits cannot be removed; remove them one by one.");
        }
        if (fields.has("name")) {
            fields.reject("name", "immutable", "name cannot be changed.");
        }
        PlanLimits limits = limits(fields, before);
        fields.done();
        return new Plans.Patch(hasDescription, description.orElse(null), rank, limits);
    }

    private static PlanLimits limits(Fields fields, PlanLimits before) {
        return fields.object("limits", inner -> {
                    PlanLimits limits = before;
                    for (PlanLimit limit : PlanLimit.values()) {
                        Optional<Long> value = inner.integer(limit.text(), 0, PlanLimits.MAX_VALUE);
                        if (value.isPresent() || inner.isNull(limit.text())) {
                            limits = limits.with(limit, value.orElse(null));
                        }
                    }
                    return limits;
                })
                .orElse(before);
    }

    static @Nullable String readAssign(Fields fields) {
        String plan = planOrNull(fields);
        fields.done();
        return plan;
    }

    static Told readEvent(Fields fields) {
        String plan = planOrNull(fields);
        Optional<String> organization = fields.text("organization_id", 1, MAX_ID_LENGTH);
        Optional<String> reference = fields.text("reference", 1, MAX_REFERENCE_LENGTH);
        fields.done();
        return new Told(plan, organization.orElse(null), reference.orElse(null));
    }

    private static @Nullable String planOrNull(Fields fields) {
        Optional<String> plan = fields.text("plan", 1, Plan.MAX_NAME_LENGTH);
        if (!fields.has("plan")) {
            fields.reject("plan", "required", "plan is required; null stands for none.");
        }
        return plan.orElse(null);
    }

    static int readOverlapSeconds(Fields fields) {
        int seconds = fields.integer("overlap_seconds", 0, BillingSecrets.MAX_OVERLAP_SECONDS)
                .orElse((long) BillingSecrets.DEFAULT_OVERLAP_SECONDS)
                .intValue();
        fields.done();
        return seconds;
    }
}
