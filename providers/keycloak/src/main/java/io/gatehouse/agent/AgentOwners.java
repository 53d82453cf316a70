package io.gatehouse.agent;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.Users;
import org.jspecify.annotations.Nullable;

/**
 * Whom a caller may make the owner, organization or sponsor of an agent (rules 1, 2 and 6 of the contract). Who may not name
 * somebody gets the same answer whether that somebody exists or not.
 */
final class AgentOwners {
    private final RealmScope scope;
    private final Caller caller;

    AgentOwners(RealmScope scope, Caller caller) {
        this.scope = scope;
        this.caller = caller;
    }

    /**
     * The organization that a new agent belongs to: that of the call when it is narrowed, the owner when that is one, else
     * the one that was asked for.
     *
     * @return null for none
     * @throws GatehouseException 404 for another organization than the call's, 422 when there is none of this id or the
     *     caller manages it not, or when it is not the owner's
     */
    @Nullable
    String organizationOf(NewAgent wanted) {
        String asked = wanted.organizationId();
        boolean isOwner = wanted.owner().type() == Owner.Type.ORGANIZATION;
        String organization = isOwner ? wanted.owner().id() : asked;
        String only = caller.onlyOrganizationId();
        if (only != null
                && ((organization != null && !organization.equals(only)) || (asked != null && !asked.equals(only)))) {
            throw GatehouseException.notFound();
        }
        if (isOwner && asked != null && !asked.equals(organization)) {
            throw GatehouseException.invalid(
                    "/organization_id", "mismatch", "organization_id must be the owner's, or be left out.");
        }
        String chosen = organization == null ? only : organization;
        if (chosen != null) {
            requireOrganization(chosen, isOwner ? "/owner/id" : "/organization_id");
        }
        return chosen;
    }

    /**
     * @throws GatehouseException 403 {@code impersonation_required} for another person, 403 for an owner that only holders of
     *     {@code agents:write} may name, 422 for a free text from a person, and for an owner that does not exist
     */
    void requireMayOwn(Owner owner) {
        boolean isSelf = caller.userId() != null && owner.isUser(caller.userId());
        if (isSelf) {
            return;
        }
        if (!caller.may(Permission.AGENTS_WRITE)) {
            requireOwnOrganization(owner);
            return;
        }
        switch (owner.type()) {
            case USER -> requireMayNamePerson(owner.id());
            case GROUP -> {
                if (!users().groupExists(scope.session(), scope.realm(), owner.id())) {
                    throw GatehouseException.invalid("/owner/id", "unknown_group", "There is no group with this id.");
                }
            }
            default -> {
                // An organization was looked up by organizationOf; a text names nothing that could be looked up.
            }
        }
    }

    /** @throws GatehouseException 422 unless it is a user of the realm; a person may name only itself */
    void requireSponsor(@Nullable String sponsorId) {
        if (sponsorId == null || sponsorId.equals(caller.userId())) {
            return;
        }
        if (!caller.may(Permission.AGENTS_WRITE) || !userExists(sponsorId)) {
            throw GatehouseException.invalid(
                    "/sponsor",
                    "unknown_user",
                    "sponsor must be the id of a user whom you may name; you may name yourself.");
        }
    }

    private void requireOwnOrganization(Owner owner) {
        if (owner.type() == Owner.Type.TEXT) {
            throw GatehouseException.invalid(
                    "/owner",
                    "owner_not_allowed",
                    "You may own the agent yourself, or an organization that you manage; name it as {\"type\", \"id\"}.");
        }
        boolean isManaged = owner.type() == Owner.Type.ORGANIZATION
                && caller.managedOrganizationIds().contains(owner.id());
        if (!isManaged) {
            throw GatehouseException.forbidden(Permission.AGENTS_WRITE);
        }
    }

    private void requireMayNamePerson(String userId) {
        if (!caller.mayImpersonate()) {
            throw GatehouseException.forbidden(
                    "impersonation_required", "Making another person the owner needs the role impersonation.");
        }
        if (!userExists(userId)) {
            throw GatehouseException.invalid("/owner/id", "unknown_user", "There is no user with this id.");
        }
    }

    private void requireOrganization(String id, String pointer) {
        boolean isReachable = caller.may(Permission.AGENTS_WRITE)
                || caller.managedOrganizationIds().contains(id)
                || id.equals(caller.onlyOrganizationId());
        if (!isReachable || !users().isOrganizationEnabled(scope.session(), scope.realm(), id)) {
            throw GatehouseException.invalid(
                    pointer,
                    "unknown_organization",
                    "There is no enabled organization with this id that you may name.");
        }
    }

    private boolean userExists(String id) {
        return users().find(scope.session(), scope.realm(), id)
                .filter(id::equals)
                .isPresent();
    }

    private Users users() {
        return scope.ports().users();
    }
}
