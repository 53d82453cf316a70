package io.gatehouse.event;

import java.sql.Connection;
import java.util.List;

/**
 * Some events of one realm, in the transaction that gives them their places.
 *
 * @param connection the transaction's connection; not to be committed or closed
 * @param realmId the realm
 * @param term what a reader kept in memory from an earlier batch is right only if that batch had the same term: no other
 *     node sequenced since, and no transaction of this one failed
 * @param foreignBefore how many places right before the first event are taken by rows that nobody gave a place: somebody
 *     wrote them into the table by hand. Nearly always 0
 * @param events at least one, in the order of their numbers, without gaps
 */
public record EventBatch(
        Connection connection, String realmId, long term, int foreignBefore, List<SequencedEvent> events) {
    /** Copies the list. */
    public EventBatch {
        events = List.copyOf(events);
    }

    /** The number of the first event. */
    public long firstSeq() {
        return events.get(0).seq();
    }
}
