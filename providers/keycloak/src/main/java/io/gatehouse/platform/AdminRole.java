package io.gatehouse.platform;

import static io.gatehouse.platform.Permission.*;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The roles that Gatehouse adds to {@code realm-management} and to master's {@code <realm>-realm} client, and the
 * permissions that each confers.
 */
public enum AdminRole {
    MANAGE_GATEHOUSE("manage-gatehouse", Permission.all()),
    VIEW_GATEHOUSE("view-gatehouse", Permission.reads()),
    MANAGE_API_KEYS("manage-api-keys", EnumSet.of(API_KEYS_READ, API_KEYS_WRITE, API_KEYS_VERIFY)),
    VERIFY_API_KEYS("verify-api-keys", EnumSet.of(API_KEYS_VERIFY)),
    MANAGE_AGENTS("manage-agents", EnumSet.of(AGENTS_READ, AGENTS_WRITE, TOKENS_ISSUE, TOKENS_REVOKE)),
    MANAGE_POLICIES("manage-policies", EnumSet.of(POLICIES_READ, POLICIES_WRITE)),
    MANAGE_WEBHOOKS("manage-webhooks", EnumSet.of(WEBHOOKS_READ, WEBHOOKS_WRITE)),
    MANAGE_DOMAINS("manage-domains", EnumSet.of(DOMAINS_READ, DOMAINS_WRITE)),
    MANAGE_PLANS("manage-plans", EnumSet.of(PLANS_READ, PLANS_WRITE)),
    VIEW_AUDIT("view-audit", EnumSet.of(AUDIT_READ)),
    DECIDE_APPROVALS("decide-approvals", EnumSet.of(APPROVALS_DECIDE)),
    ERASE_AUDIT("erase-audit", EnumSet.of(AUDIT_ERASE));

    private final String roleName;

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf of an enum set: immutable
    private final Set<Permission> permissions;

    AdminRole(String roleName, Set<Permission> permissions) {
        this.roleName = roleName;
        this.permissions = Set.copyOf(permissions);
    }

    /** Name of the client role. */
    public String roleName() {
        return roleName;
    }

    /** The roles that {@code manage-gatehouse} contains: every other one. */
    public static Set<AdminRole> partsOfManageGatehouse() {
        return EnumSet.complementOf(EnumSet.of(MANAGE_GATEHOUSE));
    }

    /**
     * Whether its holder works in the Admin Console. The console opens for holders of one of Keycloak's own admin roles alone, so
     * such a role contains the least of them, {@code query-realms}.
     */
    public boolean opensConsole() {
        return this != VERIFY_API_KEYS;
    }

    /** The permissions of somebody who holds the roles for which the question answers yes. */
    public static Set<Permission> permissionsOf(Predicate<String> holdsRole) {
        EnumSet<Permission> held = EnumSet.noneOf(Permission.class);
        Arrays.stream(values())
                .filter(role -> holdsRole.test(role.roleName))
                .forEach(role -> held.addAll(role.permissions));
        return held;
    }
}
