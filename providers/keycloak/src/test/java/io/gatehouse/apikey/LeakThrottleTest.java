package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeakThrottleTest {
    private final AtomicLong nowMs = new AtomicLong(1_000_000);
    private final LeakThrottle throttle = new LeakThrottle(nowMs::get, 1_000);

    @Test
    void burstIsAdmittedAndTheNextHasToWait() {
        spend("realm-1", "192.0.2.1");

        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isEqualTo(1);
        nowMs.addAndGet(LeakThrottle.INTERVAL_MS - 1);
        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isEqualTo(1);
        nowMs.addAndGet(1);
        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isZero();
        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isPositive();
    }

    @Test
    void refusedReportsCostNothing() {
        spend("realm-1", "192.0.2.1");
        for (int i = 0; i < 1_000; i++) {
            assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isEqualTo(1);
        }
    }

    @Test
    void whoWasQuietMaySendABurstAgainAndNoMore() {
        spend("realm-1", "192.0.2.1");
        nowMs.addAndGet(10 * LeakThrottle.BURST * LeakThrottle.INTERVAL_MS);
        spend("realm-1", "192.0.2.1");

        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isPositive();
    }

    @Test
    void othersAreNotTouched() {
        spend("realm-1", "192.0.2.1");

        assertThat(throttle.secondsToWait("realm-1", "192.0.2.2")).isZero();
        assertThat(throttle.secondsToWait("realm-2", "192.0.2.1")).isZero();
        assertThat(throttle.secondsToWait("realm-1", null)).isZero();
    }

    @Test
    void networkOfAnIpv6AddressIsOneSender() {
        spend("realm-1", "2001:db8:0:1::1");

        assertThat(throttle.secondsToWait("realm-1", "2001:db8:0:1:ffff::2")).isPositive();
        assertThat(throttle.secondsToWait("realm-1", "2001:db8:0:2::1")).isZero();
        assertThat(LeakThrottle.network("unknown")).isEqualTo(LeakThrottle.network(null));
    }

    private void spend(String realmId, String ip) {
        for (int i = 0; i < LeakThrottle.BURST; i++) {
            assertThat(throttle.secondsToWait(realmId, ip)).isZero();
        }
    }
}
