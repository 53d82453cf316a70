package io.gatehouse.core.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.approval.ApprovalState.Answer;
import io.gatehouse.core.approval.ApprovalTerms.Grant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ApprovalStateTest {
    private static final ApprovalTerms TERMS = new ApprovalTerms(List.of(), 60, null, 600, false);
    private static final Grant GRANT = new Grant(List.of("read"), 100);
    private static final long NOW = 1_000_000;
    private static final ApprovalState ASKED = ApprovalState.asked(TERMS, NOW);

    private enum Step {
        APPROVE,
        DENY,
        REDEEM,
        CANCEL,
        EXPIRE;

        Optional<ApprovalState> from(ApprovalState state, long nowMs) {
            return switch (this) {
                case APPROVE -> state.approve(GRANT, nowMs);
                case DENY -> state.deny(nowMs);
                case REDEEM -> state.redeem(nowMs);
                case CANCEL -> state.cancel(nowMs);
                case EXPIRE -> state.expire(nowMs);
            };
        }
    }

    @Test
    void approvedOneIsRedeemedOnce() {
        assertThat(ASKED.answer(NOW)).isEqualTo(Answer.PENDING);
        ApprovalState approved = ASKED.approve(GRANT, NOW + 5_000).orElseThrow();
        assertThat(approved).isEqualTo(new ApprovalState(ApprovalStatus.APPROVED, NOW + 105_000, GRANT));
        assertThat(approved.answer(NOW + 104_999)).isEqualTo(Answer.TOKEN);

        ApprovalState redeemed = approved.redeem(NOW + 6_000).orElseThrow();
        assertThat(redeemed).isEqualTo(new ApprovalState(ApprovalStatus.REDEEMED, NOW + 105_000, GRANT));
        assertThat(redeemed.answer(NOW + 6_000)).isEqualTo(Answer.USED);
        assertThat(redeemed.redeem(NOW + 6_000)).isEmpty();
    }

    @Test
    void firstDecisionStays() {
        ApprovalState approved = ASKED.approve(GRANT, NOW).orElseThrow();
        ApprovalState denied = ASKED.deny(NOW).orElseThrow();

        assertThat(approved.deny(NOW)).isEmpty();
        assertThat(approved.approve(GRANT, NOW)).isEmpty();
        assertThat(denied.approve(GRANT, NOW)).isEmpty();
        assertThat(denied.redeem(NOW)).isEmpty();
        assertThat(denied.answer(NOW)).isEqualTo(Answer.DENIED);
    }

    @Test
    void nothingIsDecidedFromTheDeadlineOn() {
        long lastMs = NOW + 59_999;
        assertThat(ASKED.approve(GRANT, lastMs)).isPresent();
        assertThat(ASKED.deny(lastMs)).isPresent();
        assertThat(ASKED.expire(lastMs)).isEmpty();

        long deadlineMs = NOW + 60_000;
        assertThat(ASKED.approve(GRANT, deadlineMs)).isEmpty();
        assertThat(ASKED.deny(deadlineMs)).isEmpty();
        assertThat(ASKED.cancel(deadlineMs)).isEmpty();
        assertThat(ASKED.answer(deadlineMs)).isEqualTo(Answer.EXPIRED);
        assertThat(ASKED.expire(deadlineMs))
                .get()
                .extracting(ApprovalState::status)
                .isEqualTo(ApprovalStatus.EXPIRED);
    }

    @Test
    void approvalThatNobodyFetchesEnds() {
        ApprovalState approved = ASKED.approve(GRANT, NOW).orElseThrow();

        assertThat(approved.redeem(NOW + 99_999)).isPresent();
        assertThat(approved.redeem(NOW + 100_000)).isEmpty();
        assertThat(approved.answer(NOW + 100_000)).isEqualTo(Answer.EXPIRED);
        assertThat(approved.expire(NOW + 100_000)).isPresent();
    }

    @Test
    void changeOfTheAgentEndsItBeforeAndAfterTheDecision() {
        assertThat(ASKED.cancel(NOW))
                .get()
                .extracting(state -> state.answer(NOW))
                .isEqualTo(Answer.DENIED);
        ApprovalState approved = ASKED.approve(GRANT, NOW).orElseThrow();
        assertThat(approved.cancel(NOW))
                .get()
                .extracting(state -> state.redeem(NOW))
                .isEqualTo(Optional.empty());
        assertThat(approved.redeem(NOW).orElseThrow().cancel(NOW)).isEmpty();
    }

    @Test
    void statusesHaveTheirWords() {
        for (ApprovalStatus status : ApprovalStatus.values()) {
            assertThat(ApprovalStatus.of(status.text())).contains(status);
        }
        assertThat(ApprovalStatus.of("PENDING")).isEmpty();
    }

    @Test
    void pollingTooSoonDoesNotPutTheNextOneOff() {
        assertThat(Polling.isTooSoon(null, NOW)).isFalse();
        assertThat(Polling.isTooSoon(NOW, NOW)).isTrue();
        assertThat(Polling.isTooSoon(NOW, NOW + 4_999)).isTrue();
        assertThat(Polling.isTooSoon(NOW, NOW + 5_000)).isFalse();
        assertThat(Polling.isTooSoon(NOW + 600_000, NOW)).isFalse();
    }

    @Property
    void whateverHappensOneDecisionAndOneTokenAtMost(
            @ForAll @Size(max = 30) List<Step> steps, @ForAll @IntRange(max = 20_000) int pauseMs) {
        ApprovalState state = ASKED;
        long nowMs = NOW;
        int decisions = 0;
        int tokens = 0;
        for (Step step : steps) {
            Optional<ApprovalState> next = step.from(state, nowMs);
            if (next.isPresent()) {
                assertThat(state.status().isFinal()).isFalse();
                assertThat(step == Step.EXPIRE).isEqualTo(nowMs >= state.deadlineMs());
                decisions += step == Step.APPROVE || step == Step.DENY ? 1 : 0;
                tokens += step == Step.REDEEM ? 1 : 0;
                assertThat(step != Step.REDEEM || state.answer(nowMs) == Answer.TOKEN)
                        .isTrue();
                state = next.get();
            }
            nowMs += pauseMs;
        }
        assertThat(decisions).isLessThanOrEqualTo(1);
        assertThat(tokens).isLessThanOrEqualTo(decisions);
    }
}
