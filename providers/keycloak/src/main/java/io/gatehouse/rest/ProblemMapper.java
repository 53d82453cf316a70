package io.gatehouse.rest;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RequestFacts;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.utils.KeycloakSessionUtil;

/** Turns a refusal into problem+json and rolls back whatever the call had written. */
@Provider
public class ProblemMapper implements ExceptionMapper<GatehouseException> {
    @Override
    public Response toResponse(GatehouseException refusal) {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        session.getTransactionManager().setRollbackOnly();
        return Answer.problem(
                refusal,
                RequestFacts.of(session).requestId(),
                session.getContext().getUri().getPath());
    }
}
