package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Revokes one token after the other on one of two nodes, and looks when both nodes and the status list that each publishes show
 * it.
 */
final class RevocationTries {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final int BATCH = 100;
    private static final double NANOS_PER_MS = 1e6;

    private final RealmCalls first;
    private final RealmCalls second;
    private final List<String> revoked = new ArrayList<>();
    private final List<Double> refusedMs = new ArrayList<>();
    private final List<Double> listedMs = new ArrayList<>();

    RevocationTries(RealmCalls first, RealmCalls second) {
        this.first = first;
        this.second = second;
    }

    /** Each try fails unless all of it is seen within a second. The two nodes take turns at revoking. */
    void run(int tries) {
        String agent = first.agent().id();
        for (int i = 0; i < tries; i++) {
            String token = first.token(agent, "ttl", 86_400);
            // Both have it in their caches.
            assertThat(first.isValid(token) && second.isValid(token)).isTrue();
            assertThat(isListed(first, token) || isListed(second, token)).isFalse();
            RealmCalls revoking = i % 2 == 0 ? first : second;
            revoking.admin("POST", "/tokens/revoke")
                    .json(Map.of("token", token))
                    .send()
                    .expect(200);
            long end = System.nanoTime();
            refusedMs.add(
                    after(end, "both nodes refuse the token", () -> !first.isValid(token) && !second.isValid(token)));
            listedMs.add(after(
                    end,
                    "both nodes' status lists show the token",
                    () -> isListed(first, token) && isListed(second, token)));
            revoked.add(token);
        }
    }

    /** Asks these nodes for every token again: not one is taken, and every one is on the list. */
    void assertNoneIsTaken(RealmCalls... nodes) {
        for (RealmCalls node : nodes) {
            for (int from = 0; from < revoked.size(); from += BATCH) {
                List<String> some = revoked.subList(from, Math.min(from + BATCH, revoked.size()));
                assertThat(new TestAgents(node.gatehouse(), node.realm()).validOf(some))
                        .isEmpty();
            }
            // Each list once: one address does not get them without end.
            Map<String, StatusList> lists = new HashMap<>();
            for (String token : revoked) {
                assertThat(lists.computeIfAbsent(StatusList.path(token), path -> list(node, path))
                                .isRevoked(token))
                        .isTrue();
            }
        }
    }

    /** What was measured, with the time that asking takes. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d revocations: refused by both nodes %s, on the status list of both %s",
                revoked.size(),
                spread(refusedMs),
                spread(listedMs));
    }

    private static double after(long end, String what, BooleanSupplier isSeen) {
        Eventually.holds(LIMIT.minusNanos(System.nanoTime() - end), what, isSeen);
        return (System.nanoTime() - end) / NANOS_PER_MS;
    }

    private static boolean isListed(RealmCalls node, String token) {
        return list(node, StatusList.path(token)).isRevoked(token);
    }

    static StatusList list(RealmCalls node, String path) {
        String below = path.replaceAll(".*(?=/status-lists/)", "");
        return StatusList.verified(node.v1("GET", below).send().expect(200).body(), node.realm());
    }

    private static String spread(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "p50 %.0f ms, p99 %.0f ms, at most %.0f ms",
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() - 1));
    }
}
