package io.gatehouse.spi;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenExchangeProvider;
import org.keycloak.protocol.oidc.TokenExchangeProviderFactory;

/** Exchange of users' tokens by agents at the token endpoint (RFC 8693). */
public final class DelegationExchangeFactory
        implements TokenExchangeProviderFactory, PlainFactory<TokenExchangeProvider> {
    private static final int ORDER = 90;

    @Override
    public String getId() {
        return "gatehouse-delegation";
    }

    /** Asked after the exchange of API keys and before stock's own. */
    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public TokenExchangeProvider create(KeycloakSession session) {
        return new DelegationExchange();
    }
}
