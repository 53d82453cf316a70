package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Whoever has no right to a key learns nothing about it, neither by the answer nor by the time it takes: unknown, wrong
 * secret, revoked, switched off, expired, of another realm, of another project.
 */
@ExtendWith(GatehouseExtension.class)
@Isolated("times are measured")
class ApiKeyTimingIT {
    private static final int CALLS = 1_000;

    /** The quietest round counts: other programs on the machine are not what is measured. */
    private static final int ROUNDS = 5;

    /** Of so few calls on a machine that does other things, too; {@link ApiKeySpeedIT} holds the goal of 0.03. */
    private static final double BOUND = 0.1;

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Test
    void invalidKeysAreAllAlike() {
        String expired = keys.key("expires_in_days", 1).text("key");
        try (TestRealm realm = gatehouse.freshRealm()) {
            gatehouse.moveClock(Duration.ofHours(25));
            InvalidKeys invalid = new InvalidKeys(gatehouse, keys, new KeyRealm(gatehouse, realm)).withExpired(expired);

            invalid.assertAlike(invalid.verifications());
            invalid.assertAlike(invalid.logins());
            assertSameTime("verified", invalid, invalid.verifications());
            assertSameTime("as credentials", invalid, invalid.logins());
            gatehouse.resetClock();
        }
    }

    private static void assertSameTime(String how, InvalidKeys invalid, Map<String, byte[]> requests) {
        double best = Double.MAX_VALUE;
        String result = "";
        for (int round = 0; round < ROUNDS && best > BOUND; round++) {
            Map<String, Double> medians = invalid.mediansUs(requests, CALLS);
            if (InvalidKeys.spread(medians) < best) {
                best = InvalidKeys.spread(medians);
                result = "invalid keys %s: medians in µs %s, spread %.3f (bound %.2f)"
                        .formatted(how, medians, best, BOUND);
            }
        }
        System.out.println(result);
        assertThat(best).as(result).isLessThanOrEqualTo(BOUND);
    }
}
