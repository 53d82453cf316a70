package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CellRateTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final AtomicLong nowMs = new AtomicLong(7_000);
    private final CellRate<String> rate = new CellRate<>(Duration.ofSeconds(60), nowMs::get, 100);

    @Test
    void burstIsAdmittedAtOnceAndThenOneForEachPause() {
        for (int i = 0; i < 10; i++) {
            assertThat(rate.take("a", SECOND_NS, 10 * SECOND_NS).waitNs()).isZero();
        }
        assertThat(rate.take("a", SECOND_NS, 10 * SECOND_NS)).isEqualTo(new CellRate.Outcome(SECOND_NS, 10 * SECOND_NS));
        assertThat(rate.take("b", SECOND_NS, 10 * SECOND_NS).waitNs()).isZero();

        nowMs.addAndGet(999);
        assertThat(rate.take("a", SECOND_NS, 10 * SECOND_NS).waitNs()).isEqualTo(1_000_000);
        nowMs.addAndGet(1);
        assertThat(rate.take("a", SECOND_NS, 10 * SECOND_NS).waitNs()).isZero();
    }

    @Test
    void whatIsNotAdmittedCostsNothing() {
        assertThat(rate.take("a", SECOND_NS, SECOND_NS).waitNs()).isZero();
        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.take("a", SECOND_NS, SECOND_NS).waitNs()).isEqualTo(SECOND_NS);
        }
        nowMs.addAndGet(1_000);
        assertThat(rate.take("a", SECOND_NS, SECOND_NS).waitNs()).isZero();
    }

    @Test
    void noMoreAreRememberedThanItsSize() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.take("sender-" + i, SECOND_NS, SECOND_NS).waitNs()).isZero();
        }
        assertThat(rate.size()).isLessThanOrEqualTo(100);
    }

    /** In any time, never more than a burst and what the time pays for. */
    @Property(tries = 200)
    void neverAdmitsMoreThanItSays(
            @ForAll @IntRange(min = 1, max = 50) int perSecond,
            @ForAll @IntRange(min = 1, max = 20) int burst,
            @ForAll @LongRange(min = 1, max = 400) long pauseMs) {
        long costNs = SECOND_NS / perSecond;
        long beganMs = nowMs.get();
        int admitted = 0;
        for (int i = 0; i < 200; i++) {
            admitted += rate.take("property", costNs, burst * costNs).waitNs() == 0 ? 1 : 0;
            nowMs.addAndGet(pauseMs);
        }
        double paid = (nowMs.get() - beganMs) * 1_000_000.0 / costNs;
        assertThat((double) admitted).isLessThanOrEqualTo(burst + paid + 1);
    }
}
