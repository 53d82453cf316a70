package io.gatehouse.platform;

/** Port to background work. Each run is contained: a failure is logged and counted, and the next run comes in time. */
public interface Jobs {
    /**
     * Runs something on this node again and again, never twice at a time.
     *
     * @param name closed set, for logs and metrics
     * @param intervalMs pause between runs, in milliseconds
     */
    void every(String name, long intervalMs, Runnable work);
}
