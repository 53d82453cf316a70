package io.gatehouse.spi;

import io.gatehouse.platform.AdminRole;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.StockTokens;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Keycloak's own access tokens, verified by Keycloak, and only those meant for {@code gatehouse} that no agent got. */
final class StockTokensAdapter implements StockTokens {
    /** Audience that a user token must name; the client scope of the same name adds it. */
    static final String AUDIENCE = "gatehouse";

    /** Attribute of guests, with the value {@code true}. */
    static final String GUEST_ATTRIBUTE = "anonymous";

    @Override
    public Optional<User> authenticate(KeycloakSession session, RealmModel realm) {
        if (session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION) == null) {
            return Optional.empty();
        }
        try {
            AuthResult result = new AppAuthManager.BearerTokenAuthenticator(session)
                    .setAudience(AUDIENCE)
                    .authenticate();
            // A person who logged in at an agent gave it a token to exchange, not to be the person here.
            return Optional.ofNullable(result)
                    .filter(found -> !AgentClient.isAgent(found.client()))
                    .map(found -> user(session, realm, found));
        } catch (NotAuthorizedException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Long> secondFactorAtMs(KeycloakSession session, RealmModel realm) {
        return loginSession(session, realm).flatMap(login -> SecondFactors.lastAtMs(realm, login));
    }

    /** The login session of the request's bearer token; empty for tokens that no person of this realm got. */
    static Optional<UserSessionModel> loginSession(KeycloakSession session, RealmModel realm) {
        if (session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION) == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(new AppAuthManager.BearerTokenAuthenticator(session)
                            .setRealm(realm)
                            .authenticate())
                    .map(AuthResult::session);
        } catch (NotAuthorizedException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> sessionId(KeycloakSession session, RealmModel realm) {
        if (session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION) == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(new AppAuthManager.BearerTokenAuthenticator(session)
                            .setRealm(realm)
                            .setAudience(AUDIENCE)
                            .authenticate())
                    .map(AuthResult::session)
                    .map(UserSessionModel::getId);
        } catch (NotAuthorizedException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isRevoked(KeycloakSession session, String tokenId) {
        return session.revokedTokens().contains(tokenId);
    }

    private static User user(KeycloakSession session, RealmModel realm, AuthResult result) {
        UserModel user = result.user();
        AccessToken token = result.token();
        boolean isServiceAccount = user.getServiceAccountClientLink() != null;
        boolean isDelegated = token.getOtherClaims().containsKey("act");
        boolean isGuest = isGuest(user);
        Set<Permission> permissions = permissions(session, realm, user, token);
        return new User(
                user.getId(),
                isServiceAccount || isDelegated || isGuest ? Permission.withoutPeopleOnly(permissions) : permissions,
                ms(isServiceAccount ? token.getIat() : token.getAuth_time()),
                isDelegated,
                isGuest,
                holds(realm, user, token, AdminRoles.IMPERSONATION));
    }

    /** Whether the user is an anonymous guest. */
    static boolean isGuest(UserModel user) {
        return Boolean.parseBoolean(user.getFirstAttribute(GUEST_ATTRIBUTE));
    }

    /** What the token's roles confer and the user still holds. */
    private static Set<Permission> permissions(
            KeycloakSession session, RealmModel realm, UserModel user, AccessToken token) {
        EnumSet<Permission> both = EnumSet.noneOf(Permission.class);
        both.addAll(AdminRole.permissionsOf(name -> inToken(realm, token, name)));
        both.retainAll(GatehouseProvider.nodeOf(session).ports().users().permissions(session, realm, user.getId()));
        return both;
    }

    private static boolean holds(RealmModel realm, UserModel user, AccessToken token, String roleName) {
        RoleModel role = ManagementClient.of(realm)
                .map(client -> client.getRole(roleName))
                .orElse(null);
        return role != null && user.hasRole(role) && inToken(realm, token, roleName);
    }

    private static boolean inToken(RealmModel realm, AccessToken token, String roleName) {
        return ManagementClient.of(realm)
                .map(ClientModel::getClientId)
                .map(token::getResourceAccess)
                .filter(access -> access.isUserInRole(roleName))
                .isPresent();
    }

    private static @Nullable Long ms(@Nullable Long seconds) {
        return seconds == null ? null : seconds * 1000;
    }
}
