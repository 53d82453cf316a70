package io.gatehouse.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.core.approval.ApprovalDemand;
import io.gatehouse.core.approval.ApprovalTerms;
import io.gatehouse.core.approval.Approver;
import io.gatehouse.platform.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemandJsonTest {
    private static final Approver OWNER = Approver.of("owner").orElseThrow();
    private static final Approver ROLE = Approver.of("role:a b").orElseThrow();

    @Test
    void demandIsReadAsItWasWritten() {
        ApprovalDemand demand = new ApprovalDemand(
                List.of(List.of(), List.of(OWNER, ROLE)),
                new ApprovalTerms(List.of(), 60, List.of("a", "b"), 30, true));
        ApprovalDemand open = new ApprovalDemand(List.of(List.of()), new ApprovalTerms(List.of(), 1, null, 1, false));

        assertThat(throughText(demand)).isEqualTo(demand);
        assertThat(throughText(open)).isEqualTo(open);
    }

    @Test
    void brokenDemandIsNoDemand() {
        assertThatThrownBy(() -> DemandJson.read(Map.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> DemandJson.read(Map.of("approvers", List.of(List.of("anybody")))))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> DemandJson.read(Map.of("approvers", List.of(List.of()))))
                .isInstanceOf(IllegalStateException.class);
    }

    private static ApprovalDemand throughText(ApprovalDemand demand) {
        return DemandJson.read(Json.readMap(Json.write(DemandJson.write(demand))));
    }
}
