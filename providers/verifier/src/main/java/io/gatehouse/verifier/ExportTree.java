package io.gatehouse.verifier;

import io.gatehouse.core.audit.Frontier;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.MerkleTree;
import io.gatehouse.core.audit.MissingTileException;
import io.gatehouse.core.audit.Tile;
import io.gatehouse.core.audit.TileId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tree over the records that were read. Keeps all of its upper levels, and of the leaves only the youngest, which are
 * enough to tell the root that the log had a little while ago. Belongs to one thread.
 */
final class ExportTree {
    /** Leaf tiles that are kept: 65,536 records. */
    private static final int KEPT_LEAF_TILES = 256;

    private final Map<TileId, Tile> tiles = new HashMap<>();
    private final List<Hash> waiting = new ArrayList<>(TileId.WIDTH);
    private Frontier frontier = Frontier.EMPTY;

    /** Adds a leaf. */
    void append(Hash leaf) {
        waiting.add(leaf);
        if (waiting.size() == TileId.WIDTH) {
            flush();
        }
    }

    /** Leaves so far. */
    long size() {
        return frontier.size() + waiting.size();
    }

    /** The root over the leaves so far. */
    Hash root() {
        flush();
        return frontier.root();
    }

    /** The root that the log had at a size; empty when that is too long ago, or still to come. */
    Optional<Hash> rootAt(long size) {
        if (size < 0 || size > size()) {
            return Optional.empty();
        }
        flush();
        try {
            MerkleTree tree = new MerkleTree(frontier.size(), id -> Optional.ofNullable(tiles.get(id)));
            return Optional.of(tree.root(size));
        } catch (MissingTileException e) {
            return Optional.empty();
        }
    }

    private void flush() {
        Frontier.Appended appended = frontier.append(waiting);
        waiting.clear();
        frontier = appended.frontier();
        for (Tile tile : appended.changed()) {
            tiles.put(tile.id(), tile);
            if (tile.id().level() == 0 && tile.id().index() >= KEPT_LEAF_TILES) {
                tiles.remove(new TileId(0, tile.id().index() - KEPT_LEAF_TILES));
            }
        }
    }
}
