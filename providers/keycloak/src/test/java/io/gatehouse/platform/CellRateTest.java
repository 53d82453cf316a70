package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellRateTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final AtomicLong nowMs = new AtomicLong(7_000);
    private final CellRate<String> rate = new CellRate<>(Duration.ofSeconds(60), nowMs::get, 100);

    @Test
    void burstIsAdmittedAtOnceAndThenOneForEachPause() {
        for (int i = 0; i < 10; i++) {
            assertThat(rate.take("a", SECOND_NS, 10 * SECOND_NS).waitNs()).isZero();
        }
        assertThat(rate.take("a", SECOND_NS, 10 * SECOND_NS))
                .isEqualTo(new CellRate.Outcome(SECOND_NS, 10 * SECOND_NS));
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
    @ParameterizedTest
    @CsvSource({"1,1,400", "1,20,50", "7,3,1", "7,3,143", "50,1,1", "50,20,19", "50,20,400", "13,11,77"})
    void neverAdmitsMoreThanItSays(int perSecond, int burst, long pauseMs) {
        long costNs = SECOND_NS / perSecond;
        long beganMs = nowMs.get();
        int admitted = 0;
        for (int i = 0; i < 1_000; i++) {
            admitted += rate.take("many", costNs, burst * costNs).waitNs() == 0 ? 1 : 0;
            nowMs.addAndGet(pauseMs);
            double paid = (nowMs.get() - beganMs) * 1_000_000.0 / costNs;
            assertThat((double) admitted).isLessThanOrEqualTo(burst + paid);
        }
        assertThat(admitted).isGreaterThanOrEqualTo(burst);
    }
}
