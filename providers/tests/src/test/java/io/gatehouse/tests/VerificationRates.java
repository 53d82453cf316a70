package io.gatehouse.tests;

import io.gatehouse.tests.RawClient.Load;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/** How fast one server verifies keys, and how fast it does what that is compared with, in turn. */
final class VerificationRates {
    private static final int CLIENTS = 2;
    private static final int ROUNDS = 3;
    private static final int CACHED_KEYS = 1_000;

    private final TestRealm realm;
    private final String baseUrl;
    private final String verifier;
    private final int calls;

    /**
     * @param verifier text of a key that may verify
     * @param calls of each kind in one round
     */
    VerificationRates(Gatehouse gatehouse, TestRealm realm, String verifier, int calls) {
        this.realm = realm;
        this.baseUrl = gatehouse.baseUrl();
        this.verifier = verifier;
        this.calls = calls;
    }

    /** Medians of the rounds, in calls a second. */
    record Rates(double cached, double introspection, double keyIntrospection, double nothing) {
        @Override
        public String toString() {
            return ("cached verification %.0f/s, stock introspection of an access token %.0f/s (ratio %.2f, goal 4),"
                            + " a resource that does nothing %.0f/s (ratio %.2f, goal 0.7), introspection of a key %.0f/s")
                    .formatted(
                            cached, introspection, cached / introspection, nothing, cached / nothing, keyIntrospection);
        }
    }

    /** Verifications of keys out of the first so many, at random. */
    Load verify(int keys) {
        SplittableRandom random = new SplittableRandom();
        return RawClient.load(
                baseUrl, CLIENTS, calls, i -> verification(BulkKeys.text(random.nextInt(keys))), "\"valid\":true");
    }

    /** One verification each of so many keys from a number on, which nobody verified before: each reads its row. */
    Load first(int from, int count) {
        return RawClient.load(baseUrl, CLIENTS, count, i -> verification(BulkKeys.text(from + i)), "\"valid\":true");
    }

    Rates measure() {
        byte[][] cached = cached();
        byte[] nothing = nothing();
        double[][] rates = new double[4][ROUNDS + 1];
        for (int round = 0; round <= ROUNDS; round++) {
            // Introspection tells a client only of tokens that are meant for it; this scope's are for demo-api.
            byte[] token = introspection(realm.serviceAccountToken("calendar.read"));
            byte[] key = introspection(BulkKeys.text(0));
            rates[0][round] = rate(i -> cached[(int) (i % CACHED_KEYS)], "\"valid\":true");
            rates[1][round] = rate(i -> token, "\"active\":true");
            rates[2][round] = rate(i -> key, "\"active\":true");
            rates[3][round] = rate(i -> nothing, "offset_seconds");
        }
        return new Rates(median(rates[0]), median(rates[1]), median(rates[2]), median(rates[3]));
    }

    private byte[][] cached() {
        byte[][] cached = new byte[CACHED_KEYS][];
        for (int i = 0; i < CACHED_KEYS; i++) {
            cached[i] = verification(BulkKeys.text(i));
        }
        return cached;
    }

    private byte[] nothing() {
        return RawClient.request(baseUrl, "GET", "/realms/master/gatehouse-test-clock", "");
    }

    private double rate(LongFunction<byte[]> requests, String expected) {
        return RawClient.load(baseUrl, CLIENTS, calls, requests, expected).perSecond();
    }

    /** Without the first round, in which everything becomes warm. */
    private static double median(double[] rounds) {
        double[] counted = Arrays.copyOfRange(rounds, 1, rounds.length);
        Arrays.sort(counted);
        return counted[counted.length / 2];
    }

    private byte[] verification(String key) {
        return RawClient.request(
                baseUrl,
                "POST",
                realm.path("/gatehouse/v1/api-keys/verify"),
                "{\"key\":\"" + key + "\"}",
                "Content-Type: application/json",
                "X-API-Key: " + verifier);
    }

    private byte[] introspection(String token) {
        return RawClient.request(
                baseUrl,
                "POST",
                realm.path("/protocol/openid-connect/token/introspect"),
                "client_id=demo-api&client_secret=demo-api-secret&token=" + token,
                "Content-Type: application/x-www-form-urlencoded");
    }
}
