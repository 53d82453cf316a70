package io.gatehouse.domain;

import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which domains a caller reaches, and whose a new one becomes (rule 6 of the contract). As with webhooks: the call's organization;
 * with {@code domains:write} any or none; without, one that the caller manages.
 */
final class DomainOrganization {
    private final Call call;

    DomainOrganization(Call call) {
        this.call = call;
    }

    /**
     * Nobody owns a domain as a person: who has neither the permission nor an organization to manage reaches none.
     *
     * @throws GatehouseException 403 for a caller that reaches none
     */
    Reach reach(Permission permission) {
        Reach reach = call.caller().reach(permission);
        if (!reach.isAll() && reach.organizationIds().isEmpty()) {
            throw GatehouseException.forbidden(permission);
        }
        return reach;
    }

    /**
     * The organization's id, null for the realm itself.
     *
     * @param wanted what the body asks for, null for nothing
     * @throws GatehouseException 404 for an organization out of reach, 422 for one that is not there, 403 when the caller manages
     *     several and names none
     */
    @Nullable
    String of(@Nullable String wanted) {
        Caller caller = call.caller();
        String only = caller.onlyOrganizationId();
        if (only != null && wanted != null && !only.equals(wanted)) {
            throw GatehouseException.notFound();
        }
        String id = wanted != null ? wanted : only;
        if (!caller.may(Permission.DOMAINS_WRITE)) {
            id = managed(caller.managedOrganizationIds(), id);
        }
        boolean isThere = id == null
                || call.scope()
                        .ports()
                        .users()
                        .isOrganizationEnabled(
                                call.scope().session(), call.scope().realm(), id);
        if (!isThere) {
            throw GatehouseException.invalid(
                    "/organization_id", "unknown_organization", "There is no enabled organization with this id.");
        }
        return id;
    }

    private static String managed(Set<String> managed, @Nullable String id) {
        if (id == null && managed.size() == 1) {
            return managed.iterator().next();
        }
        if (id == null) {
            throw GatehouseException.forbidden(Permission.DOMAINS_WRITE);
        }
        if (!managed.contains(id)) {
            throw GatehouseException.notFound();
        }
        return id;
    }
}
