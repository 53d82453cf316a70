package io.gatehouse.platform;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
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

    /** Work on a JDBC connection. */
    interface JdbcWork<T> {
        /** @throws SQLException when the database refuses; the transaction is rolled back */
        T on(Connection connection) throws SQLException;
    }

    /**
     * Runs statements in a transaction of their own on its plain connection, for batches that entities would make slow. The
     * work neither commits nor closes the connection.
     */
    default <T> T inNewConnection(JdbcWork<T> work) {
        return inNewTransaction(session -> onConnection(session, work));
    }

    /** Runs statements on the plain connection of the session's transaction; what entities still hold back is not seen. */
    default <T> T onConnection(KeycloakSession session, JdbcWork<T> work) {
        return entityManager(session).unwrap(Session.class).doReturningWork(work::on);
    }
}
