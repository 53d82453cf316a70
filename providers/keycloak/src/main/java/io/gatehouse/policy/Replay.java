package io.gatehouse.policy;

import org.jspecify.annotations.Nullable;

/**
 * Past decisions of a realm that are asked again with a draft among the policies.
 *
 * @param id UUIDv7
 * @param draft what they are asked with
 * @param fingerprint of the other policies, see {@link ReplayDraft#fingerprint}
 * @param sinceMs only decisions from then on
 * @param nextSeq place from which on decisions are still to be asked
 * @param endSeq place after the last of them
 * @param total how many there are
 * @param tally what came of those that were asked
 * @param failure why it failed, null unless it did
 * @param updatedAtMs when it went on last
 * @param expiresAtMs when it is forgotten
 */
record Replay(
        String id,
        ReplayStatus status,
        ReplayDraft draft,
        String fingerprint,
        long sinceMs,
        long nextSeq,
        long endSeq,
        long total,
        ReplayTally tally,
        @Nullable String failure,
        long createdAtMs,
        long updatedAtMs,
        long expiresAtMs) {
    /** The realm's policies were changed while it ran: what was asked before and after does not belong together. */
    static final String POLICIES_CHANGED = "policies_changed";

    /** It could not go on for a minute; why is in the server's log. */
    static final String BROKEN = "broken";

    /** How long it is kept, in milliseconds: a day. */
    static final long KEPT_MS = 86_400_000;

    /** Most of a realm that are kept. */
    static final int MAX_KEPT = 50;

    /** Most of a realm that run at a time. */
    static final int MAX_RUNNING = 2;

    /** Most decisions that are asked at once while the caller waits. */
    static final int MAX_AT_ONCE = 2_000;

    /** Most decisions of one replay. */
    static final int MAX_DECISIONS = 1_000_000;

    /** The same, so far. */
    Replay goneOn(ReplayStatus now, long next, long nowMs) {
        return new Replay(
                id,
                now,
                draft,
                fingerprint,
                sinceMs,
                next,
                endSeq,
                total,
                tally,
                null,
                createdAtMs,
                nowMs,
                expiresAtMs);
    }

    /** The same, ended before its time. */
    Replay failed(String why, long nowMs) {
        return new Replay(
                id,
                ReplayStatus.FAILED,
                draft,
                fingerprint,
                sinceMs,
                nextSeq,
                endSeq,
                total,
                tally,
                why,
                createdAtMs,
                nowMs,
                expiresAtMs);
    }
}
