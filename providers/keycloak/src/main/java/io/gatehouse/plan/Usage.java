package io.gatehouse.plan;

import io.gatehouse.core.plan.Month;
import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.core.plan.PlanLimits;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.RealmScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the realm and its organizations have and use. What there is of things is counted when it is asked for; what is used in
 * a month is what this node knows: what every node has written down, and what this one counted since.
 */
public final class Usage {
    private final RealmScope scope;
    private final PlanCache plans;
    private final UsageMeters meters;

    /** @param allotments those of the node */
    public Usage(RealmScope scope, PlanAllotments allotments) {
        this.scope = scope;
        this.plans = allotments.plans();
        this.meters = allotments.meters();
    }

    /**
     * What is left of tokens, for somebody who may not see more.
     *
     * @param tier name of the plan
     * @param tokenBalance null for no limit
     * @param tokenLimit how many there are in a month, null for no limit
     * @param resetsAt when the next month begins, ISO 8601
     */
    public record Balance(
            String tier,
            @Nullable Long tokenBalance,
            @Nullable Long tokenLimit,
            String resetsAt) {}

    /** What the plan has left that covers an organization, or the realm for null. */
    public Balance balance(@Nullable String organizationId) {
        HeldPlan plan = plans.covering(scope, organizationId);
        Long max = plan.limits().of(PlanLimit.TOKENS_PER_MONTH);
        return new Balance(
                plan.tier(),
                max == null ? null : Math.max(0, max - meters.used(scope, plan.holder(), PlanLimit.TOKENS_PER_MONTH)),
                max,
                Clock.iso(meters.month(scope).endMs()));
    }

    UsageRepresentation of(Holder holder) {
        HeldPlan own = plans.of(scope, holder).orElse(null);
        Month month = meters.month(scope);
        String resetsAt = Clock.iso(month.endMs());
        List<UsageRepresentation.Item> items = new ArrayList<>();
        for (PlanLimit limit : PlanLimit.values()) {
            // Without a plan of its own, what an organization uses is the realm's.
            if (own != null || holder.isRealm() || !limit.isMonthly()) {
                items.add(new UsageRepresentation.Item(
                        limit.text(),
                        used(holder, limit),
                        own == null ? null : own.limits().of(limit),
                        limit.isMonthly() ? resetsAt : null));
            }
        }
        PlanLimits limits = own == null ? PlanLimits.UNLIMITED : own.limits();
        Long max = limits.of(PlanLimit.TOKENS_PER_MONTH);
        long tokens = meters.used(scope, holder, PlanLimit.TOKENS_PER_MONTH);
        return new UsageRepresentation(
                holder.organizationId(),
                own == null ? null : own.name(),
                own == null ? HeldPlan.UNLIMITED : own.tier(),
                max == null ? null : Math.max(0, max - tokens),
                tokens,
                month.text(),
                resetsAt,
                month.zone().getId(),
                items);
    }

    private long used(Holder holder, PlanLimit limit) {
        if (limit.isMonthly()) {
            return meters.used(scope, holder, limit);
        }
        if (limit == PlanLimit.SEATS) {
            return new Seats(scope).used(holder);
        }
        scope.entityManager().flush();
        return scope.ports().database().onConnection(scope.session(), connection -> new CountedRows(
                        connection, scope.realmId())
                .count(limit, holder, Clock.nowMs()));
    }

    /** Today in the realm's zone. */
    LocalDate today() {
        return Month.day(Clock.nowMs(), meters.month(scope).zone());
    }

    /** What was written down of each day. */
    List<UsageRepresentation.Day> history(Holder holder, LocalDate first, LocalDate last) {
        return scope.ports()
                .database()
                .onConnection(scope.session(), connection -> history(connection, holder, first, last));
    }

    private List<UsageRepresentation.Day> history(Connection connection, Holder holder, LocalDate first, LocalDate last)
            throws SQLException {
        UsageTable table = new UsageTable(connection, scope.realmId());
        List<UsageTable.Day> tokens = table.days(holder, PlanLimit.TOKENS_PER_MONTH, first, last);
        List<UsageTable.Day> verifications = table.days(holder, PlanLimit.VERIFICATIONS_PER_MONTH, first, last);
        List<UsageRepresentation.Day> days = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            days.add(new UsageRepresentation.Day(
                    tokens.get(i).day().toString(),
                    tokens.get(i).amount(),
                    verifications.get(i).amount()));
        }
        return days;
    }
}
