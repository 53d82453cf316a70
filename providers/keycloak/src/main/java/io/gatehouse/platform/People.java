package io.gatehouse.platform;

import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Port to the groups and roles of a realm's people. Answers come from Keycloak's caches where they hold them. */
public interface People {
    /**
     * What a user is part of.
     *
     * @param groupIds Keycloak's ids of the groups that the user is in, at most {@link #MAX_GROUPS} of them
     * @param roles names of the realm's roles that the user holds, also through groups and other roles; at most
     *     {@link #MAX_ROLES} of them
     */
    record Standing(Set<String> groupIds, Set<String> roles) {
        /** Copies the sets. */
        public Standing {
            groupIds = Set.copyOf(groupIds);
            roles = Set.copyOf(roles);
        }
    }

    /** Most groups of one user that are looked at. */
    int MAX_GROUPS = 500;

    /** Most roles of one user that are looked at. */
    int MAX_ROLES = 500;

    /** What the user is part of, asked now; nothing for one that does not exist. */
    Standing standing(KeycloakSession session, RealmModel realm, String userId);

    /**
     * The ids of those whom a name stands for: {@code user:} with an id, {@code group:} with one, {@code role:} with the name of
     * a role of the realm, {@code managers:} with the id of an organization, or {@code permission} for whoever was given
     * {@code decide-approvals} or a role that holds it. Of roles only those who were given them directly, or by a group.
     *
     * @param max most that come
     */
    Set<String> named(KeycloakSession session, RealmModel realm, String name, int max);
}
