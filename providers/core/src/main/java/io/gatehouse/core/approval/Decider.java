package io.gatehouse.core.approval;

import java.util.Set;

/**
 * Who wants to decide, as Keycloak knows them at that moment and not as an old token says.
 *
 * @param userId Keycloak's id of the user
 * @param isPerson a user who logged in themselves: no agent, no API key, no service account, nobody acting for another
 * @param groupIds Keycloak's ids of the groups that the user is in
 * @param roles the names of the realm's roles that the user holds
 * @param mayDecideAll whether the user holds the permission to decide the realm's approvals
 */
public record Decider(String userId, boolean isPerson, Set<String> groupIds, Set<String> roles, boolean mayDecideAll) {
    public Decider {
        groupIds = Set.copyOf(groupIds);
        roles = Set.copyOf(roles);
    }
}
