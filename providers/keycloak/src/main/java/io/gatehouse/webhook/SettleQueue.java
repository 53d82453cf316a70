package io.gatehouse.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What waits to be written, in the order in which it came. A batch that could not be written comes again before everything
 * else: were a lane given back before the results of its attempts are written, its deliveries would be sent once more.
 * {@link #add} is for all threads, the rest for one.
 */
final class SettleQueue<T> {
    private final BlockingQueue<T> waiting = new LinkedBlockingQueue<>();
    private List<T> putBack = List.of();

    /** Adds one at the end. */
    void add(T item) {
        waiting.add(item);
    }

    /** The batch that was put back, else the first that wait, at most so many; empty when nothing came within the time. */
    List<T> take(int most, long waitMs) throws InterruptedException {
        if (!putBack.isEmpty()) {
            List<T> again = putBack;
            putBack = List.of();
            return again;
        }
        T first = waiting.poll(waitMs, TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<T> batch = new ArrayList<>(List.of(first));
        waiting.drainTo(batch, most - 1);
        return batch;
    }

    /** Whether there is any. */
    boolean isAnyWaiting() {
        return !putBack.isEmpty() || !waiting.isEmpty();
    }

    /** Puts a batch back that was taken and could not be written. */
    void putBack(List<T> batch) {
        putBack = List.copyOf(batch);
    }
}
