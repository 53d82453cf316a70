package io.gatehouse.platform;

import jakarta.persistence.EntityManager;
import java.util.function.Consumer;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;

/** Port to Keycloak's database. */
public interface Database {
    /** The entity manager of the session's transaction. */
    EntityManager entityManager(KeycloakSession session);

    /** Runs something in a session and transaction of its own; its failure rolls back that transaction alone. */
    <T> T inNewTransaction(Function<KeycloakSession, T> work);

    /** As {@link #inNewTransaction}, for work without a result. */
    default void runInNewTransaction(Consumer<KeycloakSession> work) {
        Boolean ignored = inNewTransaction(session -> {
            work.accept(session);
            return Boolean.TRUE;
        });
    }
}
