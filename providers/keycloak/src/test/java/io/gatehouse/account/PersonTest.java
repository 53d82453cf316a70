package io.gatehouse.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersonTest {
    @Test
    void loginIsRecentForFiveMinutes() {
        assertThat(Person.isRecent(1_000L, 1_000 + Person.RECENT_MS)).isTrue();
        assertThat(Person.isRecent(1_000L, 1_001 + Person.RECENT_MS)).isFalse();
        assertThat(Person.isRecent(null, 0)).isFalse();
    }
}
