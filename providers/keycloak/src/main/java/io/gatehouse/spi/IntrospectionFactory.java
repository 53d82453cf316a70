package io.gatehouse.spi;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;

/** Takes introspection of access tokens over, for our tokens and API keys; everything else stays with the stock class. */
public final class IntrospectionFactory extends AccessTokenIntrospectionProviderFactory {
    private static final int ORDER = 100;

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public TokenIntrospectionProvider create(KeycloakSession session) {
        return new Introspection(session);
    }
}
