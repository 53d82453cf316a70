package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keys that are of no use, each for another reason, and how alike the answers about them are to a caller that has no right to
 * know the reason.
 */
final class InvalidKeys {
    private static final Random RANDOM = new Random(7);

    private final Gatehouse gatehouse;
    private final KeyRealm keys;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final String otherKey;

    /** @param other another realm of the same server */
    InvalidKeys(Gatehouse gatehouse, KeyRealm keys, KeyRealm other) {
        this.gatehouse = gatehouse;
        this.keys = keys;
        String live = keys.key().text("key");
        byte[] random = new byte[ApiKeyText.RANDOM_BYTES];
        RANDOM.nextBytes(random);
        ApiKeyText known = ApiKeyText.parse(live).orElseThrow();
        ApiKeyText unknown = ApiKeyText.create("ak", known.environment(), random);
        texts.put("unknown", unknown.text().reveal());
        texts.put(
                "wrong secret",
                new ApiKeyText(
                                "ak",
                                known.environment(),
                                known.kid(),
                                Secret.of(unknown.secret().reveal()))
                        .text()
                        .reveal());
        var revoked = keys.key();
        keys.admin("DELETE", "/api-keys/" + revoked.text("id")).send().expect(204);
        texts.put("revoked", revoked.text("key"));
        var off = keys.key();
        keys.admin("PATCH", "/api-keys/" + off.text("id"))
                .json(Map.of("is_active", false))
                .send()
                .expect(200);
        texts.put("switched off", off.text("key"));
        texts.put("other realm", other.key().text("key"));
        texts.put(
                "other project",
                keys.key("organization_id", keys.organization()).text("key"));
        otherKey = keys.key().text("key");
    }

    /** Adds one that has expired; its end is to be passed by the caller's moving of the clock. */
    InvalidKeys withExpired(String text) {
        texts.put("expired", text);
        return this;
    }

    /** A verification by a key without the right to verify. */
    Map<String, byte[]> verifications() {
        return requests(text -> RawClient.request(
                gatehouse.baseUrl(),
                "POST",
                keys.realm().path("/gatehouse/v1/api-keys/verify"),
                "{\"key\":\"" + text + "\"}",
                "Content-Type: application/json",
                "X-API-Key: " + otherKey));
    }

    /** Each as the credential of a call; what is of another project is valid there, and left out. */
    Map<String, byte[]> logins() {
        Map<String, byte[]> logins = requests(text -> RawClient.request(
                gatehouse.baseUrl(),
                "GET",
                keys.realm().path("/gatehouse/v1/api-keys"),
                "",
                "Authorization: Bearer " + text));
        logins.remove("other project");
        return logins;
    }

    private Map<String, byte[]> requests(Function<String, byte[]> request) {
        Map<String, byte[]> requests = new LinkedHashMap<>();
        texts.forEach((about, text) -> requests.put(about, request.apply(text)));
        return requests;
    }

    /** Status line, headers but those of one answer alone, and length of the body are the same for all. */
    void assertAlike(Map<String, byte[]> requests) {
        try (RawClient client = new RawClient(gatehouse.baseUrl())) {
            Map<String, String> shapes = new TreeMap<>();
            requests.forEach((about, request) -> shapes.put(about, shape(client.send(request))));
            assertThat(shapes.values()).as("%s", shapes).containsOnly(shapes.get("unknown"));
        }
    }

    private static String shape(String answer) {
        return answer.lines()
                        .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("date:")
                                && !line.toLowerCase(Locale.ROOT).startsWith("x-request-id:"))
                        .map(line -> line.replaceAll("\"request_id\":\"[^\"]*\"", "\"request_id\":\"\""))
                        .collect(Collectors.joining("\n"))
                + answer.length();
    }

    /**
     * The median time of each in microseconds, the calls in turn and in another order each time.
     *
     * @param calls of each
     */
    Map<String, Double> mediansUs(Map<String, byte[]> requests, int calls) {
        Map<String, long[]> ns = new LinkedHashMap<>();
        requests.keySet().forEach(about -> ns.put(about, new long[calls]));
        List<String> order = new ArrayList<>(requests.keySet());
        try (RawClient client = new RawClient(gatehouse.baseUrl())) {
            for (int i = -calls / 5; i < calls; i++) {
                Collections.shuffle(order, RANDOM);
                for (String about : order) {
                    byte[] request = requests.get(about);
                    long startNs = System.nanoTime();
                    String ignored = client.send(Objects.requireNonNull(request));
                    long tookNs = System.nanoTime() - startNs;
                    if (i >= 0) {
                        Objects.requireNonNull(ns.get(about))[i] = tookNs;
                    }
                }
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        ns.forEach((about, all) -> {
            Arrays.sort(all);
            medians.put(about, all[all.length / 2] / 1e3);
        });
        return medians;
    }

    /** By how much the slowest median is above the fastest: 0.03 is three per cent. */
    static double spread(Map<String, Double> medians) {
        double min =
                medians.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double max =
                medians.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return max / min - 1;
    }
}
