package io.gatehouse.agent;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Problem;
import io.gatehouse.platform.Reach;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP door to an agent's card, which whoever sees the agent may take and publish. */
@Tag(name = "Agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AgentCardResource {
    private final Call call;
    private final Agents agents;
    private final String id;

    /**
     * Serves one call.
     *
     * @param id of the agent, as the path says
     */
    public AgentCardResource(Call call, Agents agents, String id) {
        this.call = call;
        this.agents = agents;
        this.id = id;
    }

    /** Shows it. */
    @GET
    @Operation(
            operationId = "getAgentCard",
            summary = "Show an agent as an AgentCard of A2A 0.3.0",
            description = "Its members have the names of A2A. It holds nothing secret.")
    @APIResponse(
            responseCode = "200",
            description = "The card",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentCard.class)))
    @APIResponse(
            responseCode = "409",
            description = "The agent is revoked",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response get() {
        Reach reach = call.caller().reach(Permission.AGENTS_READ);
        call.noQuery();
        Agent agent = new AgentAccess(call, agents).visible(id, reach);
        if (agent.status() == AgentStatus.REVOKED) {
            throw GatehouseException.conflict(
                    "agent_revoked", "The agent is revoked for good; it has no card any more.");
        }
        return Answer.ok(AgentCard.of(agent, call.scope().issuer()));
    }
}
