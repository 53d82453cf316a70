package io.gatehouse.spi;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory;

/** The grant by which agents come back for tokens that wait for a person. */
public final class DeferredGrantFactory implements OAuth2GrantTypeFactory, PlainFactory<OAuth2GrantType> {
    /** Value of {@code grant_type}. */
    public static final String GRANT_TYPE = "urn:gatehouse:params:oauth:grant-type:deferred";

    @Override
    public String getId() {
        return GRANT_TYPE;
    }

    /** Two letters that no other grant has. */
    @Override
    public String getShortcut() {
        return "gd";
    }

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new DeferredGrant();
    }
}
