package io.gatehouse.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.core.key.Secret;
import io.gatehouse.core.net.AddressGuard;
import io.gatehouse.core.net.OutboundUrl;
import io.gatehouse.core.net.OutboundUrlException;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Created;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Problem;
import io.gatehouse.platform.Query;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmSettings;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
 * The HTTP door to agents. Holders of {@code agents:write} manage every agent within their reach; a person without it creates
 * pending agents and manages its own and those of the organizations that it manages. Long because half of this file is
 * the description of the interface for OpenAPI.
 */
@Tag(name = "Agents", description = "Agents: programs with an owner, an identity and limits of their own")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AgentResource {
    private static final String SECRET_MEMBER = "secret_key";

    private final Call call;
    private final Agents agents;
    private final AddressGuard guard;

    /**
     * Serves one call.
     *
     * @param guard says what an agent may name as its {@code jwks_uri}
     */
    public AgentResource(Call call, Agents agents, AddressGuard guard) {
        this.call = call;
        this.agents = agents;
        this.guard = guard;
    }

    /** Creates an agent: active by a holder of {@code agents:write}, pending by a person. */
    @POST
    @APIResponse(responseCode = "402", description = "The plan allows no more; see limit, used and plan")
    @Operation(operationId = "createAgent", summary = "Create an agent")
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
                            schema = @Schema(implementation = CreateAgentRequest.class)))
    @APIResponse(
            responseCode = "201",
            description = "The agent, with its secret this once",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "A call with this Idempotency-Key is still running",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response create(byte @Nullable [] body) {
        Caller caller = call.caller();
        access().requireMayManage();
        NewAgent wanted = AgentBody.create(call.fields(body), Clock.nowMs(), this::blueprint);
        NewAgent allowed = allowed(wanted);
        AgentStatus status = caller.may(Permission.AGENTS_WRITE) ? AgentStatus.ACTIVE : AgentStatus.PENDING;
        return Idempotency.create(call, body, () -> created(agents.create(allowed, status, caller.id())));
    }

    /** Lists agents, newest first. */
    @GET
    @Operation(operationId = "listAgents", summary = "List agents, newest first")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Agents a page, 20 unless given",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "offset",
            in = ParameterIn.QUERY,
            description = "Agents to pass over; an alias of cursor",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "100000"))
    @Parameter(
            name = "page",
            in = ParameterIn.QUERY,
            description = "Page number; an alias of cursor",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100000"))
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "Only agents with this status",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"pending", "active", "paused", "expired", "revoked"}))
    @Parameter(
            name = "owner",
            in = ParameterIn.QUERY,
            description = "Only agents whose owner has exactly this id or text",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "Only agents whose name or id contains this",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "blueprint_id",
            in = ParameterIn.QUERY,
            description = "Only agents that were made from this blueprint",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "orphaned",
            in = ParameterIn.QUERY,
            description = "true: only agents whose owner is disabled or gone; false: only others",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentPage.class)))
    public Response list() {
        Reach reach = call.caller().reach(Permission.AGENTS_READ);
        Query query = call.listQuery("status", "owner", "search", "orphaned", "blueprint_id");
        AgentFilter filter = AgentFilter.of(query);
        return Answer.page(agents.list(filter, reach, PageRequest.of(query)).map(AgentRepresentation::of), call.uri());
    }

    /** Shows one agent. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getAgent", summary = "Show an agent")
    @APIResponse(
            responseCode = "200",
            description = "The agent",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentRepresentation.class)))
    public Response get(@PathParam("id") String id) {
        Reach reach = call.caller().reach(Permission.AGENTS_READ);
        call.noQuery();
        return Answer.ok(AgentRepresentation.of(access().visible(id, reach)));
    }

    /** Changes an agent's details (RFC 7396). */
    @PATCH
    @Path("{id}")
    @Operation(operationId = "patchAgent", summary = "Change an agent (JSON merge patch)")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PatchAgentRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "The agent as it is now",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "The agent's present state does not allow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response patch(@PathParam("id") String id, byte @Nullable [] body) {
        Agent agent = requireMayChange(id);
        Fields fields = call.fields(body);
        // Before the agent: whoever locks both does so in this order.
        AgentBlueprint blueprint = agents.blueprints().lockOf(agent);
        return answer(agents.update(id, before -> changed(before, fields, blueprint)));
    }

    /** Revokes an agent; its row stays. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteAgent", summary = "Revoke an agent for good; it stays visible")
    @APIResponse(
            responseCode = "200",
            description = "The revoked agent, to callers that prefer return=representation",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentRepresentation.class)))
    @APIResponse(responseCode = "204", description = "Revoked")
    public Response delete(@PathParam("id") String id) {
        Agent ignored = requireMayChange(id);
        call.noQuery();
        Agent revoked = agents.revoke(id).orElseThrow(GatehouseException::notFound);
        return Answer.deleted(call.headers(), AgentRepresentation.of(revoked));
    }

    /** Pauses an agent. */
    @POST
    @Path("{id}/pause")
    @Operation(operationId = "pauseAgent", summary = "Pause an agent and kill its live tokens")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT, maxProperties = 0)))
    @APIResponse(
            responseCode = "200",
            description = "The paused agent",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "The agent's present state does not allow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response pause(@PathParam("id") String id, byte @Nullable [] body) {
        Agent ignored = requireMayChange(id);
        requireNoMembers(body);
        return answer(agents.pause(id));
    }

    /** Resumes a paused agent; for holders of {@code agents:write} also activates a pending one. */
    @POST
    @Path("{id}/resume")
    @Operation(operationId = "resumeAgent", summary = "Resume a paused agent, or activate a pending one")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT, maxProperties = 0)))
    @APIResponse(
            responseCode = "200",
            description = "The active agent",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "The agent's present state does not allow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response resume(@PathParam("id") String id, byte @Nullable [] body) {
        Agent agent = requireMayChange(id);
        requireNoMembers(body);
        if (agent.status() == AgentStatus.PENDING) {
            call.caller().require(Permission.AGENTS_WRITE);
        }
        return answer(agents.resume(id));
    }

    /** Revokes an agent, as DELETE does, and shows it. */
    @POST
    @Path("{id}/revoke")
    @Operation(operationId = "revokeAgent", summary = "Revoke an agent for good and kill its live tokens")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT, maxProperties = 0)))
    @APIResponse(
            responseCode = "200",
            description = "The revoked agent",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentRepresentation.class)))
    public Response revoke(@PathParam("id") String id, byte @Nullable [] body) {
        Agent ignored = requireMayChange(id);
        requireNoMembers(body);
        return answer(agents.revoke(id));
    }

    /** The agent that the caller may create: what was asked for, with the organization that it belongs to. */
    private NewAgent allowed(NewAgent wanted) {
        if (wanted.credential() != AgentCredential.NONE) {
            call.caller().requireMayMakeCredentials(Clock.nowMs());
        }
        requireOutbound(wanted.details().jwksUri());
        requireWithinLifetime(wanted.details().expiresAtMs(), Clock.nowMs());
        grants().requireMayGrant(wanted.details().scopes());
        trust().requireMayTrust(null, null, wanted.details().federated());
        trust().requireMayName(null, wanted.details().certificate());
        AgentOwners owners = owners();
        owners.requireMayOwn(wanted.owner());
        String organizationId = owners.organizationOf(wanted);
        owners.requireSponsor(wanted.details().sponsorId());
        return new NewAgent(
                wanted.owner(),
                organizationId,
                wanted.mode(),
                wanted.credential(),
                wanted.details(),
                wanted.blueprintId());
    }

    /** Blueprints are the realm's, for those who manage its agents. */
    private Optional<AgentBlueprint> blueprint(String id) {
        call.caller().require(Permission.AGENTS_WRITE);
        return agents.blueprints().lockForUse(id);
    }

    private static Created created(Agents.Made made) {
        Secret secret = made.secret();
        ObjectNode body = Json.tree(AgentRepresentation.of(made.agent(), secret));
        return new Created(made.agent().id(), body, secret == null ? Set.of() : Set.of(SECRET_MEMBER));
    }

    /** @throws GatehouseException 422 for a URL that nobody may make the server call */
    private void requireOutbound(@Nullable String jwksUri) {
        if (jwksUri == null) {
            return;
        }
        try {
            OutboundUrl ignored = OutboundUrl.parse(jwksUri, guard);
        } catch (OutboundUrlException e) {
            throw GatehouseException.invalid(
                    "/jwks_uri", e.fault().code(), e.fault().detail());
        }
    }

    /** @throws GatehouseException 422 for an end beyond what the realm allows */
    private void requireWithinLifetime(@Nullable Long expiresAtMs, long createdAtMs) {
        int days = RealmSettings.agentMaxLifetimeDays(call.scope().realm());
        if (days > 0 && expiresAtMs != null && expiresAtMs > createdAtMs + TimeUnit.DAYS.toMillis(days)) {
            throw GatehouseException.invalid(
                    "/expires_at",
                    "out_of_range",
                    "expires_at may be at most " + days + " days after the agent's creation in this realm.");
        }
    }

    /** Judged with the agent locked, so that nothing that was taken away meanwhile comes back. */
    private AgentDetails changed(Agent before, Fields fields, @Nullable AgentBlueprint blueprint) {
        AgentDetails after = AgentBody.patch(fields, before, blueprint, Clock.nowMs());
        grants().requireMayChange(before, after);
        trust().requireMayTrust(before.id(), before.details().federated(), after.federated());
        trust().requireMayName(before.details().certificate(), after.certificate());
        if (after.changesKeys(before.details())) {
            requireOutbound(after.jwksUri());
            call.caller().requireMayMakeCredentials(Clock.nowMs());
        }
        if (!Objects.equals(before.details().expiresAtMs(), after.expiresAtMs())) {
            requireWithinLifetime(after.expiresAtMs(), before.createdAtMs());
        }
        if (!Objects.equals(before.details().sponsorId(), after.sponsorId())) {
            owners().requireSponsor(after.sponsorId());
        }
        return after;
    }

    private Agent requireMayChange(String id) {
        return access().mayChange(id);
    }

    private AgentAccess access() {
        return new AgentAccess(call, agents);
    }

    private void requireNoMembers(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            call.noQuery();
        } else {
            call.fields(body).done();
        }
    }

    private static Response answer(Optional<Agent> agent) {
        return Answer.ok(AgentRepresentation.of(agent.orElseThrow(GatehouseException::notFound)));
    }

    private AgentTrust trust() {
        return new AgentTrust(call, agents);
    }

    private AgentGrants grants() {
        return AgentGrants.of(call);
    }

    private AgentOwners owners() {
        return new AgentOwners(call.scope(), call.caller());
    }
}
