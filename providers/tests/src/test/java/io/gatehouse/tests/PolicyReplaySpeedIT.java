package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** 100,000 recorded decisions are asked again within a minute, with progress, among twenty policies of ten rules. */
@Tag("own-server")
@Tag("bench")
@Isolated("times are measured")
class PolicyReplaySpeedIT {
    private static final int DECISIONS = 100_000;
    private static final double GOAL_SECONDS = 60;
    private static final int POLICIES = 20;
    private static final int RULES = 10;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void hundredThousandDecisionsAreAskedAgainWithinAMinute() throws Exception {
        try (MeasuredServer server = MeasuredServer.durable("policy-replay")) {
            DecisionLoad load = DecisionLoad.of(server.gatehouse(), server.demo(), server.url());
            makePolicies(load.calls());
            load.insert(DECISIONS);
            Set<Integer> progress = new TreeSet<>();

            long startNs = System.nanoTime();
            String id = load.replay("2026-01-01T00:00:00Z").expect(202).text("id");
            double begunSeconds = seconds(startNs);
            Eventually.holds(LIMIT, "the replay has ended", () -> {
                JsonNode now = load.shown(id);
                progress.add(now.path("done").asInt());
                return !now.path("status").asText().equals("running");
            });
            double seconds = seconds(startNs);

            JsonNode done = load.shown(id);
            String said =
                    ("policies: %d decisions asked again among %d rules in %.1f s (goal %.0f), begun in %.2f s, %d changed,"
                                    + " %d different states of progress seen")
                            .formatted(
                                    DECISIONS,
                                    POLICIES * RULES,
                                    seconds,
                                    GOAL_SECONDS,
                                    begunSeconds,
                                    done.path("changed").asInt(),
                                    progress.size());
            System.out.println(said);
            assertThat(done.path("status").asText()).isEqualTo("done");
            assertThat(done.path("done").asInt()).isEqualTo(DECISIONS);
            assertThat(PolicyReplayIT.flips(done, "allow", "deny")).isEqualTo((int) load.changed("allow"));
            assertThat(PolicyReplayIT.flips(done, "deny", "allow")).isEqualTo((int) load.changed("deny"));
            assertThat(progress).as(said).hasSizeGreaterThan(2);
            assertThat(seconds).as(said).isLessThanOrEqualTo(GOAL_SECONDS);
        }
    }

    /** Policies that are asked and match nothing. */
    private static void makePolicies(RealmCalls calls) {
        for (int i = 0; i < POLICIES; i++) {
            List<Map<String, Object>> rules = new ArrayList<>();
            for (int rule = 0; rule < RULES; rule++) {
                rules.add(Map.of(
                        "effect",
                        "deny",
                        "when",
                        Map.of("mode", "both", "intent_matches", "*refund " + rule + "*", "scope", "orders.*")));
            }
            calls.admin("POST", "/policies")
                    .json(body("name", "P" + i, "rules", rules))
                    .send()
                    .expect(201);
        }
    }

    private static double seconds(long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }
}
