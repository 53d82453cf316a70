package io.gatehouse.approval;

import io.gatehouse.core.approval.ApprovalDemand;
import io.gatehouse.core.approval.ApprovalTerms;
import io.gatehouse.core.approval.Approver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rules demand of an approval, as a JSON object of ours in a column. */
final class DemandJson {
    private DemandJson() {}

    static Map<String, Object> write(ApprovalDemand demand) {
        ApprovalTerms limits = demand.limits();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "approvers",
                demand.approvers().stream()
                        .map(list -> list.stream().map(Approver::text).toList())
                        .toList());
        json.put("expires_seconds", limits.expiresSeconds());
        json.put("approved_for_seconds", limits.approvedForSeconds());
        json.put("step_up", limits.stepUp());
        if (limits.maxScope() != null) {
            json.put("max_scope", limits.maxScope());
        }
        return json;
    }

    /** @throws RuntimeException when the column was changed by somebody else: nothing is approved then */
    static ApprovalDemand read(Map<String, Object> json) {
        List<List<Approver>> approvers = list(json.get("approvers")).stream()
                .map(named -> list(named).stream()
                        .map(text -> Approver.of(String.valueOf(text)).orElseThrow())
                        .toList())
                .toList();
        Object maxScope = json.get("max_scope");
        return new ApprovalDemand(
                approvers,
                new ApprovalTerms(
                        List.of(),
                        seconds(json.get("expires_seconds")),
                        maxScope == null
                                ? null
                                : list(maxScope).stream().map(String::valueOf).toList(),
                        seconds(json.get("approved_for_seconds")),
                        Boolean.TRUE.equals(json.get("step_up"))));
    }

    private static int seconds(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalStateException("the demand of an approval is broken");
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalStateException("the demand of an approval is broken");
    }
}
