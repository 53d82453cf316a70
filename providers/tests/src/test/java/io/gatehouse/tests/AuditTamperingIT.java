package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.audit.CanonicalJson;
import io.gatehouse.core.audit.Frontier;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.testkit.http.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody with all rights on the database changes the log. The offline verifier names the first bad record from the export
 * and the public key alone, and where the end was cut off or everything rewritten, from a checkpoint kept outside; the
 * server's own verification finds what its tables show.
 */
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
class AuditTamperingIT {
    private static final int EVENTS = 12;
    private static final int BAD = 5;
    private static final String COLUMNS = "id, event_type, occurred_at_ms, actor_type, actor_id, agent_id, subject_id,"
            + " key_id, target_type, target_id, decision, decision_id, revocation_cause, auth_method, request_id,"
            + " correlation_id, data";

    private TestRealm realm;
    private AuditCalls audit;
    private EventRows rows;
    private String realmId;
    private String saved;
    private Path folder;

    @BeforeEach
    void prepare(Gatehouse gatehouse, @TempDir Path temporary) {
        folder = temporary;
        realm = gatehouse.freshRealm();
        audit = new AuditCalls(new RealmCalls(gatehouse, realm));
        rows = new EventRows(gatehouse.postgres().orElseThrow().url("keycloak"));
        realmId = audit.realmId();
        audit.changes(EVENTS);
        // The checkpoint of the log's beginning comes by itself; none may come amid the tampering.
        JsonNode ignored = audit.first("?type=audit.checkpoint");
        holdCheckpoints("the test", Long.MAX_VALUE);
        saved = audit.note();
    }

    @AfterEach
    void removeRealm() {
        holdCheckpoints("nobody", 0);
        realm.close();
    }

    /** Who holds this lease makes the checkpoints of all realms. */
    private void holdCheckpoints(String holder, long untilMs) {
        List<Map<String, String>> ignored = rows.query("update gatehouse_lease set holder = '" + holder
                + "', expires_at_ms = " + untilMs + " where name = 'audit-checkpoint'");
    }

    @Test
    void editedEventIsNamed() {
        sql("update gatehouse_sequenced_event set actor_id = 'somebody else' where realm_id = ? and seq = " + BAD);

        assertNamed(BAD, "was changed");
        assertServerNames(BAD);
    }

    @Test
    void editedFactAboutAPersonIsNamed() {
        sql("update gatehouse_event_personal set value_text = '192.0.2.99' where realm_id = ? and name = 'ip'"
                + " and event_id = (select id from gatehouse_sequenced_event e where e.seq = " + BAD
                + " and e.realm_id = gatehouse_event_personal.realm_id)");

        assertNamed(BAD, "another ip");
        assertServerNames(BAD);
    }

    @Test
    void deletedEventIsNamed() {
        sql("delete from gatehouse_sequenced_event where realm_id = ? and seq = " + BAD);

        assertNamed(BAD, "is missing");
        assertServerNames(BAD);
    }

    @Test
    void insertedEventIsNamed() {
        sql("update gatehouse_sequenced_event set seq = -1 - seq where realm_id = ? and seq >= " + BAD);
        sql("update gatehouse_sequenced_event set seq = -seq where realm_id = ? and seq < 0");
        sql("insert into gatehouse_sequenced_event (realm_id, seq, " + COLUMNS + ") select realm_id, " + BAD + ", '"
                + UUID.randomUUID() + "'" + COLUMNS.substring("id".length())
                + " from gatehouse_sequenced_event where realm_id = ? and seq = 0");
        sql("update gatehouse_event_sequence set next_seq = next_seq + 1 where realm_id = ?");

        assertNamed(BAD, "inserted");
        assertServerNames(BAD);
    }

    @Test
    void swappedEventsAreNamed() {
        sql("update gatehouse_sequenced_event set seq = case when seq = 5 then -6 else -9 end"
                + " where realm_id = ? and seq in (5, 8)");
        sql("update gatehouse_sequenced_event set seq = case when seq = -6 then 8 else 5 end"
                + " where realm_id = ? and seq < 0");

        assertNamed(BAD, "was changed");
        assertServerNames(BAD);
    }

    @Test
    void endThatWasCutOffIsNamedByASavedCheckpoint() {
        cutOff();

        Verifier.Result blind = Verifier.verify(folder, export(), audit.jwks());
        assertThat(blind.exitCode()).as(blind.text()).isZero();
        assertNamed(BAD, "cut off", saved);
    }

    @Test
    void endThatWasCutOffIsNamedByTheServerWhileItsCheckpointsStand() {
        String stored = "select max(tree_size) as n from gatehouse_audit_checkpoint where realm_id = ?";
        long covered = Long.parseLong(rows.query(stored, realmId).get(0).get("n"));
        replaceTree(leaves().subList(0, (int) covered - 1));
        sql("delete from gatehouse_sequenced_event where realm_id = ? and seq >= " + (covered - 1));

        assertServerNames(covered - 1);
        assertThat(audit.audit("GET", "/checkpoint").send().expect(409).text("code"))
                .isEqualTo("audit_log_tampered");
    }

    @Test
    void logThatWasWhollyRewrittenIsNamedByASavedCheckpoint() {
        rewrite();

        Verifier.Result blind = Verifier.verify(folder, export(), audit.jwks());
        assertThat(blind.exitCode()).as(blind.text()).isZero();
        assertThat(server().path("ok").asBoolean()).isTrue();
        assertNamed(0, "rewritten", saved);
    }

    @Test
    void logThatWasRewrittenButForItsCheckpointsIsNotSigned() {
        String newest = "select * from gatehouse_audit_checkpoint where realm_id = ?";
        Map<String, String> kept = rows.query(newest, realmId).get(0);
        rewrite();
        sql("insert into gatehouse_audit_checkpoint (realm_id, tree_size, root, note, signed_at_ms) values (?, "
                + kept.get("tree_size") + ", '" + kept.get("root") + "', '" + kept.get("note") + "', 0)");

        assertThat(audit.audit("GET", "/checkpoint").send().expect(409).text("code"))
                .isEqualTo("audit_log_tampered");
        assertServerNames(0);
        Verifier.Result result = Verifier.verify(folder, export(), audit.jwks());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text()).contains("refused to sign");
    }

    @Test
    void tilesThatWereRemovedAreMadeAgainAndTheLogGoesOn() {
        sql("delete from gatehouse_audit_tile where realm_id = ?");
        assertServerNames(0);
        restartTerm();

        audit.changes(1);

        assertThat(server().path("ok").asBoolean()).isTrue();
        Verifier.Result result = Verifier.verify(folder, export(), audit.jwks(), saved);
        assertThat(result.exitCode()).as(result.text()).isZero();
    }

    @Test
    void actionFailsWhenItsEventCannotBeWritten() {
        String name = "refuse_" + realmId.replace("-", "");
        sql("create function " + name + "() returns trigger language plpgsql as"
                + " $$ begin raise exception 'no event of this realm'; end $$");
        sql("create trigger " + name + " before insert on gatehouse_event for each row when (new.realm_id = '" + realmId
                + "') execute function " + name + "()");
        try {
            Answer refused = audit.calls()
                    .admin("POST", "/agents")
                    .json(Map.of("name", "Unwritten", "owner", "Team"))
                    .send();

            assertThat(refused.status()).isEqualTo(500);
        } finally {
            sql("drop function " + name + "() cascade");
        }
        assertThat(rows.query("select * from gatehouse_agent where realm_id = ? and name = 'Unwritten'", realmId))
                .isEmpty();
    }

    /** Removes the end of the log with everything that knows of it. */
    private void cutOff() {
        replaceTree(leaves().subList(0, BAD));
        sql("delete from gatehouse_sequenced_event where realm_id = ? and seq >= " + BAD);
        sql("delete from gatehouse_audit_checkpoint where realm_id = ?");
    }

    /** Changes the first event and makes chain and tree anew, as somebody would who knows how Gatehouse does. */
    private void rewrite() {
        sql("delete from gatehouse_audit_checkpoint where realm_id = ?");
        sql("update gatehouse_sequenced_event set event_type = 'agent.rewritten' where realm_id = ?"
                + " and event_type = 'audit.checkpoint'");
        sql("update gatehouse_sequenced_event set actor_id = 'somebody else' where realm_id = ? and seq = 0");
        List<Hash> hashes = new ArrayList<>();
        Hash previous = Hash.NONE;
        for (JsonNode leaf : leafObjects()) {
            Map<String, Object> members = new TreeMap<>();
            leaf.properties().forEach(member -> members.put(member.getKey(), plain(member.getValue())));
            members.put("prev", previous.base64Url());
            previous = Hash.ofLeaf(CanonicalJson.encode(members));
            hashes.add(previous);
        }
        replaceTree(hashes);
    }

    private List<JsonNode> leafObjects() {
        List<JsonNode> leaves = new ArrayList<>();
        for (long seq = 0; seq < next(); seq++) {
            leaves.add(audit.get("/events/" + seq).json().path("leaf"));
        }
        return leaves;
    }

    private static Object plain(JsonNode value) {
        return new com.fasterxml.jackson.databind.ObjectMapper().convertValue(value, Object.class);
    }

    private List<Hash> leaves() {
        List<Hash> hashes = new ArrayList<>();
        for (JsonNode leaf : leafObjects()) {
            hashes.add(Hash.ofLeaf(CanonicalJson.encode(plain(leaf))));
        }
        return hashes;
    }

    private void replaceTree(List<Hash> hashes) {
        sql("delete from gatehouse_audit_tile where realm_id = ?");
        Frontier.EMPTY
                .append(hashes)
                .changed()
                .forEach(tile ->
                        sql("insert into gatehouse_audit_tile (realm_id, tile_level, tile_index, hashes) values (?, "
                                + tile.id().level() + ", " + tile.id().index() + ", decode('"
                                + HexFormat.of().formatHex(tile.hashes()) + "', 'hex'))"));
        sql("update gatehouse_event_sequence set next_seq = " + hashes.size() + " where realm_id = ?");
    }

    /** As another node does that takes over: what the sequencer remembers is worth nothing any longer. */
    private void restartTerm() {
        rows.query("update gatehouse_lease set version = version + 1 where name = 'sequencer'");
        String ignored = audit.change();
        Eventually.holds(Duration.ofSeconds(10), "the tree is whole", () -> server().path("ok")
                .asBoolean());
    }

    private long next() {
        return Long.parseLong(
                rows.query("select next_seq as n from gatehouse_event_sequence where realm_id = ?", realmId)
                        .get(0)
                        .get("n"));
    }

    private void sql(String statement) {
        String[] parameters = statement.contains("?") ? new String[] {realmId} : new String[0];
        List<Map<String, String>> ignored = rows.query(statement, parameters);
    }

    private String export() {
        return audit.get("/export").body();
    }

    private JsonNode server() {
        return audit.audit("POST", "/verify")
                .json(new LinkedHashMap<>())
                .send()
                .expect(200)
                .json();
    }

    private void assertServerNames(long seq) {
        JsonNode verdict = server();
        assertThat(verdict.path("ok").asBoolean()).isFalse();
        assertThat(verdict.path("first_bad_seq").asLong())
                .as(verdict.toString())
                .isEqualTo(seq);
        assertThat(verdict.path("reason").asText()).isNotEmpty();
    }

    private void assertNamed(long seq, String reason, String... checkpoints) {
        Verifier.Result result = Verifier.verify(folder, export(), audit.jwks(), checkpoints);
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.text()).contains("first bad record: " + seq + "\n").contains(reason);
    }
}
