package io.gatehouse.spi;

import io.gatehouse.platform.AdminRole;
import io.gatehouse.platform.LoginSession;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Users;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.OrganizationDomainModel;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.services.managers.BruteForceProtector;

/** Keycloak's users, roles, groups and organizations. Long because the port asks many small questions. */
final class UsersAdapter implements Users {
    /** Top-level group of an organization whose members manage the organization's keys and agents. */
    static final String MANAGER_GROUP = "gatehouse-manager";

    /** Most organizations of one user that are looked at. */
    private static final int MAX_ORGANIZATIONS = 100;

    /** Most organizations whose members are counted one organization after the other. */
    private static final int MAX_COUNTED_ORGANIZATIONS = 1_000;

    @Override
    public boolean isAbleToAct(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = user(session, realm, userId);
        if (user == null || !user.isEnabled() || !isClientAbleToAct(realm, user)) {
            return false;
        }
        if (!realm.isBruteForceProtected()) {
            return true;
        }
        BruteForceProtector protector = session.getProvider(BruteForceProtector.class);
        return !protector.isPermanentlyLockedOut(session, realm, user)
                && !protector.isTemporarilyDisabled(session, realm, user);
    }

    /** A service account is no more able to act than its client. */
    private static boolean isClientAbleToAct(RealmModel realm, UserModel user) {
        String link = user.getServiceAccountClientLink();
        if (link == null) {
            return true;
        }
        ClientModel client = realm.getClientById(link);
        return client != null && client.isEnabled() && client.isServiceAccountsEnabled();
    }

    @Override
    public boolean isLoggedIn(
            KeycloakSession session, RealmModel realm, String userId, LoginSession login, long sinceSeconds) {
        UserSessionModel found = login.isOffline()
                ? session.sessions().getOfflineUserSession(realm, login.sessionId())
                : session.sessions().getUserSession(realm, login.sessionId());
        UserModel user = found == null ? null : found.getUser();
        return user != null
                && userId.equals(user.getId())
                && session.users().getNotBeforeOfUser(realm, user) <= sinceSeconds;
    }

    @Override
    public boolean isOrganizationEnabled(KeycloakSession session, RealmModel realm, String organizationId) {
        return organization(session, realm, organizationId)
                .filter(OrganizationModel::isEnabled)
                .isPresent();
    }

    @Override
    public void setDomainVerified(
            KeycloakSession session, RealmModel realm, String organizationId, String domain, boolean isVerified) {
        Set<String> names = Set.of(domain, "*." + domain);
        organization(session, realm, organizationId).ifPresent(organization -> {
            List<OrganizationDomainModel> before = organization.getDomains().toList();
            boolean isChange = before.stream()
                    .anyMatch(found -> names.contains(found.getName()) && found.isVerified() != isVerified);
            if (isChange) {
                organization.setDomains(before.stream()
                        .map(found -> names.contains(found.getName())
                                ? new OrganizationDomainModel(found.getName(), isVerified)
                                : found)
                        .collect(Collectors.toSet()));
            }
        });
    }

    /** The domain that vouches for an owner: of an enabled organization, verified by DNS or by an administrator. */
    static Optional<String> verifiedDomain(KeycloakSession session, RealmModel realm, Owner owner) {
        if (owner.type() != Owner.Type.ORGANIZATION) {
            return Optional.empty();
        }
        return organization(session, realm, owner.id())
                .filter(OrganizationModel::isEnabled)
                .flatMap(organization -> organization
                        .getDomains()
                        .filter(OrganizationDomainModel::isVerified)
                        .map(domain -> domain.getName().replaceFirst("^\\*\\.", ""))
                        .min(Comparator.naturalOrder()));
    }

    @Override
    public boolean organizationExists(KeycloakSession session, RealmModel realm, String organizationId) {
        return organization(session, realm, organizationId).isPresent();
    }

    @Override
    public long countMembers(KeycloakSession session, RealmModel realm, String organizationId) {
        return organization(session, realm, organizationId)
                .map(organizations(session)::getMembersCount)
                .orElse(0L);
    }

    @Override
    public long countMembersBesides(KeycloakSession session, RealmModel realm, Set<String> organizationIds) {
        if (!realm.isOrganizationsEnabled()) {
            return 0;
        }
        OrganizationProvider provider = organizations(session);
        List<OrganizationModel> counted = provider.getAllStream()
                .filter(organization -> !organizationIds.contains(organization.getId()))
                .limit(MAX_COUNTED_ORGANIZATIONS)
                .toList();
        return counted.stream().mapToLong(provider::getMembersCount).sum();
    }

    @Override
    public boolean groupExists(KeycloakSession session, RealmModel realm, String groupId) {
        return session.groups().getGroupById(realm, groupId) != null;
    }

    @Override
    public boolean isServiceAccount(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = user(session, realm, userId);
        return user != null && user.getServiceAccountClientLink() != null;
    }

    @Override
    public Optional<String> find(KeycloakSession session, RealmModel realm, String idOrUsername) {
        UserModel byId = user(session, realm, idOrUsername);
        UserModel found = byId != null ? byId : session.users().getUserByUsername(realm, idOrUsername);
        return Optional.ofNullable(found).map(UserModel::getId);
    }

    @Override
    public boolean isMember(KeycloakSession session, RealmModel realm, String userId, String organizationId) {
        UserModel user = user(session, realm, userId);
        return user != null
                && organization(session, realm, organizationId)
                        .filter(organization -> organizations(session).isMember(organization, user))
                        .isPresent();
    }

    @Override
    public Set<String> managedOrganizations(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = user(session, realm, userId);
        if (user == null || !realm.isOrganizationsEnabled()) {
            return Set.of();
        }
        OrganizationProvider provider = organizations(session);
        List<OrganizationModel> memberships =
                provider.getByMember(user).limit(MAX_ORGANIZATIONS).toList();
        return memberships.stream()
                .filter(OrganizationModel::isEnabled)
                .filter(organization -> isManager(provider, organization, user))
                .map(OrganizationModel::getId)
                .collect(Collectors.toSet());
    }

    static boolean isManager(OrganizationProvider provider, OrganizationModel organization, UserModel user) {
        // The parent of an organization's top-level groups is a group of its own that nobody sees.
        return provider.getOrganizationGroupsByMember(organization, user)
                .filter(group -> MANAGER_GROUP.equals(group.getName()))
                .anyMatch(group ->
                        provider.getOrganizationGroup(organization).getId().equals(group.getParentId()));
    }

    @Override
    public Set<Permission> permissions(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = user(session, realm, userId);
        Optional<ClientModel> management = ManagementClient.of(realm);
        if (user == null || management.isEmpty()) {
            return Set.of();
        }
        return AdminRole.permissionsOf(name -> {
            RoleModel role = management.get().getRole(name);
            return role != null && user.hasRole(role);
        });
    }

    @Override
    public boolean isRealmScope(KeycloakSession session, RealmModel realm, String scope) {
        return clientScope(realm, scope).isPresent() || realm.getRole(scope) != null;
    }

    @Override
    public boolean holdsRealmScope(KeycloakSession session, RealmModel realm, String userId, String scope) {
        UserModel user = user(session, realm, userId);
        if (user == null) {
            return false;
        }
        RoleModel role = realm.getRole(scope);
        if (role != null && !user.hasRole(role)) {
            return false;
        }
        // As stock does for tokens: a client scope with roles is for users who hold one of them.
        return clientScope(realm, scope)
                .map(found -> found.getScopeMappingsStream().findAny().isEmpty()
                        || found.getScopeMappingsStream().anyMatch(user::hasRole))
                .orElse(role != null);
    }

    private static Optional<ClientScopeModel> clientScope(RealmModel realm, String name) {
        return realm.getClientScopesStream()
                .filter(scope -> name.equals(scope.getName()))
                .findFirst();
    }

    static @Nullable UserModel user(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = session.users().getUserById(realm, userId);
        if (user != null && realm.isOrganizationsEnabled()) {
            keepMemberships(organizations(session), user);
        }
        return user;
    }

    /**
     * At each look-up of a user Keycloak asks whether an organization manages it, by three queries for each organization
     * until its cache has been asked for the member once.
     */
    private static void keepMemberships(OrganizationProvider provider, UserModel user) {
        provider.getByMember(user)
                .limit(MAX_ORGANIZATIONS)
                .forEach(organization -> provider.getMemberById(organization, user.getId()));
    }

    /** What the people of the realm call an owner; empty for one that is gone, and for owners without a name. */
    static Optional<String> nameOf(KeycloakSession session, RealmModel realm, Owner owner) {
        return switch (owner.type()) {
            case USER, SERVICE_ACCOUNT ->
                Optional.ofNullable(session.users().getUserById(realm, owner.id()))
                        .map(UserModel::getUsername);
            case GROUP ->
                Optional.ofNullable(session.groups().getGroupById(realm, owner.id()))
                        .map(GroupModel::getName);
            case ORGANIZATION -> organization(session, realm, owner.id()).map(OrganizationModel::getName);
            case AGENT, REALM, TEXT -> Optional.empty();
        };
    }

    static Optional<OrganizationModel> organization(KeycloakSession session, RealmModel realm, String organizationId) {
        if (!realm.isOrganizationsEnabled()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(organizations(session).getById(organizationId));
        } catch (ModelException e) {
            // Keycloak's word for an organization of another realm, which to this one does not exist.
            return Optional.empty();
        }
    }

    private static OrganizationProvider organizations(KeycloakSession session) {
        return session.getProvider(OrganizationProvider.class);
    }
}
