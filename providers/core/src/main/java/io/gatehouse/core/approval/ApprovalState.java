package io.gatehouse.core.approval;

import io.gatehouse.core.approval.ApprovalTerms.Grant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of an approval, and what may follow on it. A step that may not be taken from here is empty, never another step: of two
 * decisions the first one stays.
 *
 * @param status as it was last written
 * @param deadlineMs when a pending one, or one that is approved, ends; in milliseconds since the epoch. Of an approved one it is
 *     also when the token ends
 * @param grant what was approved; null until then
 */
public record ApprovalState(
        ApprovalStatus status, long deadlineMs, @Nullable Grant grant) {
    /** How an agent is answered that comes for its token. */
    public enum Answer {
        /** Not decided: {@code authorization_pending}. */
        PENDING,
        /** Approved: the token, if policies and everything else still allow it. */
        TOKEN,
        /** Denied or cancelled: {@code access_denied}. */
        DENIED,
        /** Too late: {@code expired_token}. */
        EXPIRED,
        /** The token was fetched before: {@code invalid_grant}. */
        USED
    }

    /** A new one. */
    public static ApprovalState asked(ApprovalTerms terms, long nowMs) {
        return new ApprovalState(ApprovalStatus.PENDING, nowMs + terms.expiresSeconds() * 1000L, null);
    }

    /** The status by the clock: nothing is pending or approved from its deadline on, written or not. */
    public ApprovalStatus statusAt(long nowMs) {
        return !status.isFinal() && nowMs >= deadlineMs ? ApprovalStatus.EXPIRED : status;
    }

    /** A person says yes. */
    public Optional<ApprovalState> approve(Grant allowed, long nowMs) {
        return statusAt(nowMs) == ApprovalStatus.PENDING
                ? Optional.of(new ApprovalState(ApprovalStatus.APPROVED, nowMs + allowed.seconds() * 1000L, allowed))
                : Optional.empty();
    }

    /** A person says no. */
    public Optional<ApprovalState> deny(long nowMs) {
        return statusAt(nowMs) == ApprovalStatus.PENDING ? to(ApprovalStatus.DENIED) : Optional.empty();
    }

    /** The agent gets its token; once. */
    public Optional<ApprovalState> redeem(long nowMs) {
        return statusAt(nowMs) == ApprovalStatus.APPROVED ? to(ApprovalStatus.REDEEMED) : Optional.empty();
    }

    /** The agent is no longer what it was. */
    public Optional<ApprovalState> cancel(long nowMs) {
        return statusAt(nowMs).isFinal() ? Optional.empty() : to(ApprovalStatus.CANCELLED);
    }

    /** Its time is over. */
    public Optional<ApprovalState> expire(long nowMs) {
        return !status.isFinal() && nowMs >= deadlineMs ? to(ApprovalStatus.EXPIRED) : Optional.empty();
    }

    /** The answer for the agent. */
    public Answer answer(long nowMs) {
        return switch (statusAt(nowMs)) {
            case PENDING -> Answer.PENDING;
            case APPROVED -> Answer.TOKEN;
            case DENIED, CANCELLED -> Answer.DENIED;
            case EXPIRED -> Answer.EXPIRED;
            case REDEEMED -> Answer.USED;
        };
    }

    private Optional<ApprovalState> to(ApprovalStatus next) {
        return Optional.of(new ApprovalState(next, deadlineMs, grant));
    }
}
