package io.gatehouse.core.plan;

import org.jspecify.annotations.Nullable;

/** Whether a change of plan is a step up or down. Pure. */
public enum PlanStep {
    UPGRADE,
    DOWNGRADE,
    /** Nothing changes hands. */
    NONE;

    /**
     * A plan as it is compared.
     *
     * @param name unique within the realm
     * @param rank the greater, the higher
     */
    public record Tier(String name, int rank, PlanLimits limits) {}

    /**
     * The step from one plan to another; null stands for no plan, which limits nothing and so is above every plan. Plans of the
     * same rank are told apart by their limits: one that allows less of anything is below.
     */
    public static PlanStep between(@Nullable Tier from, @Nullable Tier to) {
        if (from == null) {
            return to == null ? NONE : DOWNGRADE;
        }
        if (to == null) {
            return UPGRADE;
        }
        if (from.name().equals(to.name())) {
            return NONE;
        }
        if (from.rank() != to.rank()) {
            return to.rank() > from.rank() ? UPGRADE : DOWNGRADE;
        }
        return to.limits().areAtLeast(from.limits()) ? UPGRADE : DOWNGRADE;
    }
}
