package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.audit.Checkpoint;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.Proofs;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The node that gives events their places and signs the log is killed amid its work: the other one of the cluster goes on with
 * both, and the log continues every checkpoint that anybody saw before.
 */
@Tag("own-server")
@Isolated("kills and measures real time")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTakeoverIT {
    private static final Duration TAKEOVER = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String DATABASE = "cluster";

    /** About 200 events a second, so that a thousand for a checkpoint come in few seconds. */
    private static final long BETWEEN_EVENTS_NS = 5_000_000;

    private final Cluster cluster = new Cluster();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private EventRows rows;
    private String realmId;

    @BeforeAll
    void start() {
        // The first to come keeps the work as long as it lives.
        cluster.startPair();
        rows = new EventRows(cluster.postgres().url(DATABASE));
        realmId = new AuditCalls(cluster.first()).realmId();
    }

    @AfterAll
    void close() {
        isOver.set(true);
        thread.shutdownNow();
        cluster.close();
    }

    @Test
    void otherNodeSequencesAndSignsWithinTenSecondsAndTheLogContinuesWhatWasSeen() throws Exception {
        AuditCalls survivor = new AuditCalls(cluster.second());
        Future<Long> writer = thread.submit(this::write);
        Eventually.holds(LIMIT, "a checkpoint under load", () -> checkpoints() >= 2);
        Checkpoint seen = new AuditCalls(cluster.first()).checkpoint();
        String holder = holder();

        cluster.killFirst();

        long killedNs = System.nanoTime();
        long before = rows.count("gatehouse_sequenced_event", realmId);
        long signed = checkpoints();
        Eventually.holds(
                TAKEOVER, "the other gives places", () -> rows.count("gatehouse_sequenced_event", realmId) > before);
        double placesAfter = (System.nanoTime() - killedNs) / 1e9;
        Eventually.holds(TAKEOVER, "the other signs", () -> checkpoints() > signed);
        System.out.printf(
                "kill of the sequencing node: places again after %.1f s, checkpoints after %.1f s%n",
                placesAfter, (System.nanoTime() - killedNs) / 1e9);
        isOver.set(true);
        long written = writer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertThat(holder()).as("the work moved").isNotEqualTo(holder);
        Eventually.holds(LIMIT, "all have their places", () -> rows.count("gatehouse_event", realmId) == 0);
        assertThat(rows.query(
                        "select 1 from gatehouse_sequenced_event where realm_id = ? and event_type = 'token.issued'",
                        realmId))
                .hasSize((int) written);
        assertContinues(survivor, seen);
        JsonNode verdict = survivor.audit("POST", "/verify")
                .json(Map.of())
                .send()
                .expect(200)
                .json();
        assertThat(verdict.path("ok").asBoolean()).as("%s", verdict).isTrue();
    }

    /** Whoever saw a checkpoint before the kill, and those that were stored, find them continued. */
    private void assertContinues(AuditCalls survivor, Checkpoint seen) {
        Checkpoint now = survivor.checkpoint();
        assertThat(isContinued(survivor, seen, now)).isTrue();
        List<JsonNode> stored = survivor.items("?type=audit.checkpoint&limit=100");
        assertThat(stored).hasSizeGreaterThanOrEqualTo(3).allSatisfy(event -> {
            Checkpoint checkpoint =
                    survivor.verified(event.at("/data/checkpoint").asText());
            assertThat(isContinued(survivor, checkpoint, now)).isTrue();
        });
    }

    private static boolean isContinued(AuditCalls audit, Checkpoint before, Checkpoint now) {
        List<Hash> path = new ArrayList<>();
        audit.get("/consistency?from=" + before.size() + "&to=" + now.size())
                .json()
                .path("path")
                .forEach(hash -> path.add(Hash.ofBase64(hash.asText())));
        return Proofs.isConsistent(before.size(), now.size(), before.root(), now.root(), path);
    }

    /** Writes events until the test is over; how many. */
    private long write() throws SQLException {
        long written = 0;
        try (EventLoad load = new EventLoad(cluster.postgres().url(DATABASE), realmId)) {
            while (!isOver.get()) {
                load.insert();
                written++;
                LockSupport.parkNanos(BETWEEN_EVENTS_NS);
            }
        }
        return written;
    }

    private long checkpoints() {
        return rows.count("gatehouse_audit_checkpoint", realmId);
    }

    private String holder() {
        return String.valueOf(rows.query("select holder from gatehouse_lease where name = 'sequencer'")
                .get(0)
                .get("holder"));
    }
}
