package io.gatehouse.webhook;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Room for what this node has sent and not yet written down. All of it comes twice when the node dies, so it is bounded,
 * also where the database is slower than the receivers. Thread-safe.
 */
final class SettleRoom {
    /** Most attempts whose results are not written down. */
    static final int MAX_UNSETTLED = SendingSlots.MAX_SLOTS;

    private final Semaphore free = new Semaphore(MAX_UNSETTLED);

    /**
     * Takes room for the result of one attempt, or waits for it.
     *
     * @param waitMs longest wait
     * @return whether there was room in time
     */
    boolean take(long waitMs) {
        try {
            return free.tryAcquire(Math.max(0, waitMs), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives back what so many results took. */
    void give(int results) {
        free.release(results);
    }
}
