package io.gatehouse.policy;

import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.PolicySet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The active policies of a realm, ready to be asked.
 *
 * @param acting those that act, in any order
 * @param enforced the same, in order
 * @param withShadows those and the ones in shadow mode, as if all acted; the same as {@code enforced} when there are none
 * @param stock those of them that also decide Keycloak's own grants, where what none of them matches is allowed; null when
 *     there are none
 */
record RealmPolicies(
        List<Policy> acting,
        PolicySet enforced,
        PolicySet withShadows,
        @Nullable PolicySet stock) {
    /** For a realm without policies: the default alone decides. */
    static final RealmPolicies NONE = of(List.of(), List.of());

    /** Copies the list. */
    RealmPolicies {
        acting = List.copyOf(acting);
    }

    static RealmPolicies of(List<Policy> acting, List<Policy> shadows) {
        return of(acting, shadows, List.of());
    }

    /** @param stock those of {@code acting} that also decide Keycloak's own grants */
    static RealmPolicies of(List<Policy> acting, List<Policy> shadows, List<Policy> stock) {
        PolicySet enforced = PolicySet.of(acting, Effect.ALLOW);
        PolicySet withShadows = enforced;
        if (!shadows.isEmpty()) {
            List<Policy> all = new ArrayList<>(acting);
            all.addAll(shadows);
            withShadows = PolicySet.of(all, Effect.ALLOW);
        }
        return new RealmPolicies(
                acting, enforced, withShadows, stock.isEmpty() ? null : PolicySet.of(stock, Effect.ALLOW));
    }

    /** The same policies with the realm's default effect. */
    RealmPolicies withDefault(Effect effect) {
        PolicySet asked = enforced.withDefault(effect);
        return new RealmPolicies(acting, asked, hasShadows() ? withShadows.withDefault(effect) : asked, stock);
    }

    /** Whether a policy is only tried. */
    boolean hasShadows() {
        return withShadows != enforced;
    }
}
