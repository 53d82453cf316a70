package io.gatehouse.policy;

import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.PolicySet;
import io.gatehouse.event.RecordedDecisions;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RealmSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Asks the past decisions of one realm again. A few are asked while the caller waits; of more {@link ReplayJob} does it, batch by
 * batch.
 */
public final class Replays {
    private final RealmScope scope;
    private final PolicyState state;

    /** For the scope's realm. */
    public Replays(RealmScope scope, PolicyState state) {
        this.scope = scope;
        this.state = state;
    }

    /**
     * Asks the decisions since a time again, or begins to.
     *
     * @return one that is done, or one that runs
     * @throws GatehouseException 422 when there are more than {@value Replay#MAX_DECISIONS}, 409 {@code too_many_replays}, 503
     *     when the policies are not known as they are now
     */
    Replay start(ReplayDraft draft, long sinceMs) {
        RealmPolicies policies = state.of(scope.realmId());
        return scope.ports()
                .database()
                .onConnection(scope.session(), connection -> start(connection, draft, sinceMs, policies));
    }

    /** The replay with this id, as long as it is kept. */
    Optional<Replay> find(String id) {
        Optional<Replay> found = scope.ports()
                .database()
                .onConnection(scope.session(), connection -> new ReplayTable(connection, scope.realmId()).find(id));
        return found.filter(replay -> replay.expiresAtMs() > Clock.nowMs());
    }

    private Replay start(Connection connection, ReplayDraft draft, long sinceMs, RealmPolicies policies)
            throws SQLException {
        RecordedDecisions decisions = new RecordedDecisions(connection, scope.realmId());
        ReplayTable table = new ReplayTable(connection, scope.realmId());
        Effect defaultEffect = RealmSettings.defaultEffect(scope.realm());
        long first = decisions.firstSeq(sinceMs);
        long end = decisions.endSeq();
        long nowMs = Clock.nowMs();
        ReplayTally tally = new ReplayTally();
        Replay replay;
        if (decisions.count(first, end, sinceMs, Replay.MAX_AT_ONCE + 1) <= Replay.MAX_AT_ONCE) {
            PolicySet asked = draft.among(policies, defaultEffect);
            decisions.since(first, sinceMs, Replay.MAX_AT_ONCE).forEach(one -> tally.add(one, asked));
            replay = replay(ReplayStatus.DONE, draft, policies, sinceMs, end, end, tally.done(), tally, nowMs);
        } else {
            long total = total(decisions, first, end, sinceMs);
            if (table.lockAndCountRunning() >= Replay.MAX_RUNNING) {
                throw GatehouseException.conflict(
                        "too_many_replays",
                        "At most " + Replay.MAX_RUNNING
                                + " replays of a realm may run at a time; wait until one has ended.");
            }
            replay = replay(ReplayStatus.RUNNING, draft, policies, sinceMs, first, end, total, tally, nowMs);
        }
        table.insert(replay);
        table.trim();
        return replay;
    }

    private static long total(RecordedDecisions decisions, long first, long end, long sinceMs) throws SQLException {
        int total = decisions.count(first, end, sinceMs, Replay.MAX_DECISIONS + 1);
        if (total > Replay.MAX_DECISIONS) {
            throw GatehouseException.invalid(
                    "/since",
                    "too_many",
                    "There are more than " + Replay.MAX_DECISIONS + " decisions since then; name a later time.");
        }
        return total;
    }

    private Replay replay(
            ReplayStatus status,
            ReplayDraft draft,
            RealmPolicies policies,
            long sinceMs,
            long next,
            long end,
            long total,
            ReplayTally tally,
            long nowMs) {
        return new Replay(
                Entropy.uuid(nowMs).toString(),
                status,
                draft,
                ReplayDraft.fingerprint(policies, RealmSettings.defaultEffect(scope.realm())),
                sinceMs,
                next,
                end,
                total,
                tally,
                null,
                nowMs,
                nowMs,
                nowMs + Replay.KEPT_MS);
    }
}
