package io.gatehouse.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OpenBillingTest {
    @Test
    void monthBeginsAtMidnightOfItsFirstDayInUtc() {
        assertThat(OpenBilling.monthBeginMs(ms("2026-11-27T20:00:00Z"))).isEqualTo(ms("2026-11-01T00:00:00Z"));
        assertThat(OpenBilling.monthBeginMs(ms("2026-12-01T00:00:00Z"))).isEqualTo(ms("2026-12-01T00:00:00Z"));
    }

    private static long ms(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
