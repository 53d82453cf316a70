package io.gatehouse.policy;

import io.gatehouse.core.policy.Facts;
import io.gatehouse.platform.GatehouseException;

/** What the realm's policies say of requests, as other rooms ask them. */
@FunctionalInterface
public interface PolicyAnswers {
    /**
     * Decides a request. Takes from the throttles that have a say.
     *
     * @throws GatehouseException 429 when a throttle is used up, 503 when the policies are not known as they are now
     */
    PolicyVerdict decide(Facts facts);

    /** Puts back what was taken from throttles for a request that something else refused after it was decided. */
    default void giveBack(PolicyVerdict verdict) {}
}
