package io.gatehouse.agent;

import io.gatehouse.event.EventType;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Problem;
import io.gatehouse.platform.Reach;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The HTTP door where administrators let people log in at an agent, see {@link AgentLogin}. */
@Tag(name = "Agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AgentLoginResource {
    private final Call call;
    private final Agents agents;
    private final String id;

    /**
     * Serves one call.
     *
     * @param id of the agent, as the path says
     */
    public AgentLoginResource(Call call, Agents agents, String id) {
        this.call = call;
        this.agents = agents;
        this.id = id;
    }

    /** Shows how people may log in at the agent. */
    @GET
    @Operation(operationId = "getAgentLogin", summary = "Show how people may log in at an agent")
    @APIResponse(
            responseCode = "200",
            description = "Whether they may at all, and how",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentLogin.Representation.class)))
    public Response get() {
        Reach reach = call.caller().reach(Permission.AGENTS_READ);
        call.noQuery();
        Agent agent = new AgentAccess(call, agents).visible(id, reach);
        return Answer.ok(agent.marks().login().representation());
    }

    /** Says how people may log in at the agent; what is not said is off. */
    @PUT
    @Operation(
            operationId = "setAgentLogin",
            summary = "Let people log in at an agent by Keycloak's own pages and consent there",
            description =
                    "Asks for agents:write, which owning the agent does not confer. When something is taken away, the"
                            + " agent's tokens are dead.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentLogin.Request.class)))
    @APIResponse(
            responseCode = "200",
            description = "How people may log in from now on",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentLogin.Representation.class)))
    @APIResponse(
            responseCode = "409",
            description = "The agent is revoked, or acts for itself only",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response set(byte @Nullable [] body) {
        Agent ignored = mayDecide();
        AgentLogin login = AgentLogin.read(call.fields(body));
        return Answer.ok(changed(login).representation());
    }

    /** Nobody logs in at the agent any more. */
    @DELETE
    @Operation(
            operationId = "deleteAgentLogin",
            summary = "Let nobody log in at an agent any more; its tokens are dead, the consents stay",
            description = "Asks for agents:write, which owning the agent does not confer.")
    @APIResponse(
            responseCode = "200",
            description = "What it was, to callers that prefer return=representation",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentLogin.Representation.class)))
    @APIResponse(responseCode = "204", description = "Off, also when it was off before")
    @APIResponse(
            responseCode = "409",
            description = "The agent is revoked",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response delete() {
        Agent before = mayDecide();
        call.noQuery();
        AgentLogin ignored = changed(AgentLogin.NONE);
        return Answer.deleted(call.headers(), before.marks().login().representation());
    }

    /** The agent, when the caller may say who logs in there: not who owns it, but who answers for all of them. */
    private Agent mayDecide() {
        Agent agent = new AgentAccess(call, agents).mayChange(id);
        call.caller().require(Permission.AGENTS_WRITE);
        return agent;
    }

    private AgentLogin changed(AgentLogin login) {
        return agents.change(id, row -> change(row, login))
                .orElseThrow(GatehouseException::notFound)
                .marks()
                .login();
    }

    private void change(AgentEntity row, AgentLogin login) {
        Agents.requireNotRevoked(row);
        Agent before = agents.rows().agent(row);
        List<String> changed = login.changedSince(before.marks().login());
        if (changed.isEmpty()) {
            return;
        }
        if (login.isOn() && before.mode() == AgentMode.AUTONOMOUS) {
            throw GatehouseException.conflict(
                    "agent_autonomous", "The agent acts for itself only; its mode was fixed when it was created.");
        }
        row.allowLogin(login, Clock.nowMs());
        boolean killsTokens = login.takesFrom(before.marks().login());
        if (killsTokens) {
            agents.killTokens(row);
        }
        agents.append(Agents.event(EventType.AGENT_UPDATED, agents.rows().agent(row))
                .data("changed", changed)
                .data("tokens_revoked", killsTokens));
    }
}
