package io.gatehouse.apikey;

import io.gatehouse.core.policy.Decision;
import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.policy.PolicyVerdict;
import java.util.List;

/** Policies that say the same of everything. */
final class TestPolicies {
    private TestPolicies() {}

    static PolicyVerdict allow(Facts ignored) {
        return said(Effect.ALLOW);
    }

    static PolicyVerdict deny(Facts ignored) {
        return said(Effect.DENY);
    }

    private static PolicyVerdict said(Effect effect) {
        return new PolicyVerdict(new Decision(effect, null, List.of()), null);
    }
}
