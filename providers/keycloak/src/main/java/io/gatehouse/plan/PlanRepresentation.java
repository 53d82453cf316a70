package io.gatehouse.plan;

import io.gatehouse.platform.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A plan as every answer shows it.
 *
 * @param holders how many hold it: organizations, and the realm itself
 */
@Schema(name = "Plan")
public record PlanRepresentation(
        @Schema(required = true) String name,
        @Schema(required = true, nullable = true) @Nullable String description,
        @Schema(required = true) int rank,

        @Schema(required = true, description = "null: unlimited")
        PlanBodies.LimitsBody limits,

        @Schema(required = true, description = "How many hold it: organizations, and the realm itself")
        long holders,

        @Schema(required = true, format = "date-time") String createdAt,
        @Schema(required = true, format = "date-time") String updatedAt) {
    /** All plans of a realm. */
    @Schema(name = "PlanList")
    public record ListRepresentation(
            @Schema(required = true) List<PlanRepresentation> items) {
        /** Copies the list. */
        public ListRepresentation {
            items = List.copyOf(items);
        }
    }

    /** Who holds which plan. */
    @Schema(name = "PlanAssignment")
    public record AssignmentRepresentation(
            @Schema(required = true, nullable = true, description = "Null for the realm") @Nullable
            String organizationId,

            @Schema(
                    required = true,
                    nullable = true,
                    description = "Null for none: an organization is covered by the realm's, a realm is unlimited")
            @Nullable
            String plan) {}

    static PlanRepresentation of(Plan plan, long holders) {
        return new PlanRepresentation(
                plan.name(),
                plan.description(),
                plan.rank(),
                PlanBodies.LimitsBody.of(plan.limits()),
                holders,
                Clock.iso(plan.createdAtMs()),
                Clock.iso(plan.updatedAtMs()));
    }

    static PlanRepresentation of(Plans.Held held) {
        return of(held.plan(), held.holders());
    }

    static AssignmentRepresentation assignment(Holder holder, @Nullable Plan plan) {
        return new AssignmentRepresentation(holder.organizationId(), plan == null ? null : plan.name());
    }
}
