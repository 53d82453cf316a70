package io.gatehouse.core.audit;

import java.util.Optional;

/** Where tiles are read from. Asked for the same tile again it must answer the same or a tile that begins with it. */
@FunctionalInterface
public interface TileSource {
    /** The tile as it is now, perhaps wider than the caller needs; empty when there is none. */
    Optional<Tile> tile(TileId id);
}
