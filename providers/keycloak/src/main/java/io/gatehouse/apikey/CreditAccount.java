package io.gatehouse.apikey;

import io.gatehouse.core.limit.Credits;
import org.jspecify.annotations.Nullable;

/**
 * Credits as their row holds them: without what nodes have taken out and not spent yet.
 *
 * @param credits what is left and how it is refilled
 * @param generation greater after each refill and each change by an administrator; what was taken out under an earlier one
 *     is void
 */
record CreditAccount(Credits credits, long generation) {
    /** The account after a change: what nodes hold of it is void. */
    CreditAccount with(Credits newCredits, long nowMs) {
        return new CreditAccount(newCredits, Math.max(nowMs, generation + 1));
    }

    /** The account after the refill that is due at a moment, null when none is. */
    @Nullable
    CreditAccount refilled(long nowMs) {
        return credits.refilled(nowMs).map(filled -> with(filled, nowMs)).orElse(null);
    }

    /** The account without so many credits. */
    CreditAccount less(long taken) {
        return new CreditAccount(new Credits(credits.remaining() - taken, credits.refill()), generation);
    }
}
