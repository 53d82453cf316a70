package io.gatehouse.spi;

import io.gatehouse.platform.GatehouseException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.utils.MediaTypeMatcher;

/** Keeps people out of an organization whose plan has no seat for them: whatever lets them in, all of it is rolled back. */
final class OrganizationSeats {
    private static final String NO_SEAT = "gatehouseNoSeat";

    private OrganizationSeats() {}

    /**
     * Takes a seat for somebody who has just joined.
     *
     * @throws WebApplicationException 402: in JSON for programs, as a page for people who follow an invitation
     */
    static void take(KeycloakSession session, String organizationId) {
        try {
            GatehouseProvider.nodeOf(session)
                    .allotments()
                    .takeSeat(Rooms.of(session, session.getContext().getRealm()).scope(), organizationId);
        } catch (GatehouseException refusal) {
            session.getTransactionManager().setRollbackOnly();
            throw answer(session, refusal);
        }
    }

    private static WebApplicationException answer(KeycloakSession session, GatehouseException refusal) {
        Response.Status status = Response.Status.fromStatusCode(refusal.status());
        HttpRequest request = session.getContext().getHttpRequest();
        return request != null && MediaTypeMatcher.isHtmlRequest(request.getHttpHeaders())
                ? new ErrorPageException(session, status, NO_SEAT)
                : new ErrorResponseException(refusal.code(), refusal.getMessage(), status);
    }
}
