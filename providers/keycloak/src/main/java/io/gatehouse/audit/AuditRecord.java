package io.gatehouse.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.MerkleTree;
import io.gatehouse.core.audit.MissingTileException;
import io.gatehouse.event.PersonalFacts;
import io.gatehouse.event.SequencedEvent;
import io.gatehouse.event.SequencedEvents;
import io.gatehouse.platform.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event with all that the log holds of it.
 *
 * @param event the event
 * @param prev hash of the leaf before it, as the tree has it
 * @param stored hash of its own leaf, as the tree has it; null when the tree has none
 * @param facts what is told of persons, by name
 */
record AuditRecord(
        SequencedEvent event, Hash prev, @Nullable Hash stored, Map<String, PersonalFacts.Fact> facts) {

    /** The records with these numbers, in order; one whose row is gone is not among them. */
    static List<AuditRecord> read(Connection connection, String realmId, long from, long to) throws SQLException {
        List<SequencedEvent> events = new SequencedEvents(connection, realmId).range(from, to);
        Map<String, Map<String, PersonalFacts.Fact>> facts = new PersonalFacts(connection, realmId)
                .of(events.stream().map(SequencedEvent::id).toList());
        MerkleTree tree = AuditTree.open(connection, realmId);
        List<AuditRecord> records = new ArrayList<>(events.size());
        for (SequencedEvent event : events) {
            Hash before = event.seq() == 0 ? Hash.NONE : leaf(tree, event.seq() - 1);
            records.add(new AuditRecord(
                    event,
                    before == null ? Hash.NONE : before,
                    leaf(tree, event.seq()),
                    facts.getOrDefault(event.id(), Map.of())));
        }
        return records;
    }

    static @Nullable Hash leaf(MerkleTree tree, long seq) {
        try {
            return seq < tree.size() ? tree.leaf(seq) : null;
        } catch (MissingTileException e) {
            return null;
        }
    }

    /** The leaf's bytes as its row makes them. */
    byte[] leaf() {
        return Leaves.bytes(event, prev);
    }

    /** Whether the row still makes the leaf that the tree has. */
    boolean isAsWritten() {
        return stored != null && Hash.ofLeaf(leaf()).equals(stored);
    }

    /** The record as one line of JSON: leaf, hash, and the facts that are not erased with their salts. */
    String line() {
        Map<String, Object> opened = new LinkedHashMap<>();
        facts.forEach((name, fact) -> {
            if (!fact.isErased()) {
                opened.put(name, Map.of("salt", String.valueOf(fact.salt()), "value", String.valueOf(fact.value())));
            }
        });
        return "{\"leaf\":" + new String(leaf(), UTF_8) + ",\"hash\":"
                + (stored == null ? "null" : "\"" + stored.base64Url() + "\"") + ",\"personal\":" + Json.write(opened)
                + "}";
    }
}
