package io.gatehouse.core.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.core.approval.Eligible.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApprovalDemandTest {
    private static final Approver OWNER = new Approver.Related(Relation.OWNER);
    private static final Approver ROLE = new Approver.Role("r");

    @Test
    void strictestLimitOfEachKindHolds() {
        ApprovalTerms first = new ApprovalTerms(List.of(OWNER), 60, List.of("a", "b"), 600, false);
        ApprovalTerms second = new ApprovalTerms(List.of(ROLE), 120, List.of("b", "c"), 300, true);
        ApprovalTerms third = new ApprovalTerms(List.of(ROLE), 90, null, 400, false);

        ApprovalDemand demand = ApprovalDemand.of(List.of(first, second, third));

        assertThat(demand.limits()).isEqualTo(new ApprovalTerms(List.of(), 60, List.of("b"), 300, true));
        assertThat(demand.approvers()).containsExactly(List.of(OWNER), List.of(ROLE));
        assertThat(ApprovalDemand.of(List.of(third)).limits())
                .isEqualTo(new ApprovalTerms(List.of(), 90, null, 400, false));
        assertThat(ApprovalDemand.of(List.of(third, first)).limits().maxScope()).containsExactly("a", "b");
    }

    @Test
    void whoeverDecidesMustBeLetByEachRule() {
        Parties parties = new Parties(Map.of(Relation.OWNER, Set.of("me")), Map.of());
        Decider me = new Decider("me", true, Set.of(), Set.of("r"), false);
        Decider other = new Decider("other", true, Set.of(), Set.of("r"), false);

        assertThat(demand(List.of(List.of(OWNER))).refusal(parties, me, 0)).isEmpty();
        assertThat(demand(List.of(List.of(ROLE))).refusal(parties, other, 0)).isEmpty();
        assertThat(demand(List.of(List.of(OWNER), List.of(ROLE))).refusal(parties, me, 0))
                .contains(Refusal.CONCERNED);
        assertThat(demand(List.of(List.of(OWNER), List.of(ROLE))).refusal(parties, other, 0))
                .contains(Refusal.NOT_NAMED);
        assertThat(demand(List.of(List.of(OWNER, ROLE), List.of(ROLE, OWNER))).refusal(parties, me, 0))
                .isEmpty();
    }

    @Test
    void rulesThatShareNoScopeLetNothingBeApproved() {
        ApprovalTerms read = terms(List.of("read"));
        ApprovalTerms write = terms(List.of("write"));

        assertThat(ApprovalDemand.of(List.of(read, write)).limits().grantable(List.of("read", "write")))
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> ApprovalDemand.of(List.of()));
    }

    private static ApprovalDemand demand(List<List<Approver>> approvers) {
        return new ApprovalDemand(approvers, terms(null));
    }

    private static ApprovalTerms terms(@Nullable List<String> maxScope) {
        return new ApprovalTerms(List.of(), 60, maxScope, 600, false);
    }

    @Test
    void approvalCoversWhatIsDemandedLaterUnlessThatIsStricter() {
        List<Approver> owner = List.of(Approver.of("owner").orElseThrow());
        ApprovalDemand met = demand(List.of(List.of(), owner), null, 600, false);
        ApprovalTerms.Grant granted = new ApprovalTerms.Grant(List.of("a"), 60);

        assertThat(met.covers(met, granted)).isTrue();
        assertThat(met.covers(demand(List.of(owner), null, 60, false), granted)).isTrue();
        assertThat(met.covers(demand(List.of(owner), List.of("a", "b"), 600, false), granted))
                .isTrue();
        assertThat(met.covers(demand(List.of(owner), List.of("b"), 600, false), granted))
                .isFalse();
        assertThat(met.covers(demand(List.of(owner), null, 59, false), granted)).isFalse();
        assertThat(met.covers(demand(List.of(owner), null, 600, true), granted)).isFalse();
        assertThat(demand(List.of(owner), null, 600, true).covers(demand(List.of(owner), null, 600, false), granted))
                .isTrue();
        assertThat(met.covers(
                        demand(List.of(List.of(Approver.of("sponsor").orElseThrow())), null, 600, false), granted))
                .isFalse();
    }

    private static ApprovalDemand demand(
            List<List<Approver>> approvers, @Nullable List<String> maxScope, int seconds, boolean stepUp) {
        return new ApprovalDemand(approvers, new ApprovalTerms(List.of(), 60, maxScope, seconds, stepUp));
    }
}
