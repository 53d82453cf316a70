package io.gatehouse.apikey;

/**
 * The two keys of a rotation as they are now.
 *
 * @param old the key that was replaced
 * @param successor the key that took its place
 */
record KeySuccession(ApiKey old, ApiKey successor) {
    /** How long an old key that was used after its rotation must have been quiet, in milliseconds: an hour. */
    static final long QUIET_MS = 3_600_000;

    /**
     * Whether nobody seems to need the old key any more: it has ended; or its successor is in use, and the old key was not
     * used since the rotation or for {@link #QUIET_MS}. Uses are known once they are written down, so that nothing is said
     * to be safe before each node had time for that once. What is used more rarely than this, nobody can see here.
     */
    boolean isSafeToRevoke(long nowMs) {
        ApiKeyStatus status = old.state().status(nowMs);
        if (status == ApiKeyStatus.REVOKED || status == ApiKeyStatus.EXPIRED) {
            return true;
        }
        long rotatedAtMs = rotatedAtMs();
        if (successor.use().lastAtMs() == null || nowMs - rotatedAtMs < KeyUsage.FLUSH_INTERVAL_MS) {
            return false;
        }
        Long lastAtMs = old.use().lastAtMs();
        return lastAtMs == null || lastAtMs < rotatedAtMs || nowMs - lastAtMs >= QUIET_MS;
    }

    /** When the old key was replaced, in milliseconds since 1970. */
    long rotatedAtMs() {
        Long replacedAtMs = old.succession().replacedAtMs();
        return replacedAtMs == null ? successor.createdAtMs() : replacedAtMs;
    }
}
