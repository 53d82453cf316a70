package io.gatehouse.policy;

import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.PolicySet;
import io.gatehouse.event.RecordedDecisions;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.Lease;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RealmSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Goes on with replays, one node at a time: in each transaction a stretch of the log, and where it got to is kept in the same
 * transaction, so that another node goes on where one ended. Replays of several realms take turns. One whose realm's policies change
 * meanwhile ends as failed. Runs on the jobs' threads, never twice at a time.
 */
public final class ReplayJob {
    /** Pause between two looks, in milliseconds. */
    static final long INTERVAL_MS = 500;

    /** Places of the log of one transaction. */
    static final int BATCH_EVENTS = 2_000;

    /** Most transactions of one run, so that other work gets the thread. */
    static final int BATCHES_OF_A_RUN = 20;

    /** How long a node waits for policies that it does not know yet, or not any more, in milliseconds. */
    static final long PATIENCE_MS = 10_000;

    /** How long one that cannot go on is tried, in milliseconds. */
    static final long BROKEN_MS = 60_000;

    private static final int MAX_REPLAYS = 100;
    private static final long PURGE_INTERVAL_MS = 60_000;

    /** How long the others wait for a holder that died, in milliseconds. */
    private static final long LEASE_MS = 5_000;

    private static final Logger LOG = Logger.getLogger(ReplayJob.class);

    private final Ports ports;
    private final PolicyState state;
    private final Lease lease = new Lease("policy-replay", Entropy.uuid().toString(), LEASE_MS);

    /** For every realm. */
    public ReplayJob(Ports ports, PolicyState state) {
        this.ports = ports;
        this.state = state;
    }

    /** Goes on from now on. */
    public void start(Jobs jobs) {
        jobs.every("policy-replay", INTERVAL_MS, this::run);
        jobs.every("policy-replay-purge", PURGE_INTERVAL_MS, this::purge);
    }

    /** Lets another node go on at once; called when the jobs have ended. */
    public void giveBack() {
        Boolean ignored = ports.database().inNewConnection(connection -> {
            lease.giveBack(connection);
            return true;
        });
    }

    private void purge() {
        int ignored = ports.database().inNewConnection(connection -> ReplayTable.purge(connection, Clock.nowMs()));
    }

    private void run() {
        List<ReplayTable.Running> running = new ArrayList<>(ports.database().inNewConnection(this::ours));
        int batches = 0;
        while (!running.isEmpty() && batches < BATCHES_OF_A_RUN) {
            batches += running.size();
            running.removeIf(one -> !goOn(one));
        }
    }

    private List<ReplayTable.Running> ours(Connection connection) throws SQLException {
        List<ReplayTable.Running> running = ReplayTable.running(connection, MAX_REPLAYS);
        return running.isEmpty() || lease.isOpen(connection) ? running : List.of();
    }

    /** Whether there is more of it to do now. */
    private boolean goOn(ReplayTable.Running one) {
        try {
            return ports.database().inNewTransaction(session -> goOn(session, one));
        } catch (RuntimeException e) {
            LOG.warnf(e, "the replay %s could not go on; it is tried again", one.id());
            if (Clock.nowMs() - one.updatedAtMs() > BROKEN_MS) {
                giveUp(one);
            }
            return false;
        }
    }

    private void giveUp(ReplayTable.Running one) {
        Boolean ignored = ports.database().inNewConnection(connection -> {
            ReplayTable table = new ReplayTable(connection, one.realmId());
            Optional<Replay> found = table.find(one.id()).filter(replay -> replay.status() == ReplayStatus.RUNNING);
            if (found.isPresent()) {
                table.update(found.get().failed(Replay.BROKEN, Clock.nowMs()));
            }
            return true;
        });
    }

    private boolean goOn(KeycloakSession session, ReplayTable.Running one) {
        RealmModel realm = session.realms().getRealm(one.realmId());
        if (realm == null) {
            return false;
        }
        Effect defaultEffect = RealmSettings.defaultEffect(realm);
        return ports.database().onConnection(session, connection -> {
            ReplayTable table = new ReplayTable(connection, one.realmId());
            if (lease.take(connection) < 0) {
                return false;
            }
            Optional<Replay> found = table.find(one.id()).filter(replay -> replay.status() == ReplayStatus.RUNNING);
            return found.isPresent() && goOn(connection, table, found.get(), one.realmId(), defaultEffect);
        });
    }

    private boolean goOn(Connection connection, ReplayTable table, Replay replay, String realmId, Effect defaultEffect)
            throws SQLException {
        long nowMs = Clock.nowMs();
        RealmPolicies policies = state.of(realmId);
        if (!replay.fingerprint().equals(ReplayDraft.fingerprint(policies, defaultEffect))) {
            if (nowMs - replay.updatedAtMs() > PATIENCE_MS) {
                table.update(replay.failed(Replay.POLICIES_CHANGED, nowMs));
            }
            return false;
        }
        PolicySet asked = replay.draft().among(policies, defaultEffect);
        long to = Math.min(replay.nextSeq() + BATCH_EVENTS, replay.endSeq());
        new RecordedDecisions(connection, realmId)
                .range(replay.nextSeq(), to, replay.sinceMs())
                .forEach(one -> replay.tally().add(one, asked));
        boolean isDone = to >= replay.endSeq();
        table.update(replay.goneOn(isDone ? ReplayStatus.DONE : ReplayStatus.RUNNING, to, nowMs));
        return !isDone;
    }
}
