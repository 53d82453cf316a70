package io.gatehouse.agent;

import io.gatehouse.core.key.ExpiryNotices;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** When to look at an agent because it will end, and what to tell then. Pure. */
final class AgentEnd {
    private AgentEnd() {}

    /**
     * The first moment after now at which there is something to tell, or the end itself.
     *
     * @param expiresAtMs null for never
     * @return null when there is nothing to come
     */
    static @Nullable Long nextLookAtMs(@Nullable Long expiresAtMs, long nowMs) {
        if (expiresAtMs == null || expiresAtMs <= nowMs) {
            return null;
        }
        return ExpiryNotices.nextAfter(nowMs, expiresAtMs).orElse(expiresAtMs);
    }

    /**
     * How many days ahead of the end the notice is that a look is to tell.
     *
     * @param expiresAtMs null for never
     * @param plannedAtMs when the look was planned for: a notice before that was told at an earlier look
     */
    static OptionalInt noticeAt(@Nullable Long expiresAtMs, long plannedAtMs, long nowMs) {
        return expiresAtMs == null ? OptionalInt.empty() : ExpiryNotices.dueAt(nowMs, plannedAtMs - 1, expiresAtMs);
    }
}
