package io.gatehouse.spi;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/** Leads from a Keycloak session to the node's {@link Node}. */
public record GatehouseProvider(Node node) implements Provider {
    /** The node that the session runs on. */
    static Node nodeOf(KeycloakSession session) {
        return session.getProvider(GatehouseProvider.class).node();
    }

    @Override
    public void close() {}
}
