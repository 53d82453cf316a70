package io.gatehouse.audit;

import io.gatehouse.core.audit.Frontier;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.TileId;
import io.gatehouse.event.EventBatch;
import io.gatehouse.event.SequencedEvent;
import io.gatehouse.event.SequencedReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends every event to its realm's tree, in the transaction that gives the event its place: a leaf names the leaf before
 * it, and its hash goes into the tiles. The right edge of a tree is kept in memory as long as nobody else can have moved
 * it. Called by one thread at a time.
 */
public final class AuditLog implements SequencedReader {
    /** Realms whose edge is kept: each takes at most 8 KiB a level, so 24 KiB up to 16 million events. */
    private static final int KEPT_EDGES = 256;

    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > KEPT_EDGES;
        }
    };

    private record Kept(long term, TreeRepair.Edge edge) {}

    @Override
    public void read(EventBatch batch) throws SQLException {
        long size = batch.firstSeq() - batch.foreignBefore();
        TreeRepair.Edge edge = edge(batch, size);
        Hash previous = edge.last();
        List<Hash> leaves = new ArrayList<>(batch.events().size());
        if (batch.foreignBefore() > 0) {
            refuseToForget(new TileTable(batch.connection(), batch.realmId()), size);
            // Nobody finds a record with this hash, so those that were planted stay visibly foreign.
            leaves.addAll(Collections.nCopies(batch.foreignBefore(), Hash.NONE));
            previous = Hash.NONE;
        }
        for (SequencedEvent event : batch.events()) {
            previous = Hash.ofLeaf(Leaves.bytes(event, previous));
            leaves.add(previous);
        }
        Frontier.Appended appended = edge.frontier().append(leaves);
        new TileTable(batch.connection(), batch.realmId()).write(appended.changed());
        kept.put(batch.realmId(), new Kept(batch.term(), new TreeRepair.Edge(appended.frontier(), previous)));
    }

    /**
     * A row without a place in the tree was planted; one with a place is the log's own, and somebody set the counter back.
     * Going on would overwrite what the tree says of it.
     */
    private static void refuseToForget(TileTable tiles, long seq) {
        boolean isInTree = tiles.tile(new TileId(0, seq / TileId.WIDTH))
                .filter(tile -> tile.width() > seq % TileId.WIDTH)
                .isPresent();
        if (isInTree) {
            throw new IllegalStateException("record %d is in the tree already: NEXT_SEQ was set back".formatted(seq));
        }
    }

    private TreeRepair.Edge edge(EventBatch batch, long size) throws SQLException {
        Kept known = kept.get(batch.realmId());
        if (known != null
                && known.term() == batch.term()
                && known.edge().frontier().size() == size) {
            return known.edge();
        }
        return new TreeRepair(batch.connection(), batch.realmId(), size).edge();
    }
}
