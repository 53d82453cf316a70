package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AddressThrottleTest {
    private static final int BURST = 600;
    private static final long INTERVAL_MS = 20;
    private static final int MAX_ADDRESSES = 1_000;

    private final AtomicLong nowMs = new AtomicLong(1_000_000);
    private final AddressThrottle throttle =
            new AddressThrottle(BURST, Duration.ofMillis(INTERVAL_MS), nowMs::get, MAX_ADDRESSES);

    @Test
    void burstIsAdmittedAndTheNextHasToWait() {
        spend("realm-1", "192.0.2.1");

        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isEqualTo(1);
        nowMs.addAndGet(INTERVAL_MS - 1);
        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isEqualTo(1);
        nowMs.addAndGet(1);
        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isZero();
        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isPositive();
    }

    @Test
    void fiftyMoreAreAdmittedEachSecond() {
        spend("realm-1", "192.0.2.1");

        nowMs.addAndGet(1_000);

        assertThat(IntStream.range(0, 100)
                        .filter(i -> throttle.secondsToWait("realm-1", "192.0.2.1") == 0)
                        .count())
                .isEqualTo(50);
    }

    @Test
    void severalInOneAreAdmittedTogetherOrNotAtAll() {
        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1", BURST - 50)).isZero();

        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1", 151)).isEqualTo(3);
        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1", 50)).isZero();
        assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isPositive();
    }

    @Test
    void refusedRequestsCostNothing() {
        spend("realm-1", "192.0.2.1");
        for (int i = 0; i < 1_000; i++) {
            assertThat(throttle.secondsToWait("realm-1", "192.0.2.1")).isEqualTo(1);
        }
    }

    @Test
    void moreThanOneMayComeInAMillisecond() {
        int burst = 100_000;
        AddressThrottle fast = new AddressThrottle(burst, Duration.ofNanos(100_000), nowMs::get, MAX_ADDRESSES);
        assertThat(fast.secondsToWait("realm-1", "192.0.2.1", burst)).isZero();
        assertThat(fast.secondsToWait("realm-1", "192.0.2.1")).isEqualTo(1);

        nowMs.addAndGet(1);

        assertThat(IntStream.range(0, 20)
                        .filter(i -> fast.secondsToWait("realm-1", "192.0.2.1") == 0)
                        .count())
                .isEqualTo(10);
    }

    @Test
    void longIntervalIsWaitedForInWholeSeconds() {
        AddressThrottle slow = new AddressThrottle(1, Duration.ofMillis(2_500), nowMs::get, MAX_ADDRESSES);
        assertThat(slow.secondsToWait("realm-1", "192.0.2.1")).isZero();

        assertThat(slow.secondsToWait("realm-1", "192.0.2.1")).isEqualTo(3);
        nowMs.addAndGet(500);
        assertThat(slow.secondsToWait("realm-1", "192.0.2.1")).isEqualTo(2);
    }

    @Test
    void whoWasQuietMaySendABurstAgainAndNoMore() {
        spend("realm-1", "192.0.2.1");
        nowMs.addAndGet(10 * BURST * INTERVAL_MS);
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
    }

    @Test
    void allWhoseAddressIsNotKnownAreOneSender() {
        spend("realm-1", null);

        assertThat(throttle.secondsToWait("realm-1", "unknown")).isPositive();
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 10 * MAX_ADDRESSES; i++) {
            assertThat(throttle.secondsToWait("realm-1", "10.0." + i / 256 + "." + i % 256))
                    .isZero();
        }

        assertThat(throttle.size()).isLessThanOrEqualTo(MAX_ADDRESSES);
    }

    @Test
    void manyAtOnceGetNoMoreThanTheBurst() {
        AtomicInteger admitted = new AtomicInteger();

        IntStream.range(0, 4 * BURST)
                .parallel()
                .filter(i -> throttle.secondsToWait("realm-1", "192.0.2.1") == 0)
                .forEach(i -> admitted.incrementAndGet());

        assertThat(admitted).hasValue(BURST);
    }

    private void spend(String realmId, @Nullable String ip) {
        for (int i = 0; i < BURST; i++) {
            assertThat(throttle.secondsToWait(realmId, ip)).isZero();
        }
    }
}
