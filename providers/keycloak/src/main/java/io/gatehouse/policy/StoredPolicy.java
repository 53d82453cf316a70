package io.gatehouse.policy;

/**
 * A policy as it is now.
 *
 * @param id UUIDv7
 * @param version number of its present version, from 1
 * @param content what that version says
 * @param createdAtMs when it was made
 * @param updatedAtMs when the present version was made
 */
record StoredPolicy(String id, int version, PolicyContent content, long createdAtMs, long updatedAtMs) {
    /** Most policies of a realm. */
    static final int MAX_PER_REALM = 100;
}
