package io.gatehouse.spi;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Brings our tables. There is one such factory and one changelog for ever: Keycloak names the table that records applied
 * changes after the factory's id, shortened, so that a second one could collide.
 */
public final class JpaFactory implements JpaEntityProviderFactory, JpaEntityProvider {
    private static final String ID = "gatehouse";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return this;
    }

    /** Empty: the server finds annotated classes of a provider jar by its index. */
    @Override
    public List<Class<?>> getEntities() {
        return List.of();
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/gatehouse/changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return ID;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
