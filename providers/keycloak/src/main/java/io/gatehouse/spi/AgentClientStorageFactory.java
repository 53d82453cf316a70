package io.gatehouse.spi;

import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.storage.client.ClientStorageProviderFactory;
import org.keycloak.storage.client.ClientStorageProviderModel;

/** Offers the agents of a realm to Keycloak as clients; {@link RealmSetup} adds the component that switches it on. */
public final class AgentClientStorageFactory implements ClientStorageProviderFactory<AgentClientStorage> {
    static final String ID = "gatehouse-agents";

    @Override
    public AgentClientStorage create(KeycloakSession session, ComponentModel component) {
        return new AgentClientStorage(session, new ClientStorageProviderModel(component));
    }

    @Override
    public String getId() {
        return ID;
    }
}
