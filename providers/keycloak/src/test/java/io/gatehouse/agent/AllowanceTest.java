package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final Allowance.Part CONSENT = new Allowance.Part(List.of("mail.send"), null);
    private static final Allowance.Part SHORT = new Allowance.Part(List.of("mail.send", "calendar.read"), 1_000L);
    private static final Allowance.Part LONG = new Allowance.Part(List.of("calendar.read"), 2_000L);

    @Test
    void nothingAllowsNothing() {
        assertThat(new Allowance(List.of()).isEmpty()).isTrue();
        assertThat(new Allowance(List.of()).expiresAtMs(List.of("mail.send"))).isEmpty();
    }

    @Test
    void partsAddUp() {
        Allowance allowance = new Allowance(List.of(CONSENT, SHORT, LONG));

        assertThat(allowance.isEmpty()).isFalse();
        assertThat(allowance.scopes()).containsExactlyInAnyOrder("mail.send", "calendar.read");
    }

    @Test
    void eachScopeLastsAsLongAsItsLongestPartAndAllTogetherAsTheShortestOfThem() {
        Allowance allowance = new Allowance(List.of(CONSENT, SHORT, LONG));

        assertThat(allowance.expiresAtMs(List.of("mail.send"))).contains(Long.MAX_VALUE);
        assertThat(allowance.expiresAtMs(List.of("calendar.read"))).contains(2_000L);
        assertThat(allowance.expiresAtMs(List.of("mail.send", "calendar.read"))).contains(2_000L);
        assertThat(allowance.expiresAtMs(List.of("mail.send", "orders.read"))).isEmpty();
    }
}
