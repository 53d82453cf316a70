package io.gatehouse.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.core.plan.PlanStep.Tier;
import java.util.Map;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlanLimitsTest {
    private static final PlanLimits FIVE = new PlanLimits(Map.of(PlanLimit.AGENTS, 5L));
    private static final PlanLimits SIX = new PlanLimits(Map.of(PlanLimit.AGENTS, 6L));

    @ParameterizedTest
    @EnumSource(PlanLimit.class)
    void limitIsFoundByItsName(PlanLimit limit) {
        assertThat(PlanLimit.of(limit.text())).contains(limit);
        assertThat(limit.text().endsWith("_per_month")).isEqualTo(limit.isMonthly());
    }

    @Test
    void valueIsBounded() {
        assertThat(FIVE.with(PlanLimit.SEATS, PlanLimits.MAX_VALUE).of(PlanLimit.SEATS))
                .isEqualTo(PlanLimits.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> FIVE.with(PlanLimit.SEATS, PlanLimits.MAX_VALUE + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> FIVE.with(PlanLimit.SEATS, -1L));
    }

    @Test
    void onlyMoreIsNoLoss() {
        assertThat(FIVE.notKeptBy(FIVE)).isEmpty();
        assertThat(FIVE.notKeptBy(SIX)).isEmpty();
        assertThat(SIX.notKeptBy(FIVE)).containsExactly(PlanLimit.AGENTS);
        assertThat(FIVE.notKeptBy(PlanLimits.UNLIMITED)).containsExactly(PlanLimit.AGENTS);
        assertThat(PlanLimits.UNLIMITED.notKeptBy(FIVE)).containsExactly(PlanLimit.AGENTS);
        assertThat(FIVE.with(PlanLimit.AGENTS, null)).isEqualTo(PlanLimits.UNLIMITED);
    }

    @Test
    void stepGoesByRankAndThenByLimits() {
        Tier low = new Tier("low", 1, SIX);
        Tier high = new Tier("high", 2, FIVE);
        Tier beside = new Tier("beside", 1, FIVE);

        assertThat(PlanStep.between(low, high)).isEqualTo(PlanStep.UPGRADE);
        assertThat(PlanStep.between(high, low)).isEqualTo(PlanStep.DOWNGRADE);
        assertThat(PlanStep.between(beside, low)).isEqualTo(PlanStep.UPGRADE);
        assertThat(PlanStep.between(low, beside)).isEqualTo(PlanStep.DOWNGRADE);
        assertThat(PlanStep.between(low, low)).isEqualTo(PlanStep.NONE);
        assertThat(PlanStep.between(null, low)).isEqualTo(PlanStep.DOWNGRADE);
        assertThat(PlanStep.between(low, null)).isEqualTo(PlanStep.UPGRADE);
        assertThat(PlanStep.between(null, null)).isEqualTo(PlanStep.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 10, 0, 0",
        "8, 10, 0, 80",
        "8, 10, 80, 0",
        "10, 10, 80, 100",
        "10, 10, 0, 100",
        "11, 10, 100, 0",
        "1, 1, 0, 100",
        "0, 1, 0, 0",
        "0, 0, 0, 0",
        "1, 0, 0, 100"
    })
    void thresholdIsToldOnce(long used, long limit, int told, int due) {
        assertThat(Thresholds.due(used, limit, told)).isEqualTo(due == 0 ? OptionalInt.empty() : OptionalInt.of(due));
    }

    @Test
    void unlimitedTellsNothing() {
        assertThat(Thresholds.due(Long.MAX_VALUE, null, 0)).isEmpty();
    }

    @Property
    void eightyPercentIsExact(
            @ForAll @LongRange(min = 1, max = 1_000_000_000L) long limit,
            @ForAll @LongRange(min = 1, max = 1_000_000_000L) long used) {
        int expected = used >= limit ? 100 : used * 100 >= limit * 80 ? 80 : 0;

        assertThat(Thresholds.due(used, limit, 0).orElse(0)).isEqualTo(expected);
    }
}
