package io.gatehouse.approval;

import io.gatehouse.platform.Reach;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which approvals a caller wants of those that it may see: of agents within reach, and those that it is named to decide.
 *
 * @param status null for any
 * @param agentId null for any
 * @param reach the agents whose approvals it sees
 * @param names by which it may be among the approvers
 * @param isMine whether only those are wanted that it is named to decide
 */
record ApprovalFilter(
        @Nullable ApprovalWords status, @Nullable String agentId, Reach reach, Set<String> names, boolean isMine) {
    ApprovalFilter {
        names = Set.copyOf(names);
    }
}
