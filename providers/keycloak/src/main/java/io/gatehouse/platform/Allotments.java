package io.gatehouse.platform;

import io.gatehouse.core.plan.PlanLimit;
import org.jspecify.annotations.Nullable;

/**
 * Port to what plans allow. Whoever makes something that a plan counts asks here first, in the transaction that makes it: the
 * place is taken until that transaction ends, and given back with its rollback. What ends frees its place by ending; nobody
 * has to tell. One for each node; thread-safe.
 */
public interface Allotments {
    /**
     * Takes the place of one more thing.
     *
     * @param limit one that is not monthly
     * @param organizationId the organization that the thing will belong to, null for none
     * @throws GatehouseException 402 {@code plan_limit_reached}
     */
    void reserve(RealmScope scope, PlanLimit limit, @Nullable String organizationId);

    /**
     * Counts a token that the present transaction is about to put on record; it is counted for good when that commits.
     *
     * @throws GatehouseException 402 {@code plan_limit_reached}
     */
    void takeToken(RealmScope scope, @Nullable String organizationId);

    /**
     * Takes the verification of a key.
     *
     * @return what is to be told how it went; null when none is left in this month, and nothing is taken then
     */
    @Nullable
    Taken takeVerification(RealmScope scope, @Nullable String organizationId);

    /** A use that is held against a limit while it is not yet known how it ends. One of the two is called, once. */
    interface Taken {
        /** It happened. */
        void count();

        /** It came to nothing. */
        void giveBack();
    }
}
