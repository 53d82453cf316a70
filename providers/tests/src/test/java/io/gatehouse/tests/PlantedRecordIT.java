package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.tests.WebhookCalls.Hook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody with all rights on the database writes a record where the next event of a realm belongs. That stops neither this
 * realm's log nor another's, and the record is named for ever.
 */
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
class PlantedRecordIT {
    private static final String COLUMNS = "event_type, occurred_at_ms, actor_type, actor_id, agent_id, subject_id,"
            + " key_id, target_type, target_id, decision, decision_id, revocation_cause, auth_method, request_id,"
            + " correlation_id, data";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LOG_LINES = 400;

    private Gatehouse gatehouse;
    private TestRealm realm;
    private RealmCalls calls;
    private AuditCalls audit;
    private EventRows rows;
    private String realmId;

    @BeforeEach
    void prepare(Gatehouse server) {
        gatehouse = server;
        realm = gatehouse.freshRealm();
        calls = new RealmCalls(gatehouse, realm);
        audit = new AuditCalls(calls);
        rows = new EventRows(gatehouse.postgres().orElseThrow().url("keycloak"));
        realmId = audit.realmId();
        audit.changes(3);
        // The checkpoint of the log's beginning comes by itself; no other may come amid the test.
        JsonNode ignored = audit.first("?type=audit.checkpoint");
        holdCheckpoints("the test", Long.MAX_VALUE);
    }

    @AfterEach
    void removeRealm() {
        holdCheckpoints("nobody", 0);
        realm.close();
    }

    @Test
    void logGoesOnBehindItAndEveryVerifierNamesIt(@TempDir Path folder) {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            String before = audit.note();
            Hook hook = new WebhookCalls(calls).hook(receiver.url("/planted"));
            long next = next();
            plant(next);
            plant(next + 1);

            String first = audit.change();
            audit.changes(2);

            assertThat(audit.event(first).path("seq").asLong()).isEqualTo(next + 2);
            assertThat(next()).isEqualTo(next + 5);
            assertThat(receiver.await("/planted", 3))
                    .as(hook.id())
                    .extracting(request -> request.json().at("/data/seq").asLong())
                    .containsExactlyInAnyOrder(next + 2, next + 3, next + 4);
            assertServerNames(next);
            Verifier.Result offline =
                    Verifier.verify(folder, audit.get("/export").body(), audit.jwks(), before);
            assertThat(offline.exitCode()).as(offline.text()).isEqualTo(1);
            assertThat(offline.text()).contains("first bad record: " + next + "\n");
            assertThat(verdict(Map.of("from", next + 2)).path("ok").asBoolean())
                    .as("what came after it is sound")
                    .isTrue();
            assertThat(gatehouse.server().logTail(LOG_LINES)).contains("written into the database by somebody else");
        }
    }

    @Test
    void recordFurtherAheadIsPassedWhenTheLogGetsThere() {
        long next = next();
        plant(next + 2);

        audit.changes(4);

        assertThat(rows.query(
                        "select seq from gatehouse_sequenced_event where realm_id = ? and seq >= " + next
                                + " order by seq",
                        realmId))
                .extracting(row -> Long.parseLong(row.get("seq")))
                .containsExactly(next, next + 1, next + 2, next + 3, next + 4);
        assertServerNames(next + 2);
    }

    /** Here going on would overwrite the tree: the realm waits, visibly, and loses nothing; the others do not notice. */
    @Test
    void counterThatWasSetBackStopsThisRealmAloneUntilItIsRight() {
        long next = next();
        setNext(next - 1);

        calls.agent();
        try (TestRealm other = gatehouse.freshRealm()) {
            new AuditCalls(new RealmCalls(gatehouse, other)).changes(3);
        }

        assertThat(rows.count("gatehouse_event", realmId)).isPositive();
        assertThat(gatehouse.server().logTail(LOG_LINES)).contains(realmId + ": its events wait");
        assertServerNames(next - 1);

        setNext(next);
        audit.changes(1);
        assertThat(verdict(Map.of()).path("ok").asBoolean()).isTrue();
    }

    /** A copy of the first event with a new id. */
    private void plant(long seq) {
        List<Map<String, String>> ignored = rows.query(
                "insert into gatehouse_sequenced_event (realm_id, seq, id, " + COLUMNS + ") select realm_id, " + seq
                        + ", '" + UUID.randomUUID() + "', " + COLUMNS
                        + " from gatehouse_sequenced_event where realm_id = ? and seq = 0",
                realmId);
    }

    /** And what the sequencer remembers is worth nothing any longer. */
    private void setNext(long next) {
        rows.query("update gatehouse_event_sequence set next_seq = " + next + " where realm_id = ?", realmId);
        rows.query("update gatehouse_lease set version = version + 1 where name = 'sequencer'");
    }

    private long next() {
        Eventually.holds(LIMIT, "the inbox is empty", () -> rows.count("gatehouse_event", realmId) == 0);
        return Long.parseLong(
                rows.query("select next_seq as n from gatehouse_event_sequence where realm_id = ?", realmId)
                        .get(0)
                        .get("n"));
    }

    /** Who holds this lease makes the checkpoints of all realms. */
    private void holdCheckpoints(String holder, long untilMs) {
        List<Map<String, String>> ignored = rows.query("update gatehouse_lease set holder = '" + holder
                + "', expires_at_ms = " + untilMs + " where name = 'audit-checkpoint'");
    }

    private JsonNode verdict(Map<String, Object> body) {
        return audit.audit("POST", "/verify").json(body).send().expect(200).json();
    }

    private void assertServerNames(long seq) {
        JsonNode verdict = verdict(Map.of());
        assertThat(verdict.path("ok").asBoolean()).isFalse();
        assertThat(verdict.path("first_bad_seq").asLong()).as("%s", verdict).isEqualTo(seq);
    }
}
