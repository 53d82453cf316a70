package io.gatehouse.rest;

import jakarta.ws.rs.Path;

/**
 * The API with a root of its own, for the generator alone: on the server the root is given by Keycloak, and a class with
 * a path would be taken for a resource of the whole server.
 */
@Path("/")
class ContractRoot extends GatehouseApi {
    ContractRoot(Resources resources) {
        super(resources);
    }
}
