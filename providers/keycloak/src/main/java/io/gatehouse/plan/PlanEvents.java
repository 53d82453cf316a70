package io.gatehouse.plan;

import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.core.plan.PlanStep;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import org.jspecify.annotations.Nullable;

/** What is told of plans. */
final class PlanEvents {
    private static final String TARGET = "plan";

    private PlanEvents() {}

    /**
     * How far a limit is used.
     *
     * @param percent 80 or 100
     * @param month in which that was
     */
    record Reached(long limit, long used, int percent, String month) {}

    static void limitReached(Events events, HeldPlan plan, PlanLimit limit, Reached reached) {
        String ignored = events.append(Event.of(EventType.BILLING_LIMIT_REACHED, TARGET, plan.tier())
                .data("organization_id", plan.holder().organizationId())
                .data("limit_name", limit.text())
                .data("limit", reached.limit())
                .data("used", reached.used())
                .data("percent", reached.percent())
                .data("month", reached.month())
                .build());
    }

    /** Nothing is told when nothing changed. */
    static void stepped(Events events, PlanStep step, Holder holder, @Nullable Plan from, @Nullable Plan to) {
        if (step == PlanStep.NONE) {
            return;
        }
        EventType type = step == PlanStep.UPGRADE ? EventType.BILLING_PLAN_UPGRADED : EventType.BILLING_PLAN_DOWNGRADED;
        String after = to == null ? HeldPlan.UNLIMITED : to.name();
        String ignored = events.append(Event.of(type, TARGET, after)
                .data("organization_id", holder.organizationId())
                .data("from", from == null ? HeldPlan.UNLIMITED : from.name())
                .data("to", after)
                .build());
    }
}
