package io.gatehouse.spi;

import io.gatehouse.account.Account;
import io.gatehouse.account.Accounts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserManager;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.userprofile.EventAuditingAttributeChangeListener;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/** Keycloak's accounts, changed in the way of its own account pages: its user profile, its roles, its events. */
final class AccountsAdapter implements Accounts {
    private static final String PICTURE = "picture";
    private static final int MAX_PICTURE_LENGTH = 2_048;

    private final KeycloakSession session;
    private final RealmModel realm;

    AccountsAdapter(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    @Override
    public Optional<Account> find(String userId) {
        return Optional.ofNullable(UsersAdapter.user(session, realm, userId)).map(this::account);
    }

    private Account account(UserModel user) {
        return new Account(
                user.getId(),
                user.getUsername(),
                user.getEmail(),
                user.getFirstName(),
                user.getLastName(),
                user.isEnabled(),
                user.isEmailVerified(),
                user.getServiceAccountClientLink() != null,
                StockTokensAdapter.isGuest(user),
                isSuperuser(user),
                user.getCreatedTimestamp(),
                picture(user));
    }

    private boolean isSuperuser(UserModel user) {
        RoleModel ofMaster = ManagementClient.isMaster(realm) ? realm.getRole(AdminRoles.ADMIN) : null;
        RoleModel ofRealm = ManagementClient.of(realm)
                .map(client -> client.getRole(AdminRoles.REALM_ADMIN))
                .orElse(null);
        return (ofMaster != null && user.hasRole(ofMaster)) || (ofRealm != null && user.hasRole(ofRealm));
    }

    /** Whoever may set the attribute could put there what a browser would run. */
    private static @Nullable String picture(UserModel user) {
        String url = user.getFirstAttribute(PICTURE);
        boolean isShown = url != null
                && url.length() <= MAX_PICTURE_LENGTH
                && (url.startsWith("https://") || url.startsWith("http://"));
        return isShown ? url : null;
    }

    @Override
    public List<Project> projects(String userId) {
        UserModel user = UsersAdapter.user(session, realm, userId);
        if (user == null || !realm.isOrganizationsEnabled()) {
            return List.of();
        }
        return session.getProvider(OrganizationProvider.class)
                .getByMember(user)
                .filter(OrganizationModel::isEnabled)
                .limit(MAX_PROJECTS)
                .map(organization -> new Project(organization.getId(), organization.getName()))
                .sorted(Comparator.comparing(Project::name).thenComparing(Project::id))
                .toList();
    }

    @Override
    public boolean isOn(Action action) {
        RequiredActionProviderModel found = realm.getRequiredActionProviderByAlias(action.alias());
        return found != null && found.isEnabled();
    }

    @Override
    public boolean holds(String userId, Role role) {
        UserModel user = UsersAdapter.user(session, realm, userId);
        ClientModel account = realm.getClientByClientId(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        RoleModel found = account == null ? null : account.getRole(role.text());
        return user != null && found != null && user.hasRole(found);
    }

    @Override
    public List<Refusal> rename(String userId, Names names) {
        UserModel user = require(userId);
        UserProfileProvider profiles = session.getProvider(UserProfileProvider.class);
        UserProfile before = profiles.create(UserProfileContext.ACCOUNT, user);
        Map<String, List<String>> attributes =
                new HashMap<>(before.getAttributes().toMap());
        Map<String, String> wanted = new HashMap<>();
        put(wanted, UserModel.FIRST_NAME, names.first());
        put(wanted, UserModel.LAST_NAME, names.last());
        List<Refusal> readOnly = wanted.keySet().stream()
                .filter(before.getAttributes()::isReadOnly)
                .map(name -> new Refusal(name, "error-user-attribute-read-only"))
                .toList();
        if (!readOnly.isEmpty()) {
            return readOnly;
        }
        wanted.forEach((name, value) -> attributes.put(name, List.of(value)));
        EventBuilder event =
                event(EventType.UPDATE_PROFILE, user).detail(Details.CONTEXT, UserProfileContext.ACCOUNT.name());
        UserProfile profile = profiles.create(UserProfileContext.ACCOUNT, attributes, user);
        try {
            profile.update(false, new EventAuditingAttributeChangeListener(profile, event));
        } catch (ValidationException e) {
            return refusals(e);
        }
        event.success();
        return List.of();
    }

    private static void put(Map<String, String> wanted, String name, @Nullable String value) {
        if (value != null) {
            wanted.put(name, value);
        }
    }

    static List<Refusal> refusals(ValidationException refused) {
        return refused.getErrors().stream()
                .map(error -> new Refusal(error.getAttribute(), error.getMessage()))
                .toList();
    }

    @Override
    public boolean delete(String userId) {
        UserModel user = require(userId);
        EventBuilder event = event(EventType.DELETE_ACCOUNT, user).detail(Details.USERNAME, user.getUsername());
        if (!new UserManager(session).removeUser(realm, user)) {
            return false;
        }
        event.success();
        return true;
    }

    @Override
    public Written verification(String userId) {
        return new AccountLetters(session, realm).verification(require(userId));
    }

    @Override
    public Written emailChange(String userId, String address) {
        return new AccountLetters(session, realm).change(require(userId), address);
    }

    private UserModel require(String userId) {
        UserModel user = UsersAdapter.user(session, realm, userId);
        if (user == null) {
            throw new IllegalStateException("the user who calls is gone");
        }
        return user;
    }

    private EventBuilder event(EventType type, UserModel user) {
        return event(session, realm, type, user);
    }

    /** An event of Keycloak's about a user who calls. */
    static EventBuilder event(KeycloakSession session, RealmModel realm, EventType type, UserModel user) {
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(type)
                .user(user);
        ClientModel client = session.getContext().getClient();
        return client == null ? event : event.client(client);
    }
}
