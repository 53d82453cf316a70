package io.gatehouse.apikey;

import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The scopes of a key that count now. What was granted is the most; a scope that names a client scope or role of the realm,
 * or an administrative one, counts only while the key's owner holds it too. A key of the realm itself has no one to ask and
 * counts as granted; an organization holds neither kind, so its keys have application scopes alone. A key of an agent has
 * nothing that the agent itself may not get, and no administrative scope.
 */
final class LiveScopes {
    private LiveScopes() {}

    /** The scopes that count, in the order in which they were granted. */
    static List<String> of(ApiKey key, OwnerRights rights) {
        if (key.owner().type() == Owner.Type.REALM) {
            return key.scopes();
        }
        if (key.owner().type() == Owner.Type.AGENT) {
            Set<String> ofAgent = rights.agentScopes();
            return key.scopes().stream()
                    .filter(scope -> !Permission.isAdministrative(scope) && ofAgent.contains(scope))
                    .toList();
        }
        boolean isAnyAdministrative = key.scopes().stream().anyMatch(Permission::isAdministrative);
        Set<Permission> held = isUser(key.owner()) && isAnyAdministrative ? rights.permissions() : Set.of();
        return key.scopes().stream()
                .filter(scope -> Permission.isAdministrative(scope)
                        ? confers(held, scope)
                        : !rights.isRealmScope(scope) || (isUser(key.owner()) && rights.holds(scope)))
                .toList();
    }

    /** The permissions that these live scopes carry; a user's key never has one that its owner lacks now. */
    static Set<Permission> permissions(ApiKey key, List<String> live, OwnerRights rights) {
        EnumSet<Permission> carried = EnumSet.noneOf(Permission.class);
        live.forEach(scope -> carried.addAll(Permission.ofScope(scope)));
        if (key.owner().type() == Owner.Type.REALM || carried.isEmpty()) {
            return carried;
        }
        carried.retainAll(isUser(key.owner()) ? rights.permissions() : Set.of());
        return carried;
    }

    private static boolean confers(Set<Permission> held, String scope) {
        Set<Permission> carried = Permission.ofScope(scope);
        return !carried.isEmpty() && held.containsAll(carried);
    }

    private static boolean isUser(Owner owner) {
        return owner.type() == Owner.Type.USER || owner.type() == Owner.Type.SERVICE_ACCOUNT;
    }
}
