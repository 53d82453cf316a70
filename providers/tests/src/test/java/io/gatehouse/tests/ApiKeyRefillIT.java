package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Windows end and credits are refilled by the clock alone. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyRefillIT {
    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Test
    void nextWindowBeginsFull() {
        String key = keys.key("rate_limits", List.of(body("name", "a", "limit", 1, "window_seconds", 86_400)))
                .text("key");
        assertThat(code(key)).isEqualTo("VALID");
        assertThat(code(key)).isEqualTo("RATE_LIMITED");

        gatehouse.moveClock(Duration.ofDays(1));
        assertThat(code(key)).isEqualTo("VALID");
        assertThat(code(key)).isEqualTo("RATE_LIMITED");
        gatehouse.moveClock(Duration.ofDays(3));
        assertThat(code(key)).isEqualTo("VALID");
        assertThat(code(key)).isEqualTo("RATE_LIMITED");
    }

    @Test
    void creditsFillUpToTheAmountAtMidnightAndDoNotAddUp() {
        Answer made = keys.key("credits", body("remaining", 1, "refill_amount", 3, "refill_interval", "daily"));
        String key = made.text("key");
        assertThat(code(key)).isEqualTo("VALID");
        Answer exceeded = keys.verify(key);
        assertThat(exceeded.text("code")).isEqualTo("USAGE_EXCEEDED");
        assertThat(exceeded.json().at("/credits/refills_at").asText()).endsWith("T00:00:00Z");

        gatehouse.moveClock(Duration.ofDays(5));
        assertThat(keys.shown(made.text("id")).at("/credits/remaining").asLong())
                .isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(code(key)).isEqualTo("VALID");
        }
        assertThat(code(key)).isEqualTo("USAGE_EXCEEDED");
        gatehouse.moveClock(Duration.ofDays(6));
        assertThat(code(key)).isEqualTo("VALID");
    }

    private String code(String key) {
        return keys.verify(key).text("code");
    }
}
