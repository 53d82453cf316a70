package io.gatehouse.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tiles in memory, filled the way the server fills its table; counts how many are read. */
final class Tiles implements TileSource {
    private final Map<TileId, Tile> tiles = new HashMap<>();
    private int reads;

    static List<Hash> leaves(int count) {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(Hash.ofLeaf(("leaf " + i).getBytes(UTF_8)));
        }
        return leaves;
    }

    /** Tiles of the leaves, appended in batches of the given size. */
    static Tiles of(List<Hash> leaves, int batch) {
        Tiles tiles = new Tiles();
        Frontier frontier = Frontier.EMPTY;
        for (int at = 0; at < leaves.size(); at += batch) {
            frontier = tiles.append(frontier, leaves.subList(at, Math.min(at + batch, leaves.size())));
        }
        return tiles;
    }

    Frontier append(Frontier frontier, List<Hash> leaves) {
        Frontier.Appended appended = frontier.append(leaves);
        appended.changed().forEach(tile -> tiles.put(tile.id(), tile));
        return appended.frontier();
    }

    void put(Tile tile) {
        tiles.put(tile.id(), tile);
    }

    void remove(TileId id) {
        tiles.remove(id);
    }

    Map<TileId, Tile> all() {
        return tiles;
    }

    int width(TileId id) {
        return tile(id).map(Tile::width).orElse(0);
    }

    int reads() {
        return reads;
    }

    @Override
    public Optional<Tile> tile(TileId id) {
        reads++;
        return Optional.ofNullable(tiles.get(id));
    }
}
