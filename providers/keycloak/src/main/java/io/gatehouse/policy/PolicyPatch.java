package io.gatehouse.policy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to change in a policy; empty for what stays.
 *
 * @param description a description, or empty to remove it
 * @param rules all its rules as JSON
 * @param isForStockGrants whether it also decides Keycloak's own grants
 * @param reason why, for the new version
 */
record PolicyPatch(
        Optional<String> name,
        Optional<Optional<String>> description,
        Optional<Integer> priority,
        Optional<Boolean> isActive,
        Optional<PolicyMode> mode,
        Optional<String> rules,
        Optional<Boolean> isForStockGrants,
        Optional<String> reason) {
    PolicyContent appliedTo(PolicyContent before) {
        @Nullable String described = before.description();
        if (description.isPresent()) {
            described = description.get().orElse(null);
        }
        return new PolicyContent(
                name.orElse(before.name()),
                described,
                priority.orElse(before.priority()),
                isActive.orElse(before.isActive()),
                mode.orElse(before.mode()),
                rules.orElse(before.rules()),
                isForStockGrants.orElse(before.isForStockGrants()));
    }
}
