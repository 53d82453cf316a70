package io.gatehouse.spi;

import io.gatehouse.rest.AccessMetadata;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.NullUnmarked;
import org.keycloak.models.KeycloakSession;

/**
 * The metadata of our API as a policy decision point, at the address that AuthZEN 1.0 section 9 gives it. Keycloak's own decision point
 * has another, below the realm.
 */
@Path(AccessMetadata.WELL_KNOWN + "/realms/{realm}/gatehouse/v1")
@NullUnmarked
public class AccessMetadataEndpoint {
    @Context
    KeycloakSession session;

    /** Shows it; open to everybody. */
    @GET
    @Operation(hidden = true)
    @Produces(MediaType.APPLICATION_JSON)
    public Response get(@PathParam("realm") String name) {
        return RealmMetadata.of(session, name, AccessMetadata::of);
    }
}
