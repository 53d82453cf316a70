package io.gatehouse.core.audit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tile and its hashes, 1 to 256 of them; fewer than 256 only at the right edge of the tree. Immutable.
 */
public final class Tile {
    private final TileId id;
    private final byte[] hashes;

    /**
     * @param hashes the hashes one after the other, 32 bytes each; copied
     * @throws IllegalArgumentException unless there are 1 to 256 whole hashes
     */
    public Tile(TileId id, byte[] hashes) {
        boolean isWhole = hashes.length % Hash.BYTES == 0;
        if (!isWhole || hashes.length == 0 || hashes.length > TileId.WIDTH * Hash.BYTES) {
            throw new IllegalArgumentException("a tile holds 1 to 256 whole hashes");
        }
        this.id = id;
        this.hashes = hashes.clone();
    }

    /** Which tile. */
    public TileId id() {
        return id;
    }

    /** A copy of the hashes, one after the other, 32 bytes each. */
    public byte[] hashes() {
        return hashes.clone();
    }

    /** How many hashes it holds. */
    public int width() {
        return hashes.length / Hash.BYTES;
    }

    /** The hash at a place, 0 to {@link #width()} - 1. */
    public Hash hash(int place) {
        return Hash.of(hashes, place * Hash.BYTES, (place + 1) * Hash.BYTES);
    }

    /** Root over hashes of this tile; the number of them is a power of two. */
    Hash rootOver(int from, int count) {
        if (count == 1) {
            return hash(from);
        }
        int half = count / 2;
        return Hash.ofNode(rootOver(from, half), rootOver(from + half, half));
    }

    /**
     * Root over a full tile: the hash that stands for it on the level above.
     *
     * @throws IllegalStateException when the tile is not full
     */
    public Hash root() {
        if (width() != TileId.WIDTH) {
            throw new IllegalStateException("a tile of %d hashes is not full".formatted(width()));
        }
        return rootOver(0, TileId.WIDTH);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tile that && id.equals(that.id) && Arrays.equals(hashes, that.hashes);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Arrays.hashCode(hashes);
    }

    @Override
    public String toString() {
        return "Tile[%s, %d hashes]".formatted(id, width());
    }
}
