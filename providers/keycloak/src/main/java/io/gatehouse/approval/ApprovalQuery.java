package io.gatehouse.approval;

import io.gatehouse.platform.ListQuery;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The query behind a list of approvals: the realm, what the caller may see and the filters. Not thread-safe. */
final class ApprovalQuery {
    private final ListQuery<ApprovalEntity> query;

    ApprovalQuery(RealmScope scope, ApprovalFilter filter, long nowMs) {
        query = new ListQuery<>(scope, "GatehouseApproval", ApprovalEntity.class);
        within(filter);
        withStatus(filter.status(), nowMs);
        String agentId = filter.agentId();
        if (agentId != null) {
            query.where("r.agentId = :agent", Map.of("agent", agentId));
        }
    }

    Page<Approval> page(PageRequest request) {
        return query.page(
                request, ApprovalEntity::toApproval, approval -> new PageCursor(approval.createdAtMs(), approval.id()));
    }

    private void within(ApprovalFilter filter) {
        Reach reach = filter.reach();
        String only = reach.onlyOrganizationId();
        if (only != null) {
            query.where("r.organizationId = :only", Map.of("only", only));
        }
        List<String> any = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        if (!filter.names().isEmpty()) {
            any.add("exists (select 1 from GatehouseApprover x where x.realmId = :realm and x.approvalId = r.id"
                    + " and x.approver in :names)");
            values.put("names", filter.names());
        }
        if (!filter.isMine()) {
            if (reach.isAll()) {
                return;
            }
            String userId = reach.userId();
            if (userId != null) {
                any.add("(r.ownerId = :user and r.ownerType in :userTypes)");
                values.put("user", userId);
                values.put("userTypes", List.of(Owner.Type.USER.text(), Owner.Type.SERVICE_ACCOUNT.text()));
            }
            if (!reach.organizationIds().isEmpty()) {
                any.add("r.organizationId in :managed");
                values.put("managed", reach.organizationIds());
            }
        }
        query.where(any.isEmpty() ? "1 = 0" : "(" + String.join(" or ", any) + ")", values);
    }

    private void withStatus(@org.jspecify.annotations.Nullable ApprovalWords status, long nowMs) {
        if (status == null) {
            return;
        }
        switch (status) {
            case PENDING -> query.where("r.status = 'pending' and r.deadlineMs > :now", Map.of("now", nowMs));
            case APPROVED ->
                query.where(
                        "(r.status = 'redeemed' or (r.status = 'approved' and r.deadlineMs > :now))",
                        Map.of("now", nowMs));
            case DENIED -> query.where("r.status = 'denied'");
            case EXPIRED ->
                query.where(
                        "(r.status in ('expired', 'cancelled')"
                                + " or (r.status in ('pending', 'approved') and r.deadlineMs <= :now))",
                        Map.of("now", nowMs));
        }
    }
}
