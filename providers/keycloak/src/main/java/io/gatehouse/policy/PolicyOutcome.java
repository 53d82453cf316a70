package io.gatehouse.policy;

import org.jspecify.annotations.Nullable;

/**
 * What became of a change that was asked for.
 *
 * @param policy the policy as it is now; as it was when it is gone
 * @param pending what waits for a second administrator; null when it was done at once
 */
record PolicyOutcome(StoredPolicy policy, @Nullable PendingChange pending) {}
