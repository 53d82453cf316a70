package io.gatehouse.spi;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.AgentStatus;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.authenticators.client.FederatedJWTClientAuthenticator;
import org.keycloak.authentication.authenticators.client.JWTClientAuthenticator;
import org.keycloak.authentication.authenticators.client.X509ClientAuthenticator;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.client.AbstractReadOnlyClientStorageAdapter;
import org.keycloak.storage.client.ClientStorageProviderModel;

/**
 * An agent as Keycloak sees it: a confidential client that can authenticate and nothing else. No flow is on, no scope is
 * granted, and tokens come from our grants alone, until an administrator lets people log in at it ({@link AgentLogins}).
 * Long because it answers every question that Keycloak asks of a client.
 */
final class AgentClient extends AbstractReadOnlyClientStorageAdapter {
    private static final Set<String> OUR_GRANTS = Set.of(
            OAuth2Constants.CLIENT_CREDENTIALS,
            AgentGrantFactory.GRANT_TYPE,
            DeferredGrantFactory.GRANT_TYPE,
            OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE);
    private static final String TOKEN_ENDPOINT = "/protocol/openid-connect/token";
    private static final String LOGIN_PAGES = "/login-actions/";
    private static final String LOGOUT_ENDPOINT = "/protocol/openid-connect/logout";

    private final Agent agent;

    AgentClient(KeycloakSession session, RealmModel realm, ClientStorageProviderModel component, Agent agent) {
        super(session, realm, component);
        this.agent = agent;
    }

    /** Whether a client is an agent. A stock client cannot pass by setting the attribute: its id is local. */
    static boolean isAgent(@Nullable ClientModel client) {
        return client != null
                && Boolean.parseBoolean(client.getAttribute(AgentClientAttributes.MARK))
                && !StorageId.isLocalStorage(client.getId());
    }

    /** The public keys of a client that is an agent, as a JWK set; without a wish for newer ones. */
    static String keysOf(ClientModel agent) {
        return agent.getAttributes().getOrDefault(AgentClientAttributes.JWKS, AgentClientAttributes.NO_KEYS);
    }

    @Override
    public String getClientId() {
        return agent.id();
    }

    @Override
    public String getName() {
        return AgentLogins.name(session, realm, agent);
    }

    @Override
    public @Nullable String getDescription() {
        return agent.details().description();
    }

    /**
     * An agent that may not act is disabled for every stock endpoint. Our own grants let it authenticate, because
     * {@code TokenIssuer} refuses it there with the error that tells its operator why (RFC 6749 5.2
     * {@code unauthorized_client}); only who proved to be the agent learns that.
     *
     * <p>Never enabled for the logout endpoint: an agent has no session to end, and stock would take its token for a
     * refresh token, which is what it takes every token without {@code typ} for there, and fail for want of a session.
     */
    @Override
    public boolean isEnabled() {
        boolean mayCallStock = agent.status() == AgentStatus.ACTIVE && !isAt(LOGOUT_ENDPOINT) && mayLogPeopleIn();
        return mayCallStock || isOurGrant();
    }

    /**
     * Where people may log in, the agent must be as able to act as for a token of ours: stock grants do not ask again. Where
     * they may not any more, a consent page that is still open is of no use: it may have been shown for another owner.
     */
    private boolean mayLogPeopleIn() {
        if (!AgentLogins.of(agent).isOn()) {
            return !isWithin(LOGIN_PAGES);
        }
        return (!isAt(TOKEN_ENDPOINT) || AgentLogins.isGrant(grantType()))
                && Rooms.of(session, realm).eligibility().of(agent.acting()).isEmpty();
    }

    /** Whether agents get tokens by this grant type. */
    static boolean isOurGrant(@Nullable String grantType) {
        return grantType != null && OUR_GRANTS.contains(grantType);
    }

    private boolean isOurGrant() {
        return isAt(TOKEN_ENDPOINT) && isOurGrant(grantType());
    }

    private @Nullable String grantType() {
        MultivaluedMap<String, String> form =
                session.getContext().getHttpRequest().getDecodedFormParameters();
        return form.getFirst(OAuth2Constants.GRANT_TYPE);
    }

    private boolean isAt(String endpoint) {
        return session.getContext().getHttpRequest() != null
                && session.getContext().getUri().getPath().endsWith(endpoint);
    }

    private boolean isWithin(String segment) {
        return session.getContext().getHttpRequest() != null
                && session.getContext().getUri().getPath().contains(segment);
    }

    @Override
    public String getClientAuthenticatorType() {
        return switch (agent.credential()) {
            case SECRET -> AgentSecretAuthenticator.ID;
            case FEDERATED -> FederatedJWTClientAuthenticator.PROVIDER_ID;
            case CERTIFICATE -> X509ClientAuthenticator.PROVIDER_ID;
            case PUBLIC_KEY, NONE -> JWTClientAuthenticator.PROVIDER_ID;
        };
    }

    @Override
    public boolean validateSecret(String secret) {
        return Rooms.of(session, realm).agents().matchesSecret(agent, secret);
    }

    /**
     * Always null: the stock secret authenticator compares this very string in plain text and never asks
     * {@link #validateSecret}, so that any placeholder would be a password.
     */
    @Override
    public @Nullable String getSecret() {
        return null;
    }

    @Override
    public Map<String, String> getAttributes() {
        return AgentClientAttributes.of(agent);
    }

    @Override
    public @Nullable String getAttribute(String name) {
        if (name.equals(AgentClientAttributes.JWKS) && agent.details().jwksUri() != null) {
            // Keycloak's key cache asks for them when it does not know a key, at most every 10 s.
            GatehouseProvider.nodeOf(session).agentKeys().wish(agent.realmId(), agent.id());
        }
        return getAttributes().get(name);
    }

    @Override
    public String getProtocol() {
        return OIDCLoginProtocol.LOGIN_PROTOCOL;
    }

    @Override
    public Map<String, ClientScopeModel> getClientScopes(boolean isDefault) {
        return AgentLogins.scopes(realm, agent, isDefault);
    }

    @Override
    public boolean isAlwaysDisplayInConsole() {
        return false;
    }

    @Override
    public Set<String> getWebOrigins() {
        return Set.of();
    }

    @Override
    public Set<String> getRedirectUris() {
        return Set.copyOf(AgentLogins.of(agent).redirectUris());
    }

    @Override
    public @Nullable String getManagementUrl() {
        return null;
    }

    @Override
    public @Nullable String getRootUrl() {
        return null;
    }

    @Override
    public @Nullable String getBaseUrl() {
        return null;
    }

    @Override
    public boolean isBearerOnly() {
        return false;
    }

    @Override
    public int getNodeReRegistrationTimeout() {
        return 0;
    }

    @Override
    public @Nullable String getRegistrationToken() {
        return null;
    }

    @Override
    public @Nullable String getAuthenticationFlowBindingOverride(String binding) {
        return null;
    }

    @Override
    public Map<String, String> getAuthenticationFlowBindingOverrides() {
        return Map.of();
    }

    @Override
    public boolean isFrontchannelLogout() {
        return false;
    }

    @Override
    public boolean isFullScopeAllowed() {
        return false;
    }

    @Override
    public boolean isPublicClient() {
        return false;
    }

    @Override
    public boolean isConsentRequired() {
        return true;
    }

    @Override
    public boolean isStandardFlowEnabled() {
        return !AgentLogins.of(agent).redirectUris().isEmpty();
    }

    @Override
    public boolean isImplicitFlowEnabled() {
        return false;
    }

    @Override
    public boolean isDirectAccessGrantsEnabled() {
        return false;
    }

    @Override
    public boolean isServiceAccountsEnabled() {
        return false;
    }

    /** What Keycloak gave the agent when a person logged in there dies with the agent's own tokens; a second is too much at most. */
    @Override
    public int getNotBefore() {
        return agent.notBeforeMs() == 0 ? 0 : (int) (agent.notBeforeMs() / 1000 + 1);
    }

    @Override
    public Stream<ProtocolMapperModel> getProtocolMappersStream() {
        return Stream.empty();
    }

    @Override
    public @Nullable ProtocolMapperModel getProtocolMapperById(String id) {
        return null;
    }

    @Override
    public List<ProtocolMapperModel> getProtocolMapperByType(String type) {
        return List.of();
    }

    @Override
    public @Nullable ProtocolMapperModel getProtocolMapperByName(String protocol, String name) {
        return null;
    }

    @Override
    public Stream<RoleModel> getScopeMappingsStream() {
        return Stream.empty();
    }

    @Override
    public Stream<RoleModel> getRealmScopeMappingsStream() {
        return Stream.empty();
    }

    @Override
    public boolean hasScope(RoleModel role) {
        return false;
    }
}
