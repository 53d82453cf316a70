package io.gatehouse.spi;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** The API for programs and people: {@code /realms/{realm}/gatehouse/v1}. */
public final class RealmApiFactory implements RealmResourceProviderFactory, PlainFactory<RealmResourceProvider> {
    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new RealmApi(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return "gatehouse";
    }
}
