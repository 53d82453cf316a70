package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Nobody learns at the doors where an address is entered whether anybody has it: by no status, header or body, and not by the
 * time. Each known address has its turn right beside an unknown one, so that what else the machine does falls on both.
 */
@ExtendWith(GatehouseExtension.class)
@Isolated("times are measured")
class LoginTimingIT {
    private static final int ADDRESSES = 1_000;

    /** The quietest round counts: other programs on the machine are not what is measured. */
    private static final int ROUNDS = 3;

    private static final double BOUND = 0.03;

    /** Calls from one address of this machine, which are limited. */
    private static final int CALLS_OF_A_SENDER = 50;

    private int senders;

    /** A door at which addresses are entered; one line for each. */
    private record Door(String name, int status, String below, UnaryOperator<String> body) {}

    private static final List<Door> DOORS = List.of(
            new Door("code", 202, "/auth/send-code", email -> "{\"email\":\"" + email + "\"}"),
            new Door("link", 202, "/auth/magic-link", LoginTimingIT::linkRequest));

    @Test
    void knownAndUnknownAddressesAreAlike(Gatehouse gatehouse, TestRealm realm) {
        List<Map<String, Object>> people = IntStream.range(0, ADDRESSES)
                .<Map<String, Object>>mapToObj(i ->
                        Map.of("username", "known-" + i, "email", known(i), "emailVerified", true, "enabled", true))
                .toList();
        realm.admin("POST", "/partialImport")
                .json(Map.of("ifResourceExists", "SKIP", "users", people))
                .send()
                .expect(200);
        for (Door door : DOORS) {
            double best = Double.MAX_VALUE;
            String result = "";
            for (int round = 0; round < ROUNDS && best > BOUND; round++) {
                double[] medians = medians(gatehouse, realm, door);
                double spread = Math.abs(medians[0] - medians[1]) / Math.min(medians[0], medians[1]);
                if (spread < best) {
                    best = spread;
                    result = "%s: known %.0f µs, unknown %.0f µs, spread %.4f (bound %.2f)"
                            .formatted(door.name(), medians[0], medians[1], spread, BOUND);
                }
            }
            System.out.println(result);
            assertThat(best).as(result).isLessThanOrEqualTo(BOUND);
        }
    }

    /** Of the known and of the unknown addresses, in microseconds. */
    private double[] medians(Gatehouse gatehouse, TestRealm realm, Door door) {
        List<Double> known = new ArrayList<>();
        List<Double> unknown = new ArrayList<>();
        Set<String> shapes = new TreeSet<>();
        for (int from = 0; from < ADDRESSES; from += CALLS_OF_A_SENDER / 2) {
            try (RawClient client = new RawClient(gatehouse.baseUrl(), sender())) {
                for (int i = from; i < from + CALLS_OF_A_SENDER / 2; i++) {
                    byte[] one = request(gatehouse, realm, door, known(i));
                    byte[] other = request(gatehouse, realm, door, "nobody-" + i + "@demo.example");
                    if (i % 2 == 0) {
                        known.add(timed(client, one, door, shapes));
                        unknown.add(timed(client, other, door, shapes));
                    } else {
                        unknown.add(timed(client, other, door, shapes));
                        known.add(timed(client, one, door, shapes));
                    }
                }
            }
        }
        assertThat(shapes).as("shapes of the answers").hasSize(1);
        return new double[] {median(known), median(unknown)};
    }

    private static double timed(RawClient client, byte[] request, Door door, Set<String> shapes) {
        long beforeNs = System.nanoTime();
        String answer = client.send(request);
        double us = (System.nanoTime() - beforeNs) / 1e3;
        assertThat(answer).startsWith("HTTP/1.1 " + door.status() + " ");
        boolean ignored = shapes.add(shape(answer));
        return us;
    }

    /** An answer without what is random in every one. */
    private static String shape(String answer) {
        return answer.replaceAll("(?i)(date|x-request-id): [^\\n]*", "$1: …").replaceAll("[A-Za-z0-9_-]{43}", "…");
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        // The middle fifth, so that one call more or less does not matter.
        return Arrays.stream(sorted, sorted.length * 2 / 5, sorted.length * 3 / 5)
                .average()
                .orElseThrow();
    }

    private byte[] request(Gatehouse gatehouse, TestRealm realm, Door door, String email) {
        return RawClient.request(
                gatehouse.baseUrl(),
                "POST",
                realm.path("/gatehouse/v1" + door.below()),
                door.body().apply(email),
                "Content-Type: application/json");
    }

    private static String linkRequest(String email) {
        return "{\"email\":\"%s\",\"client_id\":\"%s\",\"redirect_uri\":\"%s\",\"code_challenge\":\"%s\"}"
                .formatted(email, MagicLinks.CLIENT, MagicLinks.REDIRECT, MagicLinks.challenge(MagicLinks.VERIFIER));
    }

    private static String known(int i) {
        return "person-" + i + "@demo.example";
    }

    private String sender() {
        senders++;
        return "127.0." + (10 + senders / 200) + "." + (1 + senders % 200);
    }
}
