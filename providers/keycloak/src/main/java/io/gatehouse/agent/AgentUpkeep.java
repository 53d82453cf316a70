package io.gatehouse.agent;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an agent by the passing of time, beside its expiry. Immutable; decides, and reads nothing.
 *
 * @param sponsorReviewAtMs when somebody should look at the agent again, null for never; may be past
 * @param idleExpiresAfterDays after how many days without a token it expires, 1 to {@link #MAX_IDLE_DAYS}, null for never
 */
public record AgentUpkeep(
        @Nullable Long sponsorReviewAtMs, @Nullable Long idleExpiresAfterDays) {
    /** Nothing becomes of it. */
    public static final AgentUpkeep NONE = new AgentUpkeep(null, null);

    /** Most days without a token. */
    public static final int MAX_IDLE_DAYS = 3_650;

    /**
     * What a look at an agent finds.
     *
     * @param isReviewDue whether its review is to be told now
     * @param isIdle whether it expires now
     * @param nextLookAtMs when to look again, null for never
     */
    record Finding(
            boolean isReviewDue, boolean isIdle, @Nullable Long nextLookAtMs) {}

    /**
     * When to look at an agent first.
     *
     * @param nowMs when these facts were set, from which idleness counts
     * @return null for never
     */
    @Nullable
    Long firstLookAtMs(long nowMs) {
        return earlier(laterThan(nowMs - 1, sponsorReviewAtMs), idleAtMs(nowMs));
    }

    /**
     * Looks at an agent.
     *
     * @param nowMs now
     * @param plannedAtMs when the look was planned for: a review before that was told at an earlier look
     * @param isActive whether the agent could get tokens, else it is not called idle
     * @param quietSinceMs when it last got a token, or was changed
     */
    Finding lookAt(long nowMs, long plannedAtMs, boolean isActive, long quietSinceMs) {
        Long reviewAtMs = sponsorReviewAtMs;
        boolean isReviewDue = reviewAtMs != null && reviewAtMs <= nowMs && reviewAtMs >= plannedAtMs;
        Long idleAtMs = idleAtMs(quietSinceMs);
        boolean isIdle = isActive && idleAtMs != null && idleAtMs <= nowMs;
        // An agent that is paused is looked at again as late as if it had been used now.
        Long nextIdleAtMs = isIdle ? null : isActive ? idleAtMs : idleAtMs(nowMs);
        return new Finding(isReviewDue, isIdle, earlier(laterThan(nowMs, reviewAtMs), nextIdleAtMs));
    }

    private @Nullable Long idleAtMs(long quietSinceMs) {
        Long days = idleExpiresAfterDays;
        return days == null ? null : quietSinceMs + TimeUnit.DAYS.toMillis(days);
    }

    private static @Nullable Long laterThan(long nowMs, @Nullable Long ms) {
        return ms == null || ms <= nowMs ? null : ms;
    }

    /** The earlier of two moments, of which null is never. */
    static @Nullable Long earlier(@Nullable Long a, @Nullable Long b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Math.min(a, b);
    }
}
