package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.tests.RawClient.Load;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How fast keys are verified: among a million as among a thousand, against stock introspection, against a resource that does
 * nothing, and whether invalid keys take the same time.
 */
@Tag("bench")
@Isolated("times are measured")
class ApiKeySpeedIT {
    private static final int FEW = 1_000;
    private static final int MANY = 1_000_000;
    private static final int CALLS = 20_000;
    private static final int INVALID_CALLS = 10_000;

    @Test
    void keysAreVerifiedFastHoweverManyThereAre() throws Exception {
        try (MeasuredServer server = MeasuredServer.durable("key-speed")) {
            measure(server.gatehouse(), server.url());
        }
    }

    private static void measure(Gatehouse gatehouse, String url) throws Exception {
        TestRealm realm = gatehouse.realm("demo");
        KeyRealm keys = new KeyRealm(gatehouse, realm);
        BulkKeys bulk = new BulkKeys(
                url, realm, keys.key("scopes", List.of("orders.read")).text("id"));
        String verifier = keys.key("scopes", List.of("api-keys:verify")).text("key");
        VerificationRates rates = new VerificationRates(gatehouse, realm, verifier, CALLS);

        bulk.loadUpTo(FEW);
        warmUp(rates, FEW);
        Load few = rates.verify(FEW);
        VerificationRates.Rates compared = rates.measure();
        System.out.println(compared);
        long startNs = System.nanoTime();
        bulk.loadUpTo(MANY);
        System.out.printf("a million keys loaded in %.0f s%n", (System.nanoTime() - startNs) / 1e9);
        warmUp(rates, MANY);
        Load many = rates.verify(MANY);
        double ratio = many.quantileMs(0.99) / few.quantileMs(0.99);
        String sizes =
                ("verification of random keys: of %d p50 %.2f ms, p99 %.2f ms, %.0f/s; of %d p50 %.2f ms, p99 %.2f ms,"
                                + " %.0f/s; ratio of p99 %.2f (goal 1.3)")
                        .formatted(
                                FEW,
                                few.quantileMs(0.5),
                                few.quantileMs(0.99),
                                few.perSecond(),
                                MANY,
                                many.quantileMs(0.5),
                                many.quantileMs(0.99),
                                many.perSecond(),
                                ratio);
        System.out.println(sizes);
        double[] spreads = spreads(gatehouse, keys);

        assertThat(ratio).as(sizes).isLessThanOrEqualTo(1.3);
        assertThat(compared.cached() / compared.introspection())
                .as(compared.toString())
                .isGreaterThanOrEqualTo(4);
        assertThat(compared.cached() / compared.nothing())
                .as(compared.toString())
                .isGreaterThanOrEqualTo(0.7);
        assertThat(Arrays.stream(spreads).max().orElseThrow()).isLessThanOrEqualTo(0.03);
    }

    private static double[] spreads(Gatehouse gatehouse, KeyRealm keys) {
        try (TestRealm other = gatehouse.freshRealm()) {
            InvalidKeys invalid = new InvalidKeys(gatehouse, keys, new KeyRealm(gatehouse, other));
            Map<String, Double> verified = invalid.mediansUs(invalid.verifications(), INVALID_CALLS);
            Map<String, Double> logins = invalid.mediansUs(invalid.logins(), INVALID_CALLS);
            double[] spreads = {InvalidKeys.spread(verified), InvalidKeys.spread(logins)};
            System.out.printf(
                    "invalid keys, medians in µs of %d calls each: verified %s, spread %.3f; as credentials %s, spread %.3f"
                            + " (goal 0.03)%n",
                    INVALID_CALLS, verified, spreads[0], logins, spreads[1]);
            return spreads;
        }
    }

    private static void warmUp(VerificationRates rates, int keys) {
        Load ignored = rates.verify(keys);
    }
}
