package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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

    private static final Pattern FORM = Pattern.compile("<form[^>]*\\saction=\"https?://[^/]+([^\"]+)\"");
    private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: ([^;]+)");

    private int senders;

    /** Makes what is sent for an address; what it asks the server for before is not timed. */
    private interface Maker {
        byte[] make(RawClient client, String email);
    }

    /** A door at which addresses are entered; one line for each. */
    private record Door(String name, int status, Maker request) {}

    private Gatehouse gatehouse;
    private TestRealm realm;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        List<Map<String, Object>> people = IntStream.range(0, ADDRESSES)
                .<Map<String, Object>>mapToObj(i ->
                        Map.of("username", "known-" + i, "email", known(i), "emailVerified", true, "enabled", true))
                .toList();
        realm.admin("POST", "/partialImport")
                .json(Map.of("ifResourceExists", "SKIP", "users", people))
                .send()
                .expect(200);
    }

    @Test
    void knownAndUnknownAddressesAreAlikeToTheApi() {
        isAlike(new Door("code", 202, (client, email) -> call("/auth/send-code", "{\"email\":\"" + email + "\"}")));
        isAlike(new Door("link", 202, (client, email) -> call("/auth/magic-link", linkRequest(email))));
    }

    /** With the database that users have: each of these calls is a page of Keycloak's, and two of them belong together. */
    @Test
    @Tag("postgresql")
    void knownAndUnknownAddressesAreAlikeToWhoeverForgotAPassword() {
        isAlike(new Door("forgotten password", 200, this::resetRequest));
    }

    private void isAlike(Door door) {
        double best = Double.MAX_VALUE;
        String result = "";
        for (int round = 0; round < ROUNDS && best > BOUND; round++) {
            double[] medians = medians(door);
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

    /** Of the known and of the unknown addresses, in microseconds. */
    private double[] medians(Door door) {
        List<Double> known = new ArrayList<>();
        List<Double> unknown = new ArrayList<>();
        Set<String> shapes = new TreeSet<>();
        for (int from = 0; from < ADDRESSES; from += CALLS_OF_A_SENDER / 2) {
            try (RawClient client = new RawClient(gatehouse.baseUrl(), sender())) {
                for (int i = from; i < from + CALLS_OF_A_SENDER / 2; i++) {
                    byte[] one = door.request().make(client, known(i));
                    byte[] other = door.request().make(client, address("nobody", i));
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

    /** An answer without what is random in every one, and without the address itself. */
    private static String shape(String answer) {
        return answer.replaceAll("(?i)(date|x-request-id): [^\\n]*", "$1: …")
                .replaceAll("(?i)(set-cookie: [A-Z_]+=)[^;\\n]+", "$1…")
                .replaceAll("(session_code|execution|tab_id|client_data|auth_session_id|nonce)=[^\"&]*", "$1")
                .replaceAll("(person|nobody)-[0-9]+@", "address@")
                .replaceAll("\"[A-Za-z0-9_+/-]{20,}[.=]*\"", "value")
                .replaceAll("[A-Za-z0-9_-]{43}", "…");
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        // The middle fifth, so that one call more or less does not matter.
        return Arrays.stream(sorted, sorted.length * 2 / 5, sorted.length * 3 / 5)
                .average()
                .orElseThrow();
    }

    private byte[] call(String below, String body) {
        return RawClient.request(
                gatehouse.baseUrl(),
                "POST",
                realm.path("/gatehouse/v1" + below),
                body,
                "Content-Type: application/json");
    }

    /** What the form for a forgotten password sends, in a browser of its own. */
    private byte[] resetRequest(RawClient client, String email) {
        String page = client.send(RawClient.request(
                gatehouse.baseUrl(), "GET", realm.path("/login-actions/reset-credentials?client_id=account"), ""));
        Matcher form = FORM.matcher(page);
        assertThat(form.find()).as(page).isTrue();
        String cookies =
                COOKIE.matcher(page).results().map(found -> found.group(1)).collect(Collectors.joining("; "));
        return RawClient.request(
                gatehouse.baseUrl(),
                "POST",
                form.group(1).replace("&amp;", "&"),
                "username=" + email.replace("@", "%40"),
                "Content-Type: application/x-www-form-urlencoded",
                "Cookie: " + cookies);
    }

    private static String linkRequest(String email) {
        return "{\"email\":\"%s\",\"client_id\":\"%s\",\"redirect_uri\":\"%s\",\"code_challenge\":\"%s\"}"
                .formatted(email, MagicLinks.CLIENT, MagicLinks.REDIRECT, MagicLinks.challenge(MagicLinks.VERIFIER));
    }

    private static String known(int i) {
        return address("person", i);
    }

    /** All of one length, so that the answers are. */
    private static String address(String name, int i) {
        return "%s-%03d@demo.example".formatted(name, i);
    }

    private String sender() {
        senders++;
        return "127.0." + (10 + senders / 200) + "." + (1 + senders % 200);
    }
}
