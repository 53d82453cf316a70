package io.gatehouse.verifier;

import io.gatehouse.core.audit.CanonicalJson;
import io.gatehouse.core.audit.Checkpoint;
import io.gatehouse.core.audit.Commitment;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.NoteKey;
import io.gatehouse.core.token.Ed25519PublicKey;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reading of an export, line by line. Belongs to one thread. */
final class ExportReading {
    private static final String FORMAT = "gatehouse-audit-export/1";
    private static final String CHECKPOINT_EVENT = "audit.checkpoint";

    private final String realm;
    private final String origin;
    private final long treeSize;
    private final List<NoteKey> keys;

    /** Saved checkpoints that the reading has not come to yet, smallest first. */
    private final Deque<Checkpoint> saved = new ArrayDeque<>();

    private final ExportTree tree = new ExportTree();
    private Hash previous = Hash.NONE;
    private long provenSize;
    private boolean isEnded;
    private int checkpointsInLog;
    private int savedThatAgree;
    private long personalFacts;
    private long erasedFacts;

    private ExportReading(String realm, long treeSize, List<Ed25519PublicKey> keys, List<String> saved) {
        this.realm = realm;
        this.treeSize = treeSize;
        this.origin = Checkpoint.originOf(realm);
        this.keys = keys.stream().map(key -> new NoteKey(origin, key)).toList();
        saved.stream()
                .map(note -> Checkpoint.verify(note, origin, this.keys))
                .sorted(Comparator.comparingLong(Checkpoint::size))
                .forEach(this.saved::add);
    }

    /** @throws IllegalArgumentException when the line is no header, or a saved checkpoint is not one of this log */
    static ExportReading begin(Map<String, @Nullable Object> header, List<Ed25519PublicKey> keys, List<String> saved) {
        boolean isExport = FORMAT.equals(header.get("format"));
        if (isExport && header.get("realm") instanceof String realm && header.get("size") instanceof Number size) {
            return new ExportReading(realm, size.longValue(), keys, saved);
        }
        throw new IllegalArgumentException("not an audit export: the first line does not say " + FORMAT);
    }

    /** One line after the header: a record, or the checkpoint that ends the export. */
    void line(Map<String, @Nullable Object> line) throws FaultFound {
        if (isEnded) {
            throw FaultFound.elsewhere("Something follows the checkpoint that ends the export.");
        }
        if (line.containsKey("checkpoint")) {
            isEnded = true;
            compareWithEnd(line.get("checkpoint"));
        } else {
            compareWithSaved();
            record(tree.size(), line);
        }
    }

    /** After the last line. */
    void end() throws FaultFound {
        if (!isEnded) {
            throw FaultFound.at(
                    tree.size(), "The export ends before record %d, without its checkpoint.".formatted(tree.size()));
        }
    }

    /** What a line that is no JSON means. */
    FaultFound unreadable() {
        return FaultFound.at(tree.size(), "Record %d cannot be read: it is no JSON.".formatted(tree.size()));
    }

    AuditExportReport report(@Nullable FaultFound fault) {
        return new AuditExportReport(
                origin,
                tree.size(),
                tree.root(),
                fault == null ? null : fault.seq(),
                fault == null ? null : fault.text(),
                checkpointsInLog,
                savedThatAgree,
                personalFacts,
                erasedFacts);
    }

    private void record(long seq, Map<String, @Nullable Object> line) throws FaultFound {
        if (!(line.get("leaf") instanceof Map<?, ?> leaf)) {
            throw FaultFound.at(seq, "Line of record %d holds no leaf.".formatted(seq));
        }
        requirePlace(seq, leaf);
        Hash hash = hash(seq, leaf);
        if (!hash.base64Url().equals(line.get("hash"))) {
            throw FaultFound.at(
                    seq,
                    ("Record %d does not match its hash: it was changed, or inserted, or the record before it and that"
                                    + " one's hash were changed together.")
                            .formatted(seq));
        }
        comparePersonal(seq, leaf.get("personal"), line.get("personal"));
        tree.append(hash);
        previous = hash;
        if (CHECKPOINT_EVENT.equals(leaf.get("type")) && leaf.get("data") instanceof Map<?, ?> data) {
            compareWithCheckpointInLog(seq, data);
        }
    }

    private void requirePlace(long seq, Map<?, ?> leaf) throws FaultFound {
        boolean isWhole = leaf.get("seq") instanceof Integer || leaf.get("seq") instanceof Long;
        long found = isWhole && leaf.get("seq") instanceof Number number ? number.longValue() : -1;
        if (found > seq) {
            throw FaultFound.at(seq, "Record %d is missing: record %d stands in its place.".formatted(seq, found));
        }
        if (found < seq) {
            throw FaultFound.at(
                    seq, "In place of record %d stands one that was inserted, repeated or moved.".formatted(seq));
        }
        if (seq >= treeSize) {
            throw FaultFound.at(
                    seq, "Record %d is not in the tree of %d records: it was added later.".formatted(seq, treeSize));
        }
        if (!realm.equals(leaf.get("realm"))) {
            throw FaultFound.at(seq, "Record %d is of another realm.".formatted(seq));
        }
        if (!previous.base64Url().equals(leaf.get("prev"))) {
            throw FaultFound.at(
                    seq, "Record %d does not name the record before it: one of the two was changed.".formatted(seq));
        }
    }

    private static Hash hash(long seq, Map<?, ?> leaf) throws FaultFound {
        try {
            return Hash.ofLeaf(CanonicalJson.encode(leaf));
        } catch (IllegalArgumentException e) {
            throw FaultFound.at(seq, "Record %d holds something that no leaf can hold.".formatted(seq));
        }
    }

    private void comparePersonal(long seq, @Nullable Object committed, @Nullable Object shown) throws FaultFound {
        Map<?, ?> commitments = committed instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> facts = shown instanceof Map<?, ?> map ? map : Map.of();
        for (Map.Entry<?, ?> fact : facts.entrySet()) {
            boolean isRight = commitments.get(fact.getKey()) instanceof String commitment
                    && fact.getKey() instanceof String name
                    && fact.getValue() instanceof Map<?, ?> opened
                    && opened.get("salt") instanceof String salt
                    && opened.get("value") instanceof String value
                    && Commitment.matches(commitment, name, salt, value);
            if (!isRight) {
                throw FaultFound.at(
                        seq, "Record %d commits to another %s than is shown.".formatted(seq, fact.getKey()));
            }
        }
        personalFacts += facts.size();
        erasedFacts += commitments.size() - facts.size();
    }

    /** A checkpoint inside the log was signed when it was written: whoever changes what came before cannot sign it again. */
    private void compareWithCheckpointInLog(long seq, Map<?, ?> data) throws FaultFound {
        if (!(data.get("checkpoint") instanceof String note)) {
            return;
        }
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.verify(note, origin, keys);
        } catch (IllegalArgumentException e) {
            // Signed by a key that has been replaced since and was not given: it proves nothing to this reader.
            return;
        }
        Optional<Hash> root = tree.rootAt(checkpoint.size());
        if (checkpoint.size() > seq || (root.isPresent() && !root.get().equals(checkpoint.root()))) {
            throw changedSince("the checkpoint in record %d".formatted(seq), checkpoint.size());
        }
        if (root.isPresent()) {
            checkpointsInLog++;
            provenSize = Math.max(provenSize, checkpoint.size());
        }
    }

    private void compareWithSaved() throws FaultFound {
        while (!saved.isEmpty() && saved.getFirst().size() == tree.size()) {
            Checkpoint checkpoint = saved.removeFirst();
            if (!tree.root().equals(checkpoint.root())) {
                throw changedSince("the saved checkpoint", checkpoint.size());
            }
            savedThatAgree++;
            provenSize = checkpoint.size();
        }
    }

    private void compareWithEnd(@Nullable Object note) throws FaultFound {
        if (tree.size() < treeSize) {
            throw FaultFound.at(
                    tree.size(),
                    "Record %d and what follows are missing: the tree has %d records."
                            .formatted(tree.size(), treeSize));
        }
        compareWithSaved();
        if (!saved.isEmpty()) {
            throw FaultFound.at(
                    tree.size(),
                    "Record %d and what follows were cut off: the saved checkpoint covers %d records."
                            .formatted(tree.size(), saved.getLast().size()));
        }
        if (!(note instanceof String text)) {
            throw FaultFound.elsewhere(
                    "The export has no checkpoint: the server refused to sign, because its log contradicts an earlier one.");
        }
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.verify(text, origin, keys);
        } catch (IllegalArgumentException e) {
            throw FaultFound.elsewhere("The export's checkpoint is not signed by a given key.");
        }
        if (checkpoint.size() != tree.size() || !checkpoint.root().equals(tree.root())) {
            throw changedSince("the checkpoint that ends the export", checkpoint.size());
        }
    }

    private FaultFound changedSince(String witness, long size) {
        return FaultFound.at(
                provenSize,
                "Records %d to %d are not those that %s was signed over: at least one was rewritten."
                        .formatted(provenSize, Math.max(provenSize, size - 1), witness));
    }
}
