package io.gatehouse.agent;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import java.util.List;

/**
 * Who may see a new secret of an agent that it may change. The secret does everything that the agent may do, so it asks for
 * what making the same agent would (rules 1 and 2 of the contract). One thing is left to people: what an administrator once
 * granted to an agent of their own, since they are meant to have the agent. Decides, and reads nothing.
 *
 * @param caller who asks
 * @param grants what the caller may put into an agent
 */
record AgentSecretRight(Caller caller, AgentGrants grants) {
    /**
     * @throws GatehouseException 403 {@code impersonation_required} for an agent of another person, naming the permission for
     *     an administrative scope that the caller lacks, {@code scope_not_allowed} for another scope that is not the caller's
     *     to grant
     */
    void require(Agent agent) {
        boolean isOwn = caller.userId() != null && agent.owner().isUser(caller.userId());
        boolean isPersons = agent.owner().type() == Owner.Type.USER;
        if (isPersons && !isOwn && !caller.mayImpersonate()) {
            throw GatehouseException.forbidden(
                    "impersonation_required",
                    "A new secret of another person's agent is shown to you, which needs the role impersonation; you may"
                            + " pause or revoke the agent.");
        }
        grants.requireHoldsAdministrative(agent.scopes());
        boolean mayGrantAny = isOwn || caller.may(Permission.AGENTS_WRITE);
        if (!mayGrantAny && !grants.selfServiceScopes().containsAll(nonAdministrative(agent))) {
            throw GatehouseException.forbidden(
                    "scope_not_allowed",
                    "The agent has scopes that you may not grant; an administrator has to rotate its secret.");
        }
    }

    private static List<String> nonAdministrative(Agent agent) {
        return agent.scopes().stream()
                .filter(scope -> !Permission.isAdministrative(scope))
                .toList();
    }
}
