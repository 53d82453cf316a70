package io.gatehouse.apikey;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;

/**
 * Who may rotate a key that it may change. Rotation shows a secret that does everything that the key may do, so it asks for
 * what making the same key would (rules 1 and 2 of the contract): the right to make keys for this owner, and every scope
 * that the caller could not put into a key itself. One thing is left to people: what an administrator once granted to a key
 * of their own, that they may go on using, since they are meant to have the key.
 */
final class RotationRight {
    private final Caller caller;
    private final ScopeGrants grants;

    RotationRight(Caller caller, ScopeGrants grants) {
        this.caller = caller;
        this.grants = grants;
    }

    /**
     * @throws GatehouseException 403 {@code impersonation_required} for a key of another person, naming the permission for
     *     one of a service account, the realm, or with an administrative scope that the caller lacks, {@code
     *     scope_not_allowed} for another scope that is not the caller's to grant
     */
    void require(ApiKey key) {
        requireOwner(key.owner());
        boolean isOwn = isOwn(key.owner()) && caller.kind() != Caller.Kind.API_KEY;
        for (String scope : key.scopes()) {
            if (Permission.isAdministrative(scope)) {
                Permission.ofScope(scope).stream()
                        .filter(permission -> !caller.may(permission))
                        .findFirst()
                        .ifPresent(permission -> {
                            throw GatehouseException.forbidden(permission);
                        });
            } else if (!isOwn && !grants.mayGrant(scope)) {
                throw GatehouseException.forbidden(
                        "scope_not_allowed",
                        "You may not grant the scope " + scope + " of this key; an administrator has to rotate it.");
            }
        }
    }

    private void requireOwner(Owner owner) {
        if (isOwn(owner)) {
            return;
        }
        switch (owner.type()) {
            case USER -> {
                if (!caller.mayImpersonate()) {
                    throw GatehouseException.forbidden(
                            "impersonation_required",
                            "Rotating another person's key shows its secret and needs the role impersonation; you may"
                                    + " revoke the key.");
                }
            }
            // Whom it reaches it may make keys for.
            case ORGANIZATION, AGENT -> {}
            default -> caller.require(Permission.API_KEYS_WRITE);
        }
    }

    private boolean isOwn(Owner owner) {
        String userId = caller.userId();
        return userId != null && owner.isUser(userId);
    }
}
