package io.gatehouse.plan;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What one holder used of one monthly limit in one month, as this node knows it: what the database held when it was last
 * asked, and what this node counted since. Something that is used is first {@link #take taken}, which is what the limit is
 * held against, and {@link #count counted} once it is certain; only what is counted is ever written down. Thread-safe.
 */
final class Meter {
    private static final int DAYS = 32;

    /** No number of uses: nobody may take from this meter any more. */
    private static final long RETIRED = Long.MIN_VALUE;

    /** What came of taking. */
    enum Outcome {
        TAKEN,
        FULL,
        /** The meter is out of use: ask for another one. */
        RETIRED
    }

    private final AtomicLong used = new AtomicLong();
    private final AtomicLongArray unwritten = new AtomicLongArray(DAYS);
    private volatile boolean isRead;
    private long written;
    private int idleFlushes;

    /** Whether what other nodes used is known, too. */
    boolean isRead() {
        return isRead;
    }

    /**
     * Takes one.
     *
     * @param max how many there may be, null for no limit
     */
    Outcome take(@Nullable Long max) {
        while (true) {
            long before = used.get();
            if (before == RETIRED) {
                return Outcome.RETIRED;
            }
            if (max != null && before >= max) {
                return Outcome.FULL;
            }
            if (used.compareAndSet(before, before + 1)) {
                return Outcome.TAKEN;
            }
        }
    }

    /** What was taken has happened, on this day of the month. */
    void count(int day) {
        unwritten.incrementAndGet(day);
    }

    /** What was taken has not happened. */
    void giveBack() {
        used.decrementAndGet();
    }

    /** How much was used, as far as this node knows. */
    long used() {
        return Math.max(0, used.get());
    }

    /** Takes out what is to be written down of a day. */
    long drain(int day) {
        return unwritten.getAndSet(day, 0);
    }

    /** Puts back what was surely not written down. */
    void restore(int day, long amount) {
        unwritten.addAndGet(day, amount);
    }

    /** What was drained may or may not have been written: it is not written again. */
    synchronized void drop(long amount) {
        used.addAndGet(-amount);
    }

    /**
     * The database holds so much now, of which this node wrote a part just now.
     *
     * @param amount that part, which was counted here already
     */
    synchronized void settle(long total, long amount) {
        used.addAndGet(total - written - amount);
        written = total;
        isRead = true;
        idleFlushes = amount == 0 ? idleFlushes + 1 : 0;
    }

    /** Puts the meter out of use when nothing came in for so many flushes, and nothing is under way. */
    synchronized boolean retire(int flushes) {
        return idleFlushes >= flushes && used.compareAndSet(written, RETIRED);
    }
}
