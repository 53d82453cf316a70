package io.gatehouse.agent;

/** When the keys of an agent that publishes them are fetched, and how long fetched ones count. Pure. */
final class AgentKeyPlan {
    /** How long after keys were fetched they are fetched again, in milliseconds: a key that is withdrawn counts so long. */
    static final long REFRESH_MS = 600_000;

    /** How long keys count that cannot be fetched again, in milliseconds. */
    static final long MAX_STALE_MS = 86_400_000;

    /** Shortest time between two fetches for a key that is not known, in milliseconds. */
    static final long MIN_INTERVAL_MS = 10_000;

    private static final long MAX_BACKOFF_MS = 3_600_000;
    private static final int MAX_DOUBLINGS = 9;

    private AgentKeyPlan() {}

    /** When to try again after so many failures in a row: 10 s, doubled each time, up to an hour. */
    static long retryAtMs(long nowMs, int failures) {
        long backoffMs = MIN_INTERVAL_MS << Math.min(failures - 1, MAX_DOUBLINGS);
        return nowMs + Math.min(backoffMs, MAX_BACKOFF_MS);
    }

    /** Whether keys that were fetched then do not count any more. */
    static boolean isStale(long nowMs, long fetchedAtMs) {
        return nowMs - fetchedAtMs > MAX_STALE_MS;
    }
}
