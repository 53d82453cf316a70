package io.gatehouse.core.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Merkle tree of RFC 6962 section 2.1 over stored tiles: roots and proofs of every size up to the present one, each
 * out of O(log n) tiles. Keeps the tiles that it read; belongs to one thread.
 */
public final class MerkleTree {
    private final long size;
    private final TileSource source;
    private final Map<TileId, Tile> read = new HashMap<>();

    /**
     * @param size leaves of the tree, from 0
     * @param source its tiles
     */
    public MerkleTree(long size, TileSource source) {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no fewer than 0 leaves, got " + size);
        }
        this.size = size;
        this.source = source;
    }

    /** Leaves of the tree. */
    public long size() {
        return size;
    }

    /** The root over all leaves. */
    public Hash root() {
        return root(size);
    }

    /**
     * The root that the tree had when it was smaller.
     *
     * @param atSize 0 to {@link #size()}
     * @throws MissingTileException when a tile is not there
     */
    public Hash root(long atSize) {
        requireSize(atSize);
        return atSize == 0 ? Hash.EMPTY_ROOT : over(0, atSize);
    }

    /** The hash of a leaf, 0 to {@link #size()} - 1. */
    public Hash leaf(long index) {
        requireLeaf(index, size);
        return perfect(index, 1);
    }

    /**
     * Proof that a leaf is in the tree of a size: the siblings on the way up (RFC 6962 section 2.1.1).
     *
     * @param index 0 to {@code atSize} - 1
     * @param atSize 1 to {@link #size()}
     */
    public List<Hash> inclusionProof(long index, long atSize) {
        requireSize(atSize);
        requireLeaf(index, atSize);
        List<Hash> path = new ArrayList<>();
        include(index, 0, atSize, path);
        return path;
    }

    /**
     * Proof that one size of the tree is the beginning of another (RFC 6962 section 2.1.2); empty when either is nothing
     * to prove: from 0, or from a size to itself.
     *
     * @param from 0 to {@code to}
     * @param to up to {@link #size()}
     */
    public List<Hash> consistencyProof(long from, long to) {
        requireSize(to);
        if (from < 0 || from > to) {
            throw new IllegalArgumentException("from must be 0..%d, got %d".formatted(to, from));
        }
        List<Hash> proof = new ArrayList<>();
        if (from > 0 && from < to) {
            continued(from, 0, to, true, proof);
        }
        return proof;
    }

    private void include(long index, long from, long to, List<Hash> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            include(index, from, middle, path);
            path.add(over(middle, to));
        } else {
            include(index, middle, to, path);
            path.add(over(from, middle));
        }
    }

    /** SUBPROOF of RFC 6962; {@code old} is how many leaves of the range the old tree had. */
    private void continued(long old, long from, long to, boolean isKnown, List<Hash> proof) {
        if (old == to - from) {
            if (!isKnown) {
                proof.add(over(from, to));
            }
            return;
        }
        long left = split(to - from);
        if (old <= left) {
            continued(old, from, from + left, isKnown, proof);
            proof.add(over(from + left, to));
        } else {
            continued(old - left, from + left, to, false, proof);
            proof.add(over(from, from + left));
        }
    }

    /** Root over a range that begins where a perfect subtree of its size would. */
    private Hash over(long from, long to) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            return perfect(from, count);
        }
        long left = split(count);
        return Hash.ofNode(perfect(from, left), over(from + left, to));
    }

    /** Root over a perfect subtree: hashes side by side in one tile. */
    private Hash perfect(long from, long count) {
        int height = Long.numberOfTrailingZeros(count);
        int level = height / TileId.HEIGHT;
        long place = from >>> (level * TileId.HEIGHT);
        int width = 1 << (height % TileId.HEIGHT);
        int inTile = (int) (place % TileId.WIDTH);
        TileId id = new TileId(level, place / TileId.WIDTH);
        Tile tile = read.get(id);
        if (tile == null) {
            tile = source.tile(id).orElseThrow(() -> new MissingTileException(id));
            read.put(id, tile);
        }
        if (tile.width() < inTile + width) {
            throw new MissingTileException(id);
        }
        return tile.rootOver(inTile, width);
    }

    /** The largest power of two below a number above 1. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    private void requireSize(long atSize) {
        if (atSize < 0 || atSize > size) {
            throw new IllegalArgumentException("size must be 0..%d, got %d".formatted(size, atSize));
        }
    }

    private static void requireLeaf(long index, long atSize) {
        if (index < 0 || index >= atSize) {
            throw new IllegalArgumentException("leaf must be 0..%d, got %d".formatted(atSize - 1, index));
        }
    }
}
