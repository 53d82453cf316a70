package io.gatehouse.spi;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RequestFacts;
import io.gatehouse.rest.ApiPaths;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.hibernate.exception.JDBCConnectionException;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.error.KeycloakErrorHandler;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * A database that cannot be reached is 503 with Retry-After on our paths, so that callers try again; every other path gets
 * the answer that Keycloak itself would have given.
 */
@Provider
public class DatabaseFaultMapper implements ExceptionMapper<JDBCConnectionException> {
    private static final Logger LOG = Logger.getLogger(DatabaseFaultMapper.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    @Override
    public Response toResponse(JDBCConnectionException fault) {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        String path = session.getContext().getUri().getPath();
        if (!ApiPaths.isOurs(path)) {
            return KeycloakErrorHandler.getResponse(session, fault);
        }
        LOG.debug("the database cannot be reached", fault);
        session.getTransactionManager().setRollbackOnly();
        return Answer.problem(
                GatehouseException.unavailable("The database cannot be reached.", RETRY_AFTER_SECONDS),
                RequestFacts.of(session).requestId(),
                path);
    }
}
