package io.gatehouse.policy;

import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.PolicySet;
import java.util.ArrayList;
import java.util.List;

/**
 * The active policies of a realm, ready to be asked.
 *
 * @param enforced those that act
 * @param withShadows those and the ones in shadow mode, as if all acted; the same as {@code enforced} when there are none
 */
record RealmPolicies(PolicySet enforced, PolicySet withShadows) {
    /** For a realm without policies: the default alone decides. */
    static final RealmPolicies NONE = of(List.of(), List.of());

    static RealmPolicies of(List<Policy> acting, List<Policy> shadows) {
        PolicySet enforced = PolicySet.of(acting, Effect.ALLOW);
        if (shadows.isEmpty()) {
            return new RealmPolicies(enforced, enforced);
        }
        List<Policy> all = new ArrayList<>(acting);
        all.addAll(shadows);
        return new RealmPolicies(enforced, PolicySet.of(all, Effect.ALLOW));
    }

    /** The same policies with the realm's default effect. */
    RealmPolicies withDefault(Effect effect) {
        PolicySet acting = enforced.withDefault(effect);
        return new RealmPolicies(acting, hasShadows() ? withShadows.withDefault(effect) : acting);
    }

    /** Whether a policy is only tried. */
    boolean hasShadows() {
        return withShadows != enforced;
    }
}
