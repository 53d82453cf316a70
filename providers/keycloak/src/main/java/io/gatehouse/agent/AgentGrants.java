package io.gatehouse.agent;

import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import java.util.List;
import java.util.Set;

/**
 * What a caller may put into an agent (rule 1 of the contract), on create and on PATCH alike. Only what is added is asked
 * about: who renames an agent grants nothing. Immutable; decides, and reads nothing.
 *
 * @param caller who asks
 * @param selfServiceScopes what people without {@code agents:write} may grant
 */
record AgentGrants(Caller caller, List<String> selfServiceScopes) {
    AgentGrants {
        selfServiceScopes = List.copyOf(selfServiceScopes);
    }

    /** What the caller may put into an agent of the realm. */
    static AgentGrants of(Call call) {
        return new AgentGrants(call.caller(), call.scope().settings().selfServiceScopes());
    }

    /**
     * @param added scopes that the agent would get
     * @throws GatehouseException 403 for an administrative scope beyond the caller's own permissions, 422 for a scope that
     *     only administrators grant
     */
    void requireMayGrant(List<String> added) {
        requireHoldsAdministrative(added);
        if (!caller.may(Permission.AGENTS_WRITE) && !selfServiceScopes.containsAll(added)) {
            throw GatehouseException.invalid(
                    "/scopes",
                    "scope_not_allowed",
                    "Some of these scopes are not among the realm's self-service scopes; an administrator must grant them.");
        }
    }

    /**
     * @param before the agent as it is
     * @param after what it would become
     * @throws GatehouseException as {@link #requireMayGrant}; 403 when a person without {@code agents:write} loosens what an
     *     administrator activated: more audiences, a later expiry, longer tokens
     */
    void requireMayChange(Agent before, AgentDetails after) {
        requireMayGrant(after.scopesBeyond(before.details()));
        if (before.status() != AgentStatus.PENDING && after.widensLimits(before.details())) {
            caller.require(Permission.AGENTS_WRITE);
        }
    }

    /** @throws GatehouseException 403 naming the permission of an administrative scope that the caller lacks */
    void requireHoldsAdministrative(List<String> scopes) {
        scopes.stream().filter(Permission::isAdministrative).forEach(this::requireHolds);
    }

    private void requireHolds(String scope) {
        Set<Permission> conferred = Permission.ofScope(scope);
        if (conferred.isEmpty()) {
            // A word of a reserved family that means nothing yet: only who holds everything may hand it out.
            caller.require(Permission.SETTINGS_WRITE);
        }
        conferred.forEach(caller::require);
    }
}
