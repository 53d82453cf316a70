package io.gatehouse.audit;

import io.gatehouse.core.audit.Checkpoint;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.MerkleTree;
import io.gatehouse.core.audit.MissingTileException;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Signs checkpoints of one realm's log with its active Ed25519 key. Refuses to sign what contradicts an earlier checkpoint:
 * whoever tampers with the tables gets no signature over it (C2SP tlog-checkpoint, "Signatures").
 */
final class Checkpoints {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final RealmKeys keys;

    Checkpoints(KeycloakSession session, RealmModel realm, RealmKeys keys) {
        this.session = session;
        this.realm = realm;
        this.keys = keys;
    }

    /**
     * A tree and the checkpoint that was signed over it.
     *
     * @param tree the tree, still open on the connection
     * @param row what was signed
     */
    record Signed(MerkleTree tree, CheckpointTable.Row row) {}

    /** The realm's log in notes and as the name of its key. */
    String origin() {
        return Checkpoint.originOf(realm.getId());
    }

    /**
     * A checkpoint over every event that has its place now.
     *
     * @throws GatehouseException 409 when the log contradicts an earlier checkpoint or hashes are missing, 503 without a key
     * @throws SQLException when the database refuses
     */
    Signed sign(Connection connection) throws SQLException {
        MerkleTree tree = AuditTree.open(connection, realm.getId());
        Optional<CheckpointTable.Row> before = new CheckpointTable(connection, realm.getId()).newest();
        try {
            Hash root = tree.root();
            if (before.isPresent() && !continues(tree, before.get())) {
                throw tampered();
            }
            String note = new Checkpoint(origin(), tree.size(), root)
                    .signedBy(keys.signingKey(session, realm).privateKey());
            return new Signed(tree, new CheckpointTable.Row(tree.size(), root.base64(), note));
        } catch (MissingTileException e) {
            throw tampered();
        }
    }

    private static boolean continues(MerkleTree tree, CheckpointTable.Row before) {
        return before.size() <= tree.size() && before.hasRoot(tree.root(before.size()));
    }

    /** 409 for a log that is not what was signed before. */
    static GatehouseException tampered() {
        return GatehouseException.conflict(
                "audit_log_tampered",
                "The audit log contradicts an earlier checkpoint of its own, or hashes are missing; nothing is signed."
                        + " POST audit/verify names the first bad record.");
    }
}
