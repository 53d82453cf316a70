package io.gatehouse.spi;

import io.gatehouse.platform.Json;
import io.gatehouse.rest.ResourceMetadata;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.NullUnmarked;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.cors.Cors;

/**
 * The metadata of our API at the address that RFC 9728 section 3.1 gives it: the path of the resource follows the well-known
 * one. That is outside of the realm's own paths, so that the server does not set the realm here.
 */
@Path(ResourceMetadata.WELL_KNOWN + "/realms/{realm}/gatehouse/v1")
@NullUnmarked
public class ResourceMetadataEndpoint {
    private static final String CACHE_CONTROL = "public, max-age=300";

    @Context
    KeycloakSession session;

    /** Shows it; open to everybody. */
    @GET
    @Operation(hidden = true)
    @Produces(MediaType.APPLICATION_JSON)
    public Response get(@PathParam("realm") String name) {
        // PostgreSQL refuses a NUL instead of finding nothing.
        RealmModel realm = name.chars().anyMatch(Character::isISOControl)
                ? null
                : session.realms().getRealmByName(name);
        if (realm == null || !realm.isEnabled()) {
            throw new NotFoundException();
        }
        session.getContext().setRealm(realm);
        Cors.builder().allowAllOrigins().allowedMethods("GET").add();
        return Response.ok(
                        Json.write(ResourceMetadata.of(Rooms.of(session, realm).scope())))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
                .build();
    }
}
