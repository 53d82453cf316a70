package io.gatehouse.spi;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RequestFacts;
import io.gatehouse.rest.ApiPaths;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.util.Locale;
import org.hibernate.JDBCException;
import org.hibernate.exception.GenericJDBCException;
import org.hibernate.exception.JDBCConnectionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.error.KeycloakErrorHandler;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * A database that cannot be reached, or whose connections are all taken, is 503 with Retry-After on our paths, so that callers
 * try again; every other path and fault gets the answer that Keycloak itself would have given.
 */
public abstract class DatabaseFaultMapper<T extends JDBCException> implements ExceptionMapper<T> {
    private static final Logger LOG = Logger.getLogger(DatabaseFaultMapper.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    /** The database does not answer. */
    @Provider
    public static class Unreachable extends DatabaseFaultMapper<JDBCConnectionException> {
        @Override
        @Nullable
        String detail(JDBCConnectionException fault) {
            return "The database cannot be reached.";
        }
    }

    /** What Hibernate has no name for, a pool that has no connection left among it. */
    @Provider
    public static class Overload extends DatabaseFaultMapper<GenericJDBCException> {
        private static final String NO_CONNECTION = "acquisition timeout";

        @Override
        @Nullable
        String detail(GenericJDBCException fault) {
            return isOverload(fault.getSQLException()) ? "The server has too much to do." : null;
        }

        /** The pool's fault has a text alone: it comes from no database, which would have given it a state. */
        static boolean isOverload(SQLException cause) {
            String text = cause.getMessage();
            return cause.getSQLState() == null
                    && text != null
                    && text.toLowerCase(Locale.ROOT).contains(NO_CONNECTION);
        }
    }

    /** What callers are told; null for a fault that will not go away by waiting. */
    abstract @Nullable String detail(T fault);

    @Override
    public Response toResponse(T fault) {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        String path = session.getContext().getUri().getPath();
        String detail = detail(fault);
        if (detail == null || !ApiPaths.isOurs(path)) {
            return KeycloakErrorHandler.getResponse(session, fault);
        }
        LOG.debug(detail, fault);
        session.getTransactionManager().setRollbackOnly();
        return Answer.problem(
                GatehouseException.unavailable(detail, RETRY_AFTER_SECONDS),
                RequestFacts.of(session).requestId(),
                path);
    }
}
