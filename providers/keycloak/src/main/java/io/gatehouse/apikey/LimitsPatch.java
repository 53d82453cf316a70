package io.gatehouse.apikey;

import io.gatehouse.core.limit.Credits;
import io.gatehouse.core.limit.RateLimit;
import io.gatehouse.core.limit.RefillInterval;
import io.gatehouse.core.net.AllowedAddresses;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a merge patch changes of the limits of a key; empty parts stay as they are.
 *
 * @param rateLimits all of them anew; none for a member that is null
 * @param allowedIps all of them anew; every address for a member that is null
 * @param credits what changes of the credits
 */
record LimitsPatch(
        Optional<List<RateLimit>> rateLimits, Optional<AllowedAddresses> allowedIps, Optional<CreditsPatch> credits) {
    static final LimitsPatch NOTHING = new LimitsPatch(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * What changes of credits; empty parts stay as they are.
     *
     * @param isRemoving whether the key is no longer to need credits, whatever the other parts say
     * @param isEndingRefill whether they are no longer refilled, unless amount and interval are given
     */
    record CreditsPatch(
            boolean isRemoving,
            Optional<Long> remaining,
            boolean isEndingRefill,
            Optional<Long> refillAmount,
            Optional<RefillInterval> refillInterval) {
        static final CreditsPatch REMOVAL =
                new CreditsPatch(true, Optional.empty(), false, Optional.empty(), Optional.empty());

        /**
         * The credits after the patch.
         *
         * @param before the credits now, null for none
         * @return empty when parts that belong together are not all there
         */
        Optional<Credits> apply(@Nullable Credits before, long nowMs) {
            Optional<Long> left = remaining.or(() -> Optional.ofNullable(before).map(Credits::remaining));
            Credits.Refill had = isEndingRefill || before == null ? null : before.refill();
            Optional<Long> amount =
                    refillAmount.or(() -> Optional.ofNullable(had).map(Credits.Refill::amount));
            Optional<RefillInterval> interval =
                    refillInterval.or(() -> Optional.ofNullable(had).map(Credits.Refill::interval));
            if (left.isEmpty() || amount.isPresent() != interval.isPresent()) {
                return Optional.empty();
            }
            if (amount.isEmpty() || interval.isEmpty()) {
                return Optional.of(new Credits(left.get(), null));
            }
            Credits.Refill refill = had != null && had.interval() == interval.get()
                    ? new Credits.Refill(amount.get(), interval.get(), had.nextAtMs())
                    : Credits.Refill.from(amount.get(), interval.get(), nowMs);
            return Optional.of(new Credits(left.get(), refill));
        }
    }
}
