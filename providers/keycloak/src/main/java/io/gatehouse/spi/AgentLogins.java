package io.gatehouse.spi;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.AgentLogin;
import io.gatehouse.agent.AgentMode;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** What Keycloak's own login and consent pages need to know of an agent that people may log in at. */
final class AgentLogins {
    private static final String DEVICE_FLOW = "oauth2.device.authorization.grant.enabled";
    private static final String DPOP_BOUND = "dpop.bound.access.tokens";

    /** What people's logins give an agent tokens by. */
    private static final Set<String> GRANTS = Set.of(
            OAuth2Constants.AUTHORIZATION_CODE, OAuth2Constants.REFRESH_TOKEN, OAuth2Constants.DEVICE_CODE_GRANT_TYPE);

    private AgentLogins() {}

    /** How people may log in; not at all at an agent that acts for itself only. */
    static AgentLogin of(Agent agent) {
        return agent.mode() == AgentMode.AUTONOMOUS
                ? AgentLogin.NONE
                : agent.marks().login();
    }

    /**
     * Whether it is by a login that a token is asked for. Any other stock grant would make a person's login at the agent more
     * than was consented to; with {@code uma-ticket} the token of a login is exchanged for permissions without asking anybody.
     */
    static boolean isGrant(@Nullable String grantType) {
        return grantType != null && GRANTS.contains(grantType);
    }

    /** The client attributes of such an agent; a code is taken with PKCE (RFC 7636) alone, and what binds its own tokens binds these. */
    static Map<String, String> attributes(Agent agent) {
        AgentLogin login = of(agent);
        return login.isOn()
                ? Map.of(
                        DEVICE_FLOW,
                        String.valueOf(login.isDeviceFlow()),
                        OIDCConfigAttributes.PKCE_CODE_CHALLENGE_METHOD,
                        "S256",
                        DPOP_BOUND,
                        String.valueOf(agent.isDpopBound()))
                : Map.of();
    }

    /**
     * What people can be asked for: the client scopes of the realm that the agent holds and that the consent page shows, each
     * when the agent names it; without being asked there is Keycloak's own scope that says who the person is.
     */
    static Map<String, ClientScopeModel> scopes(RealmModel realm, Agent agent, boolean isDefault) {
        Map<String, ClientScopeModel> scopes = new TreeMap<>();
        if (of(agent).isOn()) {
            realm.getClientScopesStream()
                    .filter(scope -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(scope.getProtocol()))
                    .filter(scope -> isDefault ? scope.getName().equals(LoginScope.BASIC) : mayAskFor(agent, scope))
                    .forEach(scope -> scopes.put(scope.getName(), new LoginScope(scope)));
        }
        return scopes;
    }

    /** Keycloak gives what its page does not show without asking anybody. */
    private static boolean mayAskFor(Agent agent, ClientScopeModel scope) {
        String name = scope.getName();
        return !name.equals(LoginScope.BASIC)
                && scope.isDisplayOnConsentScreen()
                && agent.details().scopes().contains(name)
                && !Permission.isAdministrative(name);
    }

    /**
     * Whom people are asked to consent to. Anybody may write a name: the page says whose the agent is, and that nobody vouches for
     * it unless its organization has a verified domain.
     */
    static String name(KeycloakSession session, RealmModel realm, Agent agent) {
        String name = agent.details().name();
        if (!of(agent).isOn()) {
            return name;
        }
        String whose = whose(session, realm, agent.owner());
        return plain(name)
                + UsersAdapter.verifiedDomain(session, realm, agent.owner())
                        .map(domain -> " (agent of " + plain(whose) + ", " + plain(domain) + ")")
                        .orElseGet(() -> " (unverified agent of " + plain(whose) + ")");
    }

    private static String whose(KeycloakSession session, RealmModel realm, Owner owner) {
        return owner.type() == Owner.Type.TEXT
                ? owner.id()
                : owner.type().text()
                        + " "
                        + UsersAdapter.nameOf(session, realm, owner).orElse(owner.id());
    }

    /** Keycloak's pages take markup in names for markup, and characters that turn the line around could hide what follows. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().map(AgentLogins::plain).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static int plain(int character) {
        return switch (character) {
            case '<' -> '\u2039';
            case '>' -> '\u203a';
            case '&' -> '\uff06';
            default -> isShown(character) ? character : ' ';
        };
    }

    private static boolean isShown(int character) {
        int type = Character.getType(character);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
