package io.gatehouse.agent;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Created;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Problem;
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
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The HTTP door to blueprints of agents. They are the realm's: nobody owns one. */
@Tag(name = "Agent blueprints", description = "What agents of one kind have in common, and the most that they may get")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AgentBlueprintResource {
    private final Call call;
    private final AgentBatches batches;
    private final AgentBlueprints blueprints;

    /**
     * Serves one call.
     *
     * @param batches on behalf of the caller
     */
    public AgentBlueprintResource(Call call, Agents agents, AgentBatches batches) {
        this.call = call;
        this.batches = batches;
        this.blueprints = agents.blueprints();
    }

    /** Makes a blueprint. */
    @POST
    @Operation(operationId = "createAgentBlueprint", summary = "Make a blueprint of agents")
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
                            schema = @Schema(implementation = CreateAgentBlueprintRequest.class)))
    @APIResponseSchema(
            value = AgentBlueprintRepresentation.class,
            responseCode = "201",
            responseDescription = "The blueprint")
    @APIResponse(
            responseCode = "409",
            description = "The realm has 1,000 blueprints, or a call with this Idempotency-Key is still running",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response create(byte @Nullable [] body) {
        permitWrite();
        AgentBlueprint.Content wanted =
                AgentBlueprint.Content.patched(call.fields(body), AgentBlueprint.Content.NONE, Clock.nowMs());
        AgentGrants.of(call).requireMayGrant(wanted.details().scopes());
        return Idempotency.create(call, body, () -> {
            AgentBlueprint made = blueprints.create(wanted, call.caller().id());
            return new Created(made.id(), Json.tree(AgentBlueprintRepresentation.of(made)), Set.of());
        });
    }

    /** Lists blueprints, newest first. */
    @GET
    @Operation(operationId = "listAgentBlueprints", summary = "List blueprints of agents, newest first")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Blueprints a page, 20 unless given",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "offset",
            in = ParameterIn.QUERY,
            description = "Blueprints to pass over; an alias of cursor",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "100000"))
    @Parameter(
            name = "page",
            in = ParameterIn.QUERY,
            description = "Page number; an alias of cursor",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100000"))
    @APIResponseSchema(
            value = AgentBlueprintRepresentation.PageRepresentation.class,
            responseCode = "200",
            responseDescription = "One page")
    public Response list() {
        call.caller().require(Permission.AGENTS_READ);
        PageRequest page = PageRequest.of(call.listQuery());
        return Answer.page(blueprints.list(page).map(AgentBlueprintRepresentation::of), call.uri());
    }

    /** Shows one blueprint. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getAgentBlueprint", summary = "Show a blueprint of agents")
    @APIResponseSchema(
            value = AgentBlueprintRepresentation.class,
            responseCode = "200",
            responseDescription = "The blueprint")
    public Response get(@PathParam("id") String id) {
        call.caller().require(Permission.AGENTS_READ);
        call.noQuery();
        return Answer.ok(
                AgentBlueprintRepresentation.of(blueprints.find(id).orElseThrow(GatehouseException::notFound)));
    }

    /** Changes a blueprint by a merge patch (RFC 7396). */
    @PATCH
    @Path("{id}")
    @Operation(
            operationId = "patchAgentBlueprint",
            summary = "Change a blueprint of agents (JSON merge patch)",
            description =
                    "A scope that it loses, all its agents lose before the answer, and their tokens are dead. Anything"
                            + " else counts for new agents.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PatchAgentBlueprintRequest.class)))
    @APIResponseSchema(
            value = AgentBlueprintRepresentation.class,
            responseCode = "200",
            responseDescription = "The blueprint as it is now")
    public Response patch(@PathParam("id") String id, byte @Nullable [] body) {
        permitWrite();
        Fields fields = call.fields(body);
        AgentBlueprints.Changed changed =
                blueprints.update(id, before -> changed(before, fields)).orElseThrow(GatehouseException::notFound);
        Response answer = Answer.ok(AgentBlueprintRepresentation.of(changed.blueprint()));
        Long narrowAtMs = changed.narrowAtMs();
        if (narrowAtMs != null) {
            // The batches have transactions of their own, which must find the blueprint as it is now.
            call.scope().session().getTransactionManager().commit();
            int ignored = new BlueprintNarrowing(batches).run(id, narrowAtMs);
        }
        return answer;
    }

    /** Deletes a blueprint that no agent uses. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteAgentBlueprint", summary = "Delete a blueprint that no agent uses any more")
    @APIResponseSchema(
            value = AgentBlueprintRepresentation.class,
            responseCode = "200",
            responseDescription = "The deleted blueprint, to callers that prefer return=representation")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(
            responseCode = "409",
            description = "Agents that are not revoked use it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response delete(@PathParam("id") String id) {
        permitWrite();
        call.noQuery();
        AgentBlueprint deleted = blueprints.delete(id).orElseThrow(GatehouseException::notFound);
        return Answer.deleted(call.headers(), AgentBlueprintRepresentation.of(deleted));
    }

    /** Only what is added is asked about, as with agents. */
    private AgentBlueprint.Content changed(AgentBlueprint.Content before, Fields fields) {
        AgentBlueprint.Content after = AgentBlueprint.Content.patched(fields, before, Clock.nowMs());
        AgentGrants.of(call).requireMayGrant(after.details().scopesBeyond(before.details()));
        return after;
    }

    /** Agents of every organization may come of a blueprint, so whoever is narrowed to one changes none. */
    private void permitWrite() {
        call.caller().require(Permission.AGENTS_WRITE);
        if (call.caller().onlyOrganizationId() != null) {
            throw GatehouseException.forbidden(
                    "whole_realm_only", "Blueprints are of the whole realm; one organization cannot change them.");
        }
    }
}
