package io.gatehouse.audit;

import io.gatehouse.core.audit.Tile;
import io.gatehouse.core.audit.TileId;
import io.gatehouse.core.audit.TileSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tiles of one realm's tree as they stand in GATEHOUSE_AUDIT_TILE. Belongs to its connection. */
final class TileTable implements TileSource {
    private final Connection connection;
    private final String realmId;

    TileTable(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /** Empty also for a row that holds no whole hashes: somebody changed it. */
    @Override
    public Optional<Tile> tile(TileId id) {
        try (PreparedStatement select = connection.prepareStatement(
                "select HASHES from GATEHOUSE_AUDIT_TILE where REALM_ID = ? and TILE_LEVEL = ? and TILE_INDEX = ?")) {
            select.setString(1, realmId);
            select.setInt(2, id.level());
            select.setLong(3, id.index());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? tile(id, row.getBytes(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a tile of the audit log could not be read", e);
        }
    }

    /** Writes tiles that are new or wider than before. */
    void write(List<Tile> tiles) throws SQLException {
        List<Tile> absent = new ArrayList<>();
        try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_AUDIT_TILE set HASHES = ?"
                + " where REALM_ID = ? and TILE_LEVEL = ? and TILE_INDEX = ?")) {
            for (Tile tile : tiles) {
                bind(update, tile);
                if (update.executeUpdate() == 0) {
                    absent.add(tile);
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into GATEHOUSE_AUDIT_TILE"
                + " (HASHES, REALM_ID, TILE_LEVEL, TILE_INDEX) values (?, ?, ?, ?)")) {
            for (Tile tile : absent) {
                bind(insert, tile);
                insert.addBatch();
            }
            if (!absent.isEmpty()) {
                int[] ignored = insert.executeBatch();
            }
        }
    }

    private void bind(PreparedStatement statement, Tile tile) throws SQLException {
        statement.setBytes(1, tile.hashes());
        statement.setString(2, realmId);
        statement.setInt(3, tile.id().level());
        statement.setLong(4, tile.id().index());
    }

    private static Optional<Tile> tile(TileId id, byte[] hashes) {
        try {
            return Optional.of(new Tile(id, hashes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
