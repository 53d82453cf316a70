package io.gatehouse.core.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The right edge of the tree: the tiles that are not full yet, which is all that appending needs. Immutable, so that one
 * whose transaction failed is simply forgotten.
 */
public final class Frontier {
    /** The edge of the tree without leaves. */
    public static final Frontier EMPTY = new Frontier(0, List.of());

    private static final byte[] NO_HASHES = {};

    private final long size;

    /** By level: the hashes of the tile that is not full, empty when the last one is. */
    private final List<byte[]> partial;

    private Frontier(long size, List<byte[]> partial) {
        this.size = size;
        this.partial = partial;
    }

    /**
     * What appending gave.
     *
     * @param frontier the edge of the larger tree
     * @param changed every tile that is new or wider than before, once, by level and index
     */
    public record Appended(Frontier frontier, List<Tile> changed) {}

    /**
     * Reads the edge of a tree; at most one tile a level.
     *
     * @throws MissingTileException when a tile is not there
     */
    public static Frontier load(long size, TileSource source) {
        List<byte[]> partial = new ArrayList<>();
        for (int level = 0; level <= TileId.MAX_LEVEL && TileId.hashesOn(level, size) > 0; level++) {
            long hashes = TileId.hashesOn(level, size);
            int width = (int) (hashes % TileId.WIDTH);
            if (width == 0) {
                partial.add(NO_HASHES);
                continue;
            }
            TileId id = new TileId(level, hashes / TileId.WIDTH);
            Tile tile = source.tile(id)
                    .filter(found -> found.width() >= width)
                    .orElseThrow(() -> new MissingTileException(id));
            partial.add(Arrays.copyOf(tile.hashes(), width * Hash.BYTES));
        }
        return new Frontier(size, List.copyOf(partial));
    }

    /** Leaves of the tree. */
    public long size() {
        return size;
    }

    /** The root over all leaves. */
    public Hash root() {
        return new MerkleTree(size, this::tile).root();
    }

    /** Adds leaves on the right. */
    public Appended append(List<Hash> leaves) {
        Map<TileId, Tile> changed = new TreeMap<>();
        List<byte[]> next = new ArrayList<>(partial);
        List<Hash> rising = leaves;
        for (int level = 0; !rising.isEmpty(); level++) {
            rising = appendOn(level, rising, next, changed);
        }
        return new Appended(new Frontier(size + leaves.size(), List.copyOf(next)), List.copyOf(changed.values()));
    }

    /** Adds hashes on one level; gives those of the tiles that became full, for the level above. */
    private List<Hash> appendOn(int level, List<Hash> hashes, List<byte[]> next, Map<TileId, Tile> changed) {
        if (next.size() == level) {
            next.add(NO_HASHES);
        }
        long index = TileId.hashesOn(level, size) / TileId.WIDTH;
        byte[] present = next.get(level);
        List<Hash> rising = new ArrayList<>();
        int at = 0;
        while (at < hashes.size()) {
            int had = present.length / Hash.BYTES;
            int taken = Math.min(TileId.WIDTH - had, hashes.size() - at);
            byte[] wider = Arrays.copyOf(present, (had + taken) * Hash.BYTES);
            for (int i = 0; i < taken; i++) {
                hashes.get(at + i).copyTo(wider, (had + i) * Hash.BYTES);
            }
            Tile tile = new Tile(new TileId(level, index), wider);
            changed.put(tile.id(), tile);
            boolean isFull = tile.width() == TileId.WIDTH;
            if (isFull) {
                rising.add(tile.root());
                index++;
            }
            present = isFull ? NO_HASHES : wider;
            at += taken;
        }
        next.set(level, present);
        return rising;
    }

    private Optional<Tile> tile(TileId id) {
        boolean isEdge = id.level() < partial.size()
                && partial.get(id.level()).length > 0
                && TileId.hashesOn(id.level(), size) / TileId.WIDTH == id.index();
        return isEdge ? Optional.of(new Tile(id, partial.get(id.level()))) : Optional.empty();
    }
}
