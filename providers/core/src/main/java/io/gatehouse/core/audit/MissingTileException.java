package io.gatehouse.core.audit;

/** A tile that the tree must have is not there, or is narrower than the tree's size says: somebody removed hashes. */
public final class MissingTileException extends IllegalStateException {
    private final TileId id;

    MissingTileException(TileId id) {
        super("tile %d of level %d is missing or incomplete".formatted(id.index(), id.level()));
        this.id = id;
    }

    /** Which tile. */
    public TileId id() {
        return id;
    }
}
