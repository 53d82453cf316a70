package io.gatehouse.event;

import java.util.List;

/**
 * Rows that stand where the next events of a realm belong, though the sequencer did not put them there: somebody wrote them
 * into the table by hand. Events get the places behind them, so that nobody stops the log with one row; the rows themselves
 * never become part of the tree.
 *
 * @param count how many follow each other from the next place on
 * @param free how many places behind them are free
 */
record ForeignRows(int count, long free) {
    /** The usual case. */
    static final ForeignRows NONE = new ForeignRows(0, Long.MAX_VALUE);

    /** Most that are looked at. */
    static final int MAX_LOOKED_AT = 10_000;

    /**
     * Sorts out what is in the way.
     *
     * @param nextSeq the next place
     * @param taken the first places that are taken from there on, in order, at most {@link #MAX_LOOKED_AT}
     * @throws IllegalStateException when no free place is in sight
     */
    static ForeignRows from(long nextSeq, List<Long> taken) {
        int count = 0;
        while (count < taken.size() && taken.get(count) == nextSeq + count) {
            count++;
        }
        if (count == MAX_LOOKED_AT) {
            throw new IllegalStateException(
                    "%d places from %d on are taken by rows that were written by hand".formatted(count, nextSeq));
        }
        long free = count < taken.size() ? taken.get(count) - (nextSeq + count) : Long.MAX_VALUE;
        return new ForeignRows(count, free);
    }
}
