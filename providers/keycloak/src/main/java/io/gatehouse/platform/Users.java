package io.gatehouse.platform;

import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Port to Keycloak's users and organizations. Answers come from Keycloak's caches where they hold them. */
public interface Users {
    /** Whether the user exists, is enabled and is not locked by brute-force protection. */
    boolean isAbleToAct(KeycloakSession session, RealmModel realm, String userId);

    /**
     * Whether a login session is alive and the user's, and the user was not logged out everywhere since a moment.
     *
     * @param sinceSeconds the moment, in seconds since 1970
     */
    boolean isLoggedIn(KeycloakSession session, RealmModel realm, String userId, LoginSession login, long sinceSeconds);

    /** Whether the organization exists in the realm and is enabled. */
    boolean isOrganizationEnabled(KeycloakSession session, RealmModel realm, String organizationId);

    /**
     * Sets or clears {@code verified} of an organization's domain of this name, and of the pattern for it and all below it; an
     * organization without such a domain, or none of this id, stays as it is.
     */
    void setDomainVerified(
            KeycloakSession session, RealmModel realm, String organizationId, String domain, boolean isVerified);

    /** Whether the group exists in the realm. */
    boolean groupExists(KeycloakSession session, RealmModel realm, String groupId);

    /** Whether the user is a service account. */
    boolean isServiceAccount(KeycloakSession session, RealmModel realm, String userId);

    /** The id of the user with this id or, failing that, this user name; empty when there is none. */
    Optional<String> find(KeycloakSession session, RealmModel realm, String idOrUsername);

    /** Whether the organization exists in the realm, be it disabled. */
    boolean organizationExists(KeycloakSession session, RealmModel realm, String organizationId);

    /** How many members the organization has, 0 for one that is not there. */
    long countMembers(KeycloakSession session, RealmModel realm, String organizationId);

    /** How many members all organizations have but these; who is in several counts as often. */
    long countMembersBesides(KeycloakSession session, RealmModel realm, Set<String> organizationIds);

    /** Whether the user is a member of the organization. */
    boolean isMember(KeycloakSession session, RealmModel realm, String userId, String organizationId);

    /** The organizations in which the user is a member with {@code gatehouse-manager}, asked now. */
    Set<String> managedOrganizations(KeycloakSession session, RealmModel realm, String userId);

    /** The permissions that the user's roles confer, asked now. */
    Set<Permission> permissions(KeycloakSession session, RealmModel realm, String userId);

    /** Whether a name is a client scope, a realm role or a client role of the realm: such a scope is intersected live. */
    boolean isRealmScope(KeycloakSession session, RealmModel realm, String scope);

    /** Whether the user may use a client scope or role of the realm as a scope now. */
    boolean holdsRealmScope(KeycloakSession session, RealmModel realm, String userId, String scope);
}
