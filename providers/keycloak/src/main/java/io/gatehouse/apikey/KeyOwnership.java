package io.gatehouse.apikey;

import io.gatehouse.apikey.NewApiKey.Belonging;
import io.gatehouse.eligibility.ActingAgent;
import io.gatehouse.eligibility.ActingAgents;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.Users;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For whom a caller may make a key (rules 2 and 6 of the contract). With {@code api-keys:write}: for any organization or
 * service account, for oneself, and for another person by the stock role {@code impersonation} alone; when the call is
 * narrowed, only for that organization and its members. Without: for oneself and for organizations that one manages.
 */
final class KeyOwnership {
    private final RealmScope scope;
    private final Caller caller;
    private final Users users;
    private final ActingAgents agents;

    KeyOwnership(RealmScope scope, Caller caller, ActingAgents agents) {
        this.scope = scope;
        this.caller = caller;
        this.agents = agents;
        this.users = scope.ports().users();
    }

    /**
     * Whose the new key is.
     *
     * @param wanted a user, a service account, an organization or an agent, by id (people also by user name); null for the calling
     *     user, else the realm
     * @param wantedOrganizationId organization that the key is to be narrowed to, null for that of the call or the owner
     * @throws GatehouseException 403 {@code impersonation_required} or the missing permission, 404 for an organization out
     *     of the caller's reach, 422 for an owner that does not exist
     */
    Belonging of(@Nullable Owner wanted, @Nullable String wantedOrganizationId) {
        if (wanted != null && wanted.type() == Owner.Type.AGENT) {
            return agent(wanted, wantedOrganizationId);
        }
        String organizationId = organization(wanted, wantedOrganizationId);
        if (wanted == null) {
            return new Belonging(callerAsOwner(), organizationId);
        }
        return switch (wanted.type()) {
            case ORGANIZATION -> new Belonging(wanted, organizationId);
            case SERVICE_ACCOUNT -> new Belonging(serviceAccount(wanted.id(), organizationId), organizationId);
            default -> new Belonging(person(wanted.id(), organizationId), organizationId);
        };
    }

    /** The same target with a person's id in place of its user name; of somebody who is gone the id is all there is. */
    BulkRevocation.Target named(BulkRevocation.Target target) {
        Owner owner = target.owner();
        boolean isPerson = owner != null && owner.isUser(owner.id());
        if (owner == null || !isPerson) {
            return target;
        }
        String id = users.find(scope.session(), scope.realm(), owner.id()).orElse(owner.id());
        return new BulkRevocation.Target(new Owner(owner.type(), id), null);
    }

    /**
     * Keys of an agent belong to the organization of the agent. Who makes keys for others makes them for any agent, within
     * the organization of the call; people for the agents that they own, or that belong to an organization that they manage.
     */
    private Belonging agent(Owner wanted, @Nullable String wantedOrganizationId) {
        Reach reach = caller.reach(Permission.API_KEYS_WRITE);
        ActingAgent agent = agents.find(wanted.id())
                .map(ActingAgents.Standing::agent)
                .filter(found -> reach.covers(found.owner(), found.organizationId()))
                .filter(found -> !found.status().equals("revoked"))
                .orElseThrow(() -> unknownOwner("agent that is not revoked and that you manage"));
        if (wantedOrganizationId != null && !wantedOrganizationId.equals(agent.organizationId())) {
            throw GatehouseException.invalid(
                    "/organization_id", "invalid_value", "organization_id must be the organization of the agent.");
        }
        return new Belonging(wanted, agent.organizationId());
    }

    private Owner callerAsOwner() {
        String userId = caller.userId();
        if (userId == null) {
            return new Owner(Owner.Type.REALM, scope.realmId());
        }
        return isServiceAccount(userId) ? new Owner(Owner.Type.SERVICE_ACCOUNT, userId) : Owner.user(userId);
    }

    private @Nullable String organization(@Nullable Owner wanted, @Nullable String wantedId) {
        String only = caller.onlyOrganizationId();
        String named = wanted != null && wanted.type() == Owner.Type.ORGANIZATION ? wanted.id() : null;
        if (only != null && ((wantedId != null && !only.equals(wantedId)) || (named != null && !only.equals(named)))) {
            throw GatehouseException.notFound();
        }
        String id = named != null ? named : wantedId != null ? wantedId : only;
        if (id == null) {
            return null;
        }
        if (!mayMakeForOthers() && !caller.managedOrganizationIds().contains(id)) {
            throw GatehouseException.notFound();
        }
        if (wantedId != null && !wantedId.equals(id)) {
            throw GatehouseException.invalid(
                    "/organization_id", "invalid_value", "organization_id must be the organization that owns the key.");
        }
        if (!users.isOrganizationEnabled(scope.session(), scope.realm(), id)) {
            throw GatehouseException.invalid(
                    named != null ? "/owner/id" : "/organization_id",
                    "unknown_organization",
                    "There is no enabled organization with this id.");
        }
        return id;
    }

    private Owner serviceAccount(String idOrName, @Nullable String organizationId) {
        Optional<String> id = users.find(scope.session(), scope.realm(), idOrName);
        if (id.isPresent() && isCaller(id.get()) && isServiceAccount(id.get())) {
            return new Owner(Owner.Type.SERVICE_ACCOUNT, id.get());
        }
        requireMayMakeForOthers();
        return id.filter(this::isServiceAccount)
                .filter(found -> isWithinCall(found, organizationId))
                .map(found -> new Owner(Owner.Type.SERVICE_ACCOUNT, found))
                .orElseThrow(() -> unknownOwner("service account"));
    }

    private Owner person(String idOrName, @Nullable String organizationId) {
        Optional<String> id = users.find(scope.session(), scope.realm(), idOrName);
        if (id.isPresent() && isCaller(id.get()) && !isServiceAccount(id.get())) {
            return Owner.user(id.get());
        }
        requireMayMakeForOthers();
        // Asked before the user is looked for, so that the answer does not tell who exists.
        if (!caller.mayImpersonate()) {
            throw GatehouseException.forbidden(
                    "impersonation_required",
                    "A key for another person needs the role impersonation; service accounts and organizations do not.");
        }
        return id.filter(found -> !isServiceAccount(found))
                .filter(found -> isWithinCall(found, organizationId))
                .map(Owner::user)
                .orElseThrow(() -> unknownOwner("user"));
    }

    private void requireMayMakeForOthers() {
        if (!mayMakeForOthers()) {
            throw GatehouseException.forbidden(Permission.API_KEYS_WRITE);
        }
    }

    private boolean mayMakeForOthers() {
        return caller.may(Permission.API_KEYS_WRITE);
    }

    private boolean isCaller(String userId) {
        return userId.equals(caller.userId());
    }

    private boolean isServiceAccount(String userId) {
        return users.isServiceAccount(scope.session(), scope.realm(), userId);
    }

    /** A narrowed call may not reach out of its organization: to it, others do not exist. */
    private boolean isWithinCall(String userId, @Nullable String organizationId) {
        return caller.onlyOrganizationId() == null
                || (organizationId != null && users.isMember(scope.session(), scope.realm(), userId, organizationId));
    }

    private static GatehouseException unknownOwner(String what) {
        return GatehouseException.invalid(
                "/owner/id", "unknown_owner", "There is no " + what + " with this id or name.");
    }
}
