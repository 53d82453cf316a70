package io.gatehouse.spi;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oauth2.OAuth2WellKnownProviderFactory;
import org.keycloak.wellknown.WellKnownProvider;

/** Our additions to {@code /.well-known/oauth-authorization-server} (RFC 8414). */
public final class WellKnownOAuth extends OAuth2WellKnownProviderFactory {
    @Override
    public WellKnownProvider create(KeycloakSession session) {
        return new WellKnownAddition(session, OAuth2WellKnownProviderFactory.PROVIDER_ID);
    }

    /** The stock provider reads its own configuration; this one has none. */
    @Override
    public void init(Config.Scope config) {}

    @Override
    public String getId() {
        return "gatehouse-oauth-authorization-server";
    }

    @Override
    public String getAlias() {
        return OAuth2WellKnownProviderFactory.PROVIDER_ID;
    }

    @Override
    public int getPriority() {
        return WellKnownAddition.PRIORITY;
    }
}
