package io.gatehouse.apikey;

import java.util.ArrayList;
import java.util.List;

/**
 * Applies a patch to the limits of a locked key. A limit where there was none is the owner's to set; to change or remove one
 * takes what making the key without it would take, and credits are for managers of keys alone.
 */
final class LimitsChange {
    private LimitsChange() {}

    /**
     * Changes the row and the credits.
     *
     * @return names of the members that are different now
     * @throws io.gatehouse.platform.GatehouseException 403, see {@link ScopeGrants#requireMayLoosen}; 422, see
     *     {@link KeyCredits#patch}
     */
    static List<String> apply(ApiKeyEntity row, LimitsPatch patch, ScopeGrants grants, KeyCredits credits, long nowMs) {
        ApiKey before = row.toKey();
        KeyLimits limits = before.limits();
        List<String> changed = new ArrayList<>();
        if (patch.rateLimits()
                .filter(wanted -> !wanted.equals(before.limits().rateLimits()))
                .isPresent()) {
            if (!limits.rateLimits().isEmpty()) {
                grants.requireMayLoosen(before.scopes(), nowMs);
            }
            limits = limits.withRateLimits(patch.rateLimits().get());
            changed.add("rate_limits");
        }
        if (patch.allowedIps()
                .filter(wanted -> !wanted.equals(before.limits().allowedIps()))
                .isPresent()) {
            if (!limits.allowedIps().ranges().isEmpty()) {
                grants.requireMayLoosen(before.scopes(), nowMs);
            }
            limits = limits.withAllowedIps(patch.allowedIps().get());
            changed.add("allowed_ips");
        }
        if (patch.credits().isPresent()) {
            grants.requireMaySetCredits();
            var hasCredits = credits.patch(before, patch.credits().get(), nowMs);
            if (hasCredits.isPresent()) {
                limits = limits.withCredits(hasCredits.get());
                changed.add("credits");
            }
        }
        if (!changed.isEmpty()) {
            row.limit(limits, nowMs);
        }
        return List.copyOf(changed);
    }
}
