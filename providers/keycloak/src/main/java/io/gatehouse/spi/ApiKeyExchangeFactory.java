package io.gatehouse.spi;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenExchangeProvider;
import org.keycloak.protocol.oidc.TokenExchangeProviderFactory;

/** Exchange of API keys at the token endpoint (RFC 8693). Keycloak asks its own exchanges after this one. */
public final class ApiKeyExchangeFactory implements TokenExchangeProviderFactory, PlainFactory<TokenExchangeProvider> {
    private static final int ORDER = 100;

    @Override
    public String getId() {
        return "gatehouse-api-key";
    }

    /** Asked before stock's own. */
    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public TokenExchangeProvider create(KeycloakSession session) {
        return new ApiKeyExchange();
    }
}
