package io.gatehouse.webhook;

import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * To which organization a new webhook is narrowed (rule 6 of the contract): to that of the call; with {@code webhooks:write}
 * to any or none; without, to one that the caller manages.
 */
final class WebhookOrganization {
    private final RealmScope scope;
    private final Caller caller;

    WebhookOrganization(Call call) {
        this.scope = call.scope();
        this.caller = call.caller();
    }

    /**
     * The organization's id, null for none.
     *
     * @param wanted what the body asks for, null for nothing
     * @throws GatehouseException 404 for an organization out of the caller's reach, 422 for one that is not there, 403 when
     *     the caller manages several and names none
     */
    @Nullable
    String of(@Nullable String wanted) {
        String only = caller.onlyOrganizationId();
        if (only != null && wanted != null && !only.equals(wanted)) {
            throw GatehouseException.notFound();
        }
        String id = wanted != null ? wanted : only;
        if (!caller.may(Permission.WEBHOOKS_WRITE)) {
            id = managed(id);
        }
        if (id != null && !scope.ports().users().isOrganizationEnabled(scope.session(), scope.realm(), id)) {
            throw GatehouseException.invalid(
                    "/organization_id", "unknown_organization", "There is no enabled organization with this id.");
        }
        return id;
    }

    private String managed(@Nullable String id) {
        Set<String> managed = caller.managedOrganizationIds();
        if (id == null) {
            if (managed.size() != 1) {
                throw GatehouseException.forbidden(Permission.WEBHOOKS_WRITE);
            }
            return managed.iterator().next();
        }
        if (!managed.contains(id)) {
            throw GatehouseException.notFound();
        }
        return id;
    }
}
