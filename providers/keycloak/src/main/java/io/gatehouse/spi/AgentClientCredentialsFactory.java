package io.gatehouse.spi;

import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.grants.ClientCredentialsGrantType;
import org.keycloak.protocol.oidc.grants.ClientCredentialsGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/**
 * {@code client_credentials} for agents; every other client gets the stock class, untouched. Same id and shortcut as stock
 * (the shortcut is part of the ids of live stock tokens), a higher order.
 */
public final class AgentClientCredentialsFactory extends ClientCredentialsGrantTypeFactory {
    private static final Logger LOG = Logger.getLogger(AgentClientCredentialsFactory.class);
    private static final int ORDER = 100;

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new ForAgents(session);
    }

    /** Only one extension can take the grant over: when it is another one, agents have their own grant type left. */
    static void warnWhenReplaced(KeycloakSessionFactory factory) {
        if (!(factory.getProviderFactory(OAuth2GrantType.class, OAuth2Constants.CLIENT_CREDENTIALS)
                instanceof AgentClientCredentialsFactory)) {
            LOG.warnf(
                    "Another extension serves client_credentials; agents must use grant_type=%s",
                    AgentGrantFactory.GRANT_TYPE);
        }
    }

    private static final class ForAgents extends ClientCredentialsGrantType {
        private final KeycloakSession current;

        ForAgents(KeycloakSession session) {
            this.current = session;
        }

        @Override
        public Response process(Context context) {
            return AgentClient.isAgent(context.getClient())
                    ? new AgentGrant().process(context)
                    : super.process(context);
        }

        @Override
        public Set<String> getSupportedMultivaluedRequestParameters() {
            return AgentClient.isAgent(current.getContext().getClient())
                    ? AgentGrant.REPEATABLE
                    : super.getSupportedMultivaluedRequestParameters();
        }
    }
}
