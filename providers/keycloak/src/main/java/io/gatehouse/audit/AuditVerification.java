package io.gatehouse.audit;

import io.gatehouse.core.audit.Checkpoint;
import io.gatehouse.core.audit.Commitment;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.MerkleTree;
import io.gatehouse.core.audit.MissingTileException;
import io.gatehouse.core.audit.SignedNote;
import io.gatehouse.core.audit.Tile;
import io.gatehouse.core.audit.TileId;
import io.gatehouse.event.EventType;
import io.gatehouse.event.PersonalFacts;
import io.gatehouse.event.SequencedEvents;
import io.gatehouse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies a stretch of one realm's log against its own tables: every row makes the leaf that the tree has, every fact about
 * a person is the one committed to, the tree is one of those leaves, and it continues the checkpoints that were signed. Page
 * by page, each in a transaction of its own, so neither memory nor a transaction grows with the log.
 *
 * <p>What it cannot find is what the tables alone do not show: a log that was wholly rewritten, checkpoints included. The
 * offline verifier with a checkpoint kept outside does.
 */
final class AuditVerification {
    /** Records of one transaction: whole tiles. */
    private static final int PAGE = 4 * TileId.WIDTH;

    private final Database database;
    private final String realmId;
    private final long from;
    private final long to;

    /** @param to at most the size of the tree */
    AuditVerification(Database database, String realmId, long from, long to) {
        this.database = database;
        this.realmId = realmId;
        this.from = from;
        this.to = to;
    }

    AuditVerdict verdict() {
        for (long at = from; at < to; ) {
            long begin = at;
            long end = Math.min(to, (at / PAGE + 1) * PAGE);
            Optional<AuditVerdict> bad = database.inNewConnection(connection -> page(connection, begin, end));
            if (bad.isPresent()) {
                return bad.get();
            }
            at = end;
        }
        return database.inNewConnection(connection -> whole(connection));
    }

    private Optional<AuditVerdict> page(Connection connection, long begin, long end) throws SQLException {
        long seq = begin;
        MerkleTree tree = AuditTree.open(connection, realmId);
        for (AuditRecord record : AuditRecord.read(connection, realmId, begin, end)) {
            if (record.event().seq() != seq) {
                return missing(seq);
            }
            Optional<AuditVerdict> bad = record(record, tree);
            if (bad.isPresent()) {
                return bad;
            }
            seq++;
        }
        return seq < end ? missing(seq) : Optional.empty();
    }

    private static Optional<AuditVerdict> missing(long seq) {
        return Optional.of(AuditVerdict.bad(seq, "Record %d is missing.".formatted(seq)));
    }

    private static Optional<AuditVerdict> record(AuditRecord record, MerkleTree tree) {
        long seq = record.event().seq();
        if (record.stored() == null) {
            return Optional.of(AuditVerdict.bad(seq, "The hash of record %d is missing.".formatted(seq)));
        }
        if (!record.isAsWritten()) {
            return Optional.of(AuditVerdict.bad(
                    seq,
                    ("Record %d does not match its hash: it was changed, or inserted, or the hash before it was"
                                    + " changed.")
                            .formatted(seq)));
        }
        for (Map.Entry<String, PersonalFacts.Fact> fact : record.facts().entrySet()) {
            if (!isAsCommitted(record, fact.getKey(), fact.getValue())) {
                return Optional.of(AuditVerdict.bad(
                        seq, "Record %d commits to another %s than is stored.".formatted(seq, fact.getKey())));
            }
        }
        return isCheckpointInLogRight(record, tree)
                ? Optional.empty()
                : Optional.of(AuditVerdict.bad(
                        0, "The records before %d are not those that its checkpoint was signed over.".formatted(seq)));
    }

    private static boolean isAsCommitted(AuditRecord record, String name, PersonalFacts.Fact fact) {
        String commitment = record.event().commitments().get(name);
        String salt = fact.salt();
        String value = fact.value();
        return salt == null
                || value == null
                || (commitment != null && Commitment.matches(commitment, name, salt, value));
    }

    private static boolean isCheckpointInLogRight(AuditRecord record, MerkleTree tree) {
        boolean isCheckpoint = record.event().type().equals(EventType.AUDIT_CHECKPOINT.text());
        if (!isCheckpoint || !(record.event().data().get("checkpoint") instanceof String note)) {
            return true;
        }
        try {
            Checkpoint checkpoint = Checkpoint.parseText(SignedNote.parse(note).text());
            return checkpoint.size() <= record.event().seq()
                    && root(tree, checkpoint.size()).equals(checkpoint.root());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What concerns the log as a whole: rows beyond it, the upper levels of the tree, checkpoints. */
    private AuditVerdict whole(Connection connection) throws SQLException {
        SequencedEvents.Bounds bounds = new SequencedEvents(connection, realmId).bounds();
        if (bounds.last() >= bounds.next()) {
            return AuditVerdict.bad(
                    bounds.next(), "Record %d was added behind the end of the log.".formatted(bounds.next()));
        }
        Optional<AuditVerdict> above = above(new TileTable(connection, realmId));
        if (above.isPresent()) {
            return above.get();
        }
        MerkleTree tree = AuditTree.open(connection, realmId);
        return checkpoints(new CheckpointTable(connection, realmId), tree)
                .orElseGet(() -> AuditVerdict.good(from, to, root(tree, to).base64()));
    }

    /** Every full tile is the hash that stands for it on the level above. */
    private Optional<AuditVerdict> above(TileTable tiles) {
        for (int level = 0; level < TileId.MAX_LEVEL && to >>> (TileId.HEIGHT * (level + 1)) > 0; level++) {
            int bits = TileId.HEIGHT * (level + 1);
            Optional<Tile> upper = Optional.empty();
            for (long index = from >>> bits; index < to >>> bits; index++) {
                TileId parent = new TileId(level + 1, index / TileId.WIDTH);
                if (upper.isEmpty() || !upper.get().id().equals(parent)) {
                    upper = tiles.tile(parent);
                }
                int place = (int) (index % TileId.WIDTH);
                Optional<Hash> stands =
                        upper.filter(tile -> tile.width() > place).map(tile -> tile.hash(place));
                Optional<Hash> root = tiles.tile(new TileId(level, index))
                        .filter(tile -> tile.width() == TileId.WIDTH)
                        .map(Tile::root);
                if (root.isEmpty() || !root.equals(stands)) {
                    return Optional.of(AuditVerdict.bad(
                            index << bits,
                            "The tree above records %d to %d was changed."
                                    .formatted(index << bits, ((index + 1) << bits) - 1)));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The tree continues every checkpoint. One that agrees vouches for all before it, so the newest is looked at, and only
     * when it does not agree the first such one is searched for.
     */
    private Optional<AuditVerdict> checkpoints(CheckpointTable table, MerkleTree tree) throws SQLException {
        Optional<CheckpointTable.Row> newest = table.newest();
        if (newest.isPresent() && newest.get().size() > tree.size()) {
            return Optional.of(AuditVerdict.bad(
                    tree.size(),
                    "Record %d and what follows were cut off: a checkpoint covers %d records."
                            .formatted(tree.size(), newest.get().size())));
        }
        long agreeing = 0;
        long unknown = table.countUpTo(to);
        long provenSize = 0;
        boolean isContradicted = false;
        for (long look = unknown - 1; agreeing < unknown; look = (agreeing + unknown) / 2) {
            Optional<CheckpointTable.Row> row = table.at(look);
            if (row.isEmpty()) {
                break;
            }
            if (row.get().hasRoot(root(tree, row.get().size()))) {
                agreeing = look + 1;
                provenSize = row.get().size();
            } else {
                unknown = look;
                isContradicted = true;
            }
        }
        return isContradicted
                ? Optional.of(AuditVerdict.bad(
                        provenSize,
                        "From record %d on the log is not what a checkpoint was signed over.".formatted(provenSize)))
                : Optional.empty();
    }

    private static Hash root(MerkleTree tree, long size) {
        try {
            return tree.root(size);
        } catch (MissingTileException e) {
            return Hash.NONE;
        }
    }
}
