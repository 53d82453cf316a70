package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many decisions are asked again beside requests, batch by batch: a short repeat of {@link PolicyReplaySpeedIT}. */
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyReplayLoadIT {
    private static final int DECISIONS = 2_500;
    private static final int AT_ONCE = 2_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NOBODYS = "A".repeat(43);

    private DecisionLoad load;
    private EventRows rows;
    private String since;

    @BeforeAll
    void insert(Gatehouse gatehouse, TestRealm realm) throws Exception {
        String url = gatehouse.postgres().orElseThrow().url("keycloak");
        load = DecisionLoad.of(gatehouse, realm, url);
        rows = new EventRows(url);
        load.insert(AT_ONCE);
        since = "2026-01-01T00:00:00Z";
        assertThat(load.replay(since).expect(200).json().path("done").asInt())
                .as("the most that are asked at once")
                .isEqualTo(AT_ONCE);
        load.insert(DECISIONS - AT_ONCE);
    }

    @Test
    void manyDecisionsAreAskedAgainBesideRequestsAndCountedRight() {
        Answer begun = load.replay(since).expect(202);

        assertThat(begun.text("status")).isEqualTo("running");
        assertThat(begun.json().path("total").asInt()).isEqualTo(DECISIONS);
        assertThat(begun.json().path("finished_at").isNull()).isTrue();
        assertThat(begun.header("Location").orElseThrow()).endsWith("/policies/replays/" + begun.text("id"));
        JsonNode done = ended(begun.text("id"));
        assertThat(done.path("status").asText()).isEqualTo("done");
        assertThat(done.path("done").asInt()).isEqualTo(DECISIONS);
        assertThat(done.path("skipped").asInt()).isZero();
        assertRight(done);
        assertThat(done.path("examples")).hasSize(100);
        assertThat(done.at("/examples/0/seq").asLong())
                .isGreaterThan(done.at("/examples/99/seq").asLong());
        assertThat(done.path("finished_at").isNull()).isFalse();
    }

    @Test
    void replayGoesOnFromWhereANodeEnded() {
        String id = load.replay(since).expect(202).text("id");
        JsonNode done = ended(id);

        change(id, "status = 'running', next_seq = end_seq - 100");
        JsonNode more = ended(id);

        assertThat(more.path("done").asInt() - done.path("done").asInt()).isBetween(1, 100);
        assertThat(more.path("total")).isEqualTo(done.path("total"));
    }

    @Test
    void replayEndsAsFailedWhenThePoliciesChangeMeanwhile() {
        String id = load.replay(since).expect(202).text("id");
        assertThat(ended(id).path("failure").isNull()).isTrue();

        change(id, "status = 'running', updated_at_ms = 0, fingerprint = '" + NOBODYS + "'");

        JsonNode failed = ended(id);
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("failure").asText()).isEqualTo("policies_changed");
    }

    @Test
    void thirdReplayAtATimeIsRefusedAndEndedOnesAreFew() {
        List<String> running = List.of(
                load.replay(since).expect(202).text("id"),
                load.replay(since).expect(202).text("id"));
        running.forEach(this::ended);
        long later = Instant.now().plus(Duration.ofHours(1)).toEpochMilli();
        for (String id : running) {
            change(id, "status = 'running', updated_at_ms = " + later + ", fingerprint = '" + NOBODYS + "'");
        }

        Answer refused = load.replay(since).expect(409);

        assertThat(refused.text("code")).isEqualTo("too_many_replays");
        for (String id : running) {
            change(id, "status = 'done'");
        }
        String now = Instant.now().plusSeconds(5).toString();
        for (int i = 0; i < 51; i++) {
            load.replay(now).expect(200);
        }
        assertThat(rows.count("gatehouse_policy_replay", load.realmId())).isEqualTo(50);
    }

    private JsonNode ended(String id) {
        Eventually.holds(
                LIMIT,
                "the replay has ended",
                () -> !load.shown(id).path("status").asText().equals("running"));
        return load.shown(id);
    }

    private void assertRight(JsonNode done) {
        assertThat(PolicyReplayIT.flips(done, "allow", "deny"))
                .isEqualTo((int) load.changed("allow"))
                .isPositive();
        assertThat(PolicyReplayIT.flips(done, "deny", "allow"))
                .isEqualTo((int) load.changed("deny"))
                .isPositive();
        assertThat(done.path("changed").asLong()).isEqualTo(load.changed("allow") + load.changed("deny"));
    }

    private void change(String id, String what) {
        List<Map<String, String>> ignored = rows.query(
                "update gatehouse_policy_replay set " + what + " where id = ?",
                UUID.fromString(id).toString());
    }
}
