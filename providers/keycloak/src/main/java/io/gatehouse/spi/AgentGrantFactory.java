package io.gatehouse.spi;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory;

/** The agent grant under a name of its own, for when another extension has taken {@code client_credentials} over. */
public final class AgentGrantFactory implements OAuth2GrantTypeFactory, PlainFactory<OAuth2GrantType> {
    /** Value of {@code grant_type}. */
    public static final String GRANT_TYPE = "urn:gatehouse:params:oauth:grant-type:agent";

    @Override
    public String getId() {
        return GRANT_TYPE;
    }

    /** Two letters that no other grant has. */
    @Override
    public String getShortcut() {
        return "gh";
    }

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new AgentGrant();
    }
}
