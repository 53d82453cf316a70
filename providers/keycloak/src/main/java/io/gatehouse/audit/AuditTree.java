package io.gatehouse.audit;

import io.gatehouse.core.audit.MerkleTree;
import io.gatehouse.event.SequencedEvents;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens a realm's tree as it is now. */
final class AuditTree {
    private AuditTree() {}

    /**
     * The tree over every event that has its place. Tiles that are written while it is read do no harm: they only grow.
     *
     * @throws SQLException when the database refuses
     */
    static MerkleTree open(Connection connection, String realmId) throws SQLException {
        long size = new SequencedEvents(connection, realmId).bounds().next();
        return new MerkleTree(size, new TileTable(connection, realmId));
    }
}
