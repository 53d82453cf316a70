package io.gatehouse.plan;

import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.core.plan.PlanLimits;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What something is counted against.
 *
 * @param holder whose plan it is
 * @param name of the plan, null when the realm has none: nothing is limited then
 */
record HeldPlan(Holder holder, @Nullable String name, PlanLimits limits) {
    /** What is shown of having no plan. */
    static final String UNLIMITED = "unlimited";

    /** A realm without a plan. */
    static final HeldPlan NONE = new HeldPlan(Holder.REALM, null, PlanLimits.UNLIMITED);

    /** The plan's name, or the word for none. */
    String tier() {
        return name == null ? UNLIMITED : name;
    }

    /** The refusal of one more. */
    GatehouseException refusal(RealmScope scope, PlanLimit limit, long max, long used) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("limit_name", limit.text());
        members.put("limit", max);
        members.put("used", used);
        members.put("plan", tier());
        String url = scope.settings().plans().upgradeUrl();
        if (!url.isEmpty()) {
            members.put("upgrade_url", url);
        }
        String room = limit.isMonthly() ? "wait for the next month" : "end one that is not needed";
        return GatehouseException.planLimitReached(
                "The plan " + tier() + " allows " + max + " " + limit.words() + ", and " + used + " are used: " + room
                        + ", or get a greater plan.",
                members);
    }
}
