package io.gatehouse.spi;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCWellKnownProviderFactory;
import org.keycloak.wellknown.WellKnownProvider;

/** Our additions to {@code /.well-known/openid-configuration}. */
public final class WellKnownOpenId extends OIDCWellKnownProviderFactory {
    @Override
    public WellKnownProvider create(KeycloakSession session) {
        return new WellKnownAddition(session, OIDCWellKnownProviderFactory.PROVIDER_ID);
    }

    /** The stock provider reads its own configuration; this one has none. */
    @Override
    public void init(Config.Scope config) {}

    @Override
    public String getId() {
        return "gatehouse-openid-configuration";
    }

    @Override
    public String getAlias() {
        return OIDCWellKnownProviderFactory.PROVIDER_ID;
    }

    @Override
    public int getPriority() {
        return WellKnownAddition.PRIORITY;
    }
}
