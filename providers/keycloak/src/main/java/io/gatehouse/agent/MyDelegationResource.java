package io.gatehouse.agent;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.PageRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP door for a person to the agents that may act for it: consents in Keycloak, and what was allowed here. */
@Tag(name = "Me", description = "What belongs to the person who calls")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class MyDelegationResource {
    private final Call call;
    private final Delegations delegations;

    /** Serves one call. */
    public MyDelegationResource(Call call, Delegations delegations) {
        this.call = call;
        this.delegations = delegations;
    }

    /** Lists the agents that may act for the caller, newest first. */
    @GET
    @Operation(operationId = "listMyDelegations", summary = "List the agents that may act for you, newest first")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Delegations a page, 20 unless given",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "offset",
            in = ParameterIn.QUERY,
            description = "Delegations to pass over; an alias of cursor",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "100000"))
    @Parameter(
            name = "page",
            in = ParameterIn.QUERY,
            description = "Page number; an alias of cursor",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100000"))
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DelegationPage.class)))
    public Response list() {
        String userId = requirePerson();
        PageRequest page = PageRequest.of(call.listQuery());
        return Answer.page(delegations.ofUser(userId, page).map(DelegationRepresentation::of), call.uri());
    }

    /** Withdraws what lets an agent act for the caller, whoever allowed it. */
    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "withdrawMyDelegation",
            summary = "Stop an agent from acting for you, and kill what it got for that")
    @APIResponse(
            responseCode = "200",
            description = "What it was, to callers that prefer return=representation",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DelegationRepresentation.class)))
    @APIResponse(responseCode = "204", description = "Withdrawn")
    public Response withdraw(@PathParam("id") String id) {
        String userId = requirePerson();
        call.noQuery();
        Delegation found = delegations
                .find(id)
                .filter(one -> one.userId().equals(userId))
                .orElseThrow(GatehouseException::notFound);
        delegations.withdraw(found);
        return Answer.deleted(call.headers(), DelegationRepresentation.of(found));
    }

    /** The caller's user in this realm; empty for an administrator of another realm, who has none here. */
    private String requirePerson() {
        Caller caller = call.caller();
        caller.requireCredential();
        if (caller.kind() != Caller.Kind.USER && caller.kind() != Caller.Kind.ADMIN) {
            throw GatehouseException.forbidden(
                    "credential_not_allowed", "This call is for people; use a user's access token.");
        }
        String userId = caller.userId();
        return userId == null ? "" : userId;
    }
}
