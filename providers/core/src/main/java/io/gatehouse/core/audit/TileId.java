package io.gatehouse.core.audit;

/**
 * Which tile of the tree (C2SP tlog-tiles): 256 hashes side by side. On level 0 they are those of leaves, on each level
 * above every hash is the root over a full tile of the level below.
 *
 * @param level 0 to {@value #MAX_LEVEL}
 * @param index place within the level, from 0
 */
public record TileId(int level, long index) implements Comparable<TileId> {
    /** Levels of the tree between one level of tiles and the next. */
    public static final int HEIGHT = 8;

    /** Hashes in a full tile. */
    public static final int WIDTH = 1 << HEIGHT;

    /** The highest level that a tree of 2^63 leaves has. */
    public static final int MAX_LEVEL = 7;

    /** @throws IllegalArgumentException when either is out of range */
    public TileId {
        if (level < 0 || level > MAX_LEVEL || index < 0) {
            throw new IllegalArgumentException("no such tile: level %d, index %d".formatted(level, index));
        }
    }

    /** How many hashes a level holds in a tree of this size. */
    static long hashesOn(int level, long treeSize) {
        return treeSize >>> (HEIGHT * level);
    }

    @Override
    public int compareTo(TileId other) {
        int byLevel = Integer.compare(level, other.level);
        return byLevel != 0 ? byLevel : Long.compare(index, other.index);
    }
}
