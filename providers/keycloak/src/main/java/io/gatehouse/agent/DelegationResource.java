package io.gatehouse.agent;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Created;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Problem;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.Users;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP door to whom an agent may act for. Who manages the agent sees and withdraws; letting it act for somebody else takes
 * the permission and the stock role {@code impersonation} besides (rule 5 of the contract).
 */
@Tag(name = "Agents", description = "Agents: programs with an owner, an identity and limits of their own")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class DelegationResource {
    private final Call call;
    private final Agents agents;
    private final Delegations delegations;

    /** Serves one call. */
    public DelegationResource(Call call, Agents agents, Delegations delegations) {
        this.call = call;
        this.agents = agents;
        this.delegations = delegations;
    }

    /** Lists whom the agent may act for, newest first. */
    @GET
    @Operation(operationId = "listDelegations", summary = "List whom an agent may act for, newest first")
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
    public Response list(@PathParam("id") String id) {
        Agent agent = requireVisible(id);
        PageRequest page = PageRequest.of(call.listQuery());
        return Answer.page(delegations.ofAgent(agent.id(), page).map(DelegationRepresentation::of), call.uri());
    }

    /** Lets the agent act for a user. */
    @POST
    @Operation(operationId = "grantDelegation", summary = "Let an agent act for a user")
    @Parameter(
            name = Idempotency.HEADER,
            in = ParameterIn.HEADER,
            description = "Repeating the call with the same key creates once",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = Idempotency.MAX_KEY_LENGTH))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GrantDelegationRequest.class)))
    @APIResponse(
            responseCode = "201",
            description = "The delegation",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DelegationRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "The agent's present state does not allow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response grant(@PathParam("id") String id, byte @Nullable [] body) {
        Agent agent = requireVisible(id);
        Caller caller = call.caller();
        GrantDelegationRequest.Wanted wanted = GrantDelegationRequest.read(call.fields(body), Clock.nowMs());
        boolean isOwn = caller.kind() == Caller.Kind.USER && wanted.userId().equals(caller.userId());
        if (!isOwn) {
            requireMayAllowOthers(caller);
        }
        caller.requireMayMakeCredentials(Clock.nowMs());
        requirePerson(wanted.userId());
        requireNoAdministrative(wanted);
        Delegation.Source source = isOwn ? Delegation.Source.USER : Delegation.Source.ADMIN;
        return Idempotency.create(
                call,
                body,
                () -> created(delegations.grant(
                        agent.id(), wanted.userId(), source, wanted.scopes(), wanted.expiresAtMs(), caller.id())));
    }

    /** Withdraws a delegation, whoever allowed it. */
    @DELETE
    @Path("{delegation}")
    @Operation(
            operationId = "withdrawDelegation",
            summary = "Withdraw a delegation or a user's consent, and kill what was exchanged for it")
    @APIResponse(
            responseCode = "200",
            description = "What it was, to callers that prefer return=representation",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DelegationRepresentation.class)))
    @APIResponse(responseCode = "204", description = "Withdrawn")
    public Response withdraw(@PathParam("id") String id, @PathParam("delegation") String delegation) {
        Agent agent = requireMayChange(id);
        call.noQuery();
        Delegation found = delegations
                .find(delegation)
                .filter(one -> one.agentId().equals(agent.id()))
                .orElseThrow(GatehouseException::notFound);
        delegations.withdraw(found);
        return Answer.deleted(call.headers(), DelegationRepresentation.of(found));
    }

    private static Created created(Delegation made) {
        return new Created(made.id(), Json.tree(DelegationRepresentation.of(made)), Set.of());
    }

    private Agent requireVisible(String id) {
        Reach reach = call.caller().reach(Permission.AGENTS_READ);
        return agents.find(id).filter(agent -> agent.isWithin(reach)).orElseThrow(GatehouseException::notFound);
    }

    /** 404 for what the caller may not see, 403 for what it sees and may not change. */
    private Agent requireMayChange(String id) {
        Agent agent = requireVisible(id);
        boolean isPerson = call.caller().kind() == Caller.Kind.USER;
        if (!isPerson) {
            call.caller().require(Permission.AGENTS_WRITE);
        }
        if (!agent.isWithin(call.caller().reach(Permission.AGENTS_WRITE))) {
            throw GatehouseException.forbidden(Permission.AGENTS_WRITE);
        }
        return agent;
    }

    private static void requireMayAllowOthers(Caller caller) {
        caller.require(Permission.AGENTS_WRITE);
        if (!caller.mayImpersonate()) {
            throw GatehouseException.forbidden(
                    "impersonation_required", "Letting an agent act for another person needs the role impersonation.");
        }
    }

    private void requirePerson(String userId) {
        Users users = call.scope().ports().users();
        boolean isPerson = users.find(call.scope().session(), call.scope().realm(), userId)
                        .filter(userId::equals)
                        .isPresent()
                && !users.isServiceAccount(call.scope().session(), call.scope().realm(), userId);
        if (!isPerson) {
            throw GatehouseException.invalid("/user_id", "unknown_user", "There is no person with this id.");
        }
    }

    /** What Gatehouse itself lets people do is not handed to programs that act for them. */
    private static void requireNoAdministrative(GrantDelegationRequest.Wanted wanted) {
        if (wanted.scopes().stream().anyMatch(Permission::isAdministrative)) {
            throw GatehouseException.invalid(
                    "/scopes", "scope_not_allowed", "An administrative scope cannot be delegated.");
        }
    }
}
