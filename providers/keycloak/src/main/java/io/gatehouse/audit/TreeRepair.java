package io.gatehouse.audit;

import io.gatehouse.core.audit.Frontier;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.MerkleTree;
import io.gatehouse.core.audit.MissingTileException;
import io.gatehouse.core.audit.Tile;
import io.gatehouse.core.audit.TileId;
import io.gatehouse.event.SequencedEvent;
import io.gatehouse.event.SequencedEvents;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Reads the right edge of a realm's tree before something is appended to it, and makes again what somebody removed, out of
 * the events' rows: a damaged table must hold up neither the log nor the webhooks. A hash that is still there is never
 * made again, since it may be what tells that its row was changed. Belongs to its connection.
 */
final class TreeRepair {
    private static final Logger LOG = Logger.getLogger(TreeRepair.class);

    private final TileTable tiles;
    private final SequencedEvents events;
    private final String realmId;
    private final long size;

    /** @param size leaves that the tree must have */
    TreeRepair(Connection connection, String realmId, long size) {
        this.tiles = new TileTable(connection, realmId);
        this.events = new SequencedEvents(connection, realmId);
        this.realmId = realmId;
        this.size = size;
    }

    /**
     * The edge of the tree.
     *
     * @param frontier what is appended to
     * @param last hash of the last leaf
     */
    record Edge(Frontier frontier, Hash last) {}

    Edge edge() throws SQLException {
        while (true) {
            try {
                Hash last = size == 0 ? Hash.NONE : new MerkleTree(size, tiles).leaf(size - 1);
                return new Edge(Frontier.load(size, tiles), last);
            } catch (MissingTileException e) {
                LOG.errorf(
                        "audit log of realm %s: hashes were removed (%s); they are made again from the events",
                        realmId, e.getMessage());
                mend(e.id());
            }
        }
    }

    private void mend(TileId id) throws SQLException {
        if (id.level() > 0) {
            mendAbove(id);
            return;
        }
        long first = id.index();
        while (first > 0 && width(new TileId(0, first - 1)) < TileId.WIDTH) {
            first--;
        }
        for (long index = first; index <= id.index(); index++) {
            mendLeaves(new TileId(0, index));
        }
    }

    private void mendAbove(TileId id) throws SQLException {
        int wanted = wanted(id);
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        for (int i = 0; i < wanted; i++) {
            TileId below = new TileId(id.level() - 1, id.index() * TileId.WIDTH + i);
            if (width(below) < TileId.WIDTH) {
                mend(below);
            }
            hashes.writeBytes(tiles.tile(below).orElseThrow().root().bytes());
        }
        tiles.write(List.of(new Tile(id, hashes.toByteArray())));
    }

    private void mendLeaves(TileId id) throws SQLException {
        long from = id.index() * TileId.WIDTH;
        long to = from + wanted(id);
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        tiles.tile(id).ifPresent(present -> hashes.writeBytes(present.hashes()));
        int present = hashes.size() / Hash.BYTES;
        Hash previous = from + present == 0 ? Hash.NONE : leafBefore(from + present, hashes);
        List<SequencedEvent> rows = events.range(from + present, to);
        int row = 0;
        for (long seq = from + present; seq < to; seq++) {
            boolean isThere = row < rows.size() && rows.get(row).seq() == seq;
            // Nobody finds a leaf with this hash, so a record that is gone stays visibly gone.
            previous = isThere ? Hash.ofLeaf(Leaves.bytes(rows.get(row++), previous)) : Hash.NONE;
            hashes.writeBytes(previous.bytes());
        }
        tiles.write(List.of(new Tile(id, hashes.toByteArray())));
    }

    private Hash leafBefore(long seq, ByteArrayOutputStream ofTile) {
        if (ofTile.size() > 0) {
            byte[] present = ofTile.toByteArray();
            return new Tile(new TileId(0, 0), present).hash(present.length / Hash.BYTES - 1);
        }
        return tiles.tile(new TileId(0, seq / TileId.WIDTH - 1)).orElseThrow().hash(TileId.WIDTH - 1);
    }

    private int wanted(TileId id) {
        long onLevel = size >>> (TileId.HEIGHT * id.level());
        return (int) Math.min(TileId.WIDTH, onLevel - id.index() * TileId.WIDTH);
    }

    private int width(TileId id) {
        return tiles.tile(id).map(Tile::width).orElse(0);
    }
}
