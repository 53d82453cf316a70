package io.gatehouse.spi;

import io.gatehouse.core.id.Ids;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.AbstractClientAuthenticator;
import org.keycloak.authentication.authenticators.client.ClientAuthUtil;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.ClientModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.util.BasicAuthHelper;

/**
 * Client authentication by an agent's secret ({@code client_secret_basic} and {@code client_secret_post}, RFC 6749 2.3.1),
 * which is stored as an HMAC. Stands last in the realm's client flow and leaves every other client alone.
 */
public final class AgentSecretAuthenticator extends AbstractClientAuthenticator {
    static final String ID = "gatehouse-secret";

    private record Presented(
            @Nullable String clientId, @Nullable String secret) {}

    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        Presented presented = presented(context.getHttpRequest());
        String clientId = presented.clientId();
        if (clientId == null || presented.secret() == null || !Ids.isAgentId(clientId)) {
            context.attempted();
            return;
        }
        ClientModel client = context.getRealm().getClientByClientId(clientId);
        if (!AgentClient.isAgent(client) || !ID.equals(client.getClientAuthenticatorType())) {
            context.attempted();
            return;
        }
        context.getEvent().client(clientId);
        context.setClient(client);
        if (!client.isEnabled()) {
            context.failure(AuthenticationFlowError.CLIENT_DISABLED);
        } else if (client.validateSecret(presented.secret())) {
            context.success();
        } else {
            context.failure(AuthenticationFlowError.INVALID_CLIENT_CREDENTIALS, invalidClient());
        }
    }

    private static Presented presented(HttpRequest request) {
        String header = request.getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION);
        String[] basic = header == null ? null : BasicAuthHelper.RFC6749.parseHeader(header);
        if (basic != null) {
            return new Presented(basic[0], basic[1]);
        }
        MediaType type = request.getHttpHeaders().getMediaType();
        if (type == null || !type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE)) {
            return new Presented(null, null);
        }
        MultivaluedMap<String, String> form = request.getDecodedFormParameters();
        return new Presented(form.getFirst("client_id"), form.getFirst("client_secret"));
    }

    private static Response invalidClient() {
        return ClientAuthUtil.errorResponse(
                Response.Status.UNAUTHORIZED.getStatusCode(),
                OAuthErrorException.INVALID_CLIENT,
                "Invalid client or Invalid client credentials");
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Gatehouse agent secret";
    }

    @Override
    public String getHelpText() {
        return "Authenticates Gatehouse agents by their secret, which is stored as an HMAC";
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.ALTERNATIVE, Requirement.DISABLED};
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public List<ProviderConfigProperty> getConfigPropertiesPerClient() {
        return List.of();
    }

    @Override
    public Map<String, Object> getAdapterConfiguration(
            org.keycloak.models.KeycloakSession session, ClientModel client) {
        return Map.of();
    }

    @Override
    public Set<String> getProtocolAuthenticatorMethods(String protocol) {
        return Set.of();
    }
}
