package io.gatehouse.policy;

import org.jspecify.annotations.Nullable;

/**
 * A change of a policy that waits for a second administrator.
 *
 * @param id UUIDv7
 * @param policyId whose change it is; a policy has one at most
 * @param baseVersion the version that it changes; it can be confirmed while this is the present one
 * @param isDeletion whether the policy is to be deleted
 * @param content what the policy is to say; what it says when it is to be deleted
 * @param author id of the person who wants it
 * @param reason why, in the author's words; null for nothing said
 * @param createdAtMs when it was wanted
 */
record PendingChange(
        String id,
        String policyId,
        int baseVersion,
        boolean isDeletion,
        PolicyContent content,
        String author,
        @Nullable String reason,
        long createdAtMs) {
    /** How long it may be confirmed: a week. */
    static final long LIFETIME_MS = 604_800_000;

    /** Until when it may be confirmed, in milliseconds since 1970. */
    long expiresAtMs() {
        return createdAtMs + LIFETIME_MS;
    }
}
