package io.gatehouse.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * OAuth 2.0 token revocation (RFC 7009): a form POST of an authenticated client with {@code token}. Errors are OAuth's
 * (RFC 6749 5.2), not problem+json.
 */
public abstract class RevocationEndpoint {
    /** Revokes the token of the form. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public abstract Response revoke();
}
