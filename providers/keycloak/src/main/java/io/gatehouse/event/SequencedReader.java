package io.gatehouse.event;

import java.sql.SQLException;

/**
 * Somebody who is told of every event once it has its place, in the same transaction. Called by one thread at a time. An
 * exception rolls the whole batch back; it comes again.
 */
public interface SequencedReader {
    /**
     * Reads a batch of one realm and writes, on the batch's connection, what follows from it.
     *
     * @throws SQLException when the database refuses
     */
    void read(EventBatch batch) throws SQLException;
}
