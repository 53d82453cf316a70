package io.gatehouse.policy;

import io.gatehouse.event.RecordedDecision;
import io.gatehouse.event.RecordedDecisions;
import io.gatehouse.platform.RealmScope;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a policy in shadow mode would have done, by what the events say. Its work is bounded: of a long log the newest
 * {@value #MAX_EVENTS} events are looked at.
 *
 * @param fromMs the time from which on events were looked at
 * @param isCut whether that is later than what was asked for, since there are too many events
 * @param tally what it would have done
 */
record ShadowReport(long fromMs, boolean isCut, ReplayTally tally) {
    /** Most events that are looked at. */
    static final int MAX_EVENTS = 200_000;

    private static final int EVENTS_OF_A_QUERY = 10_000;

    /** The report of a policy of the scope's realm. */
    static ShadowReport of(RealmScope scope, String policyId, long sinceMs) {
        return scope.ports()
                .database()
                .onConnection(scope.session(), connection -> read(connection, scope.realmId(), policyId, sinceMs));
    }

    private static ShadowReport read(Connection connection, String realmId, String policyId, long sinceMs)
            throws SQLException {
        RecordedDecisions decisions = new RecordedDecisions(connection, realmId);
        long end = decisions.endSeq();
        long first = decisions.firstSeq(sinceMs);
        boolean isCut = end - first > MAX_EVENTS;
        long begin = isCut ? end - MAX_EVENTS : first;
        ReplayTally tally = new ReplayTally();
        for (long at = begin; at < end; at += EVENTS_OF_A_QUERY) {
            for (RecordedDecision one : decisions.shadowed(at, Math.min(at + EVENTS_OF_A_QUERY, end), sinceMs)) {
                tally.addShadowed(one, policyId);
            }
        }
        return new ShadowReport(isCut ? Math.max(sinceMs, decisions.timeAt(begin)) : sinceMs, isCut, tally);
    }
}
