package io.gatehouse.audit;

import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.Lease;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RequestFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Signs a checkpoint of every log that grew, at least every 60 s or 1,000 events, keeps it and tells of it by the event
 * {@code audit.checkpoint}, so that it reaches receivers outside. One node at a time does. Runs on the jobs' threads, never
 * twice at a time.
 */
public final class CheckpointJob {
    /** Pause between two looks, in milliseconds. */
    static final long INTERVAL_MS = 2_000;

    /** A log that grew waits no longer than this and one interval more for its checkpoint: 60 s with room to spare. */
    static final long MAX_AGE_MS = 50_000;

    /** A log that grew by this many events does not wait. */
    static final long MAX_LEAVES = 1_000;

    private static final int MAX_REALMS = 1_000;
    /** How long the others wait for a holder that died, in milliseconds. */
    private static final long LEASE_MS = 5_000;

    private static final Logger LOG = Logger.getLogger(CheckpointJob.class);

    private final Ports ports;
    private final Lease lease = new Lease("audit-checkpoint", Entropy.uuid().toString(), LEASE_MS);

    /** Realms whose log cannot be signed, so that it is said once. */
    private final Set<String> refused = new HashSet<>();

    /** Signs for every realm. */
    public CheckpointJob(Ports ports) {
        this.ports = ports;
    }

    /** Signs from now on. */
    public void start(Jobs jobs) {
        jobs.every("audit-checkpoint", INTERVAL_MS, this::run);
    }

    /** Lets another node go on at once; called when the jobs have ended. */
    public void giveBack() {
        Boolean ignored = ports.database().inNewConnection(connection -> {
            lease.giveBack(connection);
            return true;
        });
    }

    private void run() {
        long nowMs = Clock.nowMs();
        List<CheckpointTable.Grown> grown = ports.database()
                .inNewConnection(connection -> lease.isOpen(connection)
                        ? CheckpointTable.grown(connection, MAX_REALMS)
                        : List.<CheckpointTable.Grown>of());
        for (CheckpointTable.Grown realm : grown) {
            // A clock that was set back must not keep a log without checkpoints.
            boolean isDue =
                    Math.abs(nowMs - realm.signedAtMs()) >= MAX_AGE_MS || realm.nextSeq() - realm.size() >= MAX_LEAVES;
            if (isDue) {
                sign(realm.realmId());
            }
        }
    }

    private void sign(String realmId) {
        try {
            ports.database().runInNewTransaction(session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                if (realm != null) {
                    session.getContext().setRealm(realm);
                    sign(session, realm);
                }
            });
            refused.remove(realmId);
        } catch (GatehouseException e) {
            if (refused.add(realmId)) {
                LOG.errorf("no checkpoint of the audit log of realm %s: %s", realmId, e.detail());
            }
        }
    }

    private void sign(KeycloakSession session, RealmModel realm) {
        Boolean isSigned = ports.database().onConnection(session, connection -> sign(connection, session, realm));
        LOG.debugf("checkpoint of realm %s: %s", realm.getId(), isSigned);
    }

    private boolean sign(Connection connection, KeycloakSession session, RealmModel realm) throws SQLException {
        if (lease.take(connection) < 0) {
            return false;
        }
        CheckpointTable.Row row = new Checkpoints(session, realm, ports.realmKeys())
                .sign(connection)
                .row();
        new CheckpointTable(connection, realm.getId()).insert(row, Clock.nowMs());
        RealmScope scope = new RealmScope(session, realm, ports, RequestFacts.ofBackground());
        String ignored = new Events(scope, Caller.system())
                .append(Event.of(EventType.AUDIT_CHECKPOINT, "realm", realm.getId())
                        .data("size", row.size())
                        .data("root", row.root())
                        .data("checkpoint", row.note())
                        .build());
        return true;
    }
}
