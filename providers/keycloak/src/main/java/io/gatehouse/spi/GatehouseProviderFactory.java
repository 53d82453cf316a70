package io.gatehouse.spi;

import io.gatehouse.platform.NodeOptions;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.common.util.Environment;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;

/** Makes the {@link Node} and starts it once the server's database is migrated. */
public final class GatehouseProviderFactory implements ProviderFactory<GatehouseProvider> {
    private NodeOptions options = NodeOptions.DEFAULTS;
    private @org.jspecify.annotations.Nullable Node node;

    @Override
    public void init(Config.Scope config) {
        options = NodeOptions.read(new ScopeOptions(config), Environment.isDevMode());
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        node = new Node(factory, options);
        factory.register(new Lifecycle(node, factory));
    }

    @Override
    public GatehouseProvider create(KeycloakSession session) {
        if (node == null) {
            throw new IllegalStateException("asked before the server was initialised");
        }
        return new GatehouseProvider(node);
    }

    /** What was counted is written down when the server stops: the database must be open still. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class);
    }

    @Override
    public void close() {
        if (node != null) {
            node.close();
        }
    }

    @Override
    public String getId() {
        return "default";
    }
}
