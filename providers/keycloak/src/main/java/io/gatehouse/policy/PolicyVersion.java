package io.gatehouse.policy;

import org.jspecify.annotations.Nullable;

/**
 * A version of a policy; never changed.
 *
 * @param version its number, from 1
 * @param content what it says
 * @param createdBy who made it, {@code kind:id}
 * @param createdAtMs when
 * @param reason why, in the maker's words; null for nothing said
 */
record PolicyVersion(
        int version,
        PolicyContent content,
        String createdBy,
        long createdAtMs,
        @Nullable String reason) {
    /** Longest reason, in characters. */
    static final int MAX_REASON_LENGTH = 500;
}
