package io.gatehouse.spi;

import io.gatehouse.platform.Database;
import jakarta.persistence.EntityManager;
import java.util.function.Function;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Keycloak's database, through its own connection provider. */
record DatabaseAdapter(KeycloakSessionFactory factory) implements Database {
    @Override
    public EntityManager entityManager(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    @Override
    public <T> T inNewTransaction(Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }
}
