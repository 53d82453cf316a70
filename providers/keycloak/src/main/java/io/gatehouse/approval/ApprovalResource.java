package io.gatehouse.approval;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Problem;
import io.gatehouse.platform.Query;
import io.gatehouse.platform.Reach;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashSet;
import java.util.Map;
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
 * {@code /approvals}: what waits for people, and their decisions. Whoever is named by a rule sees what it may decide, whoever
 * sees an agent sees its requests. Long because it also holds the description of the API.
 */
@Tag(name = "Approvals", description = "Approvals: tokens that wait for the decision of a person")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class ApprovalResource {
    private final Call call;
    private final Approvals approvals;
    private final ApprovalPeople people;
    private final Agents agents;
    private final ApprovalDecisions decisions;

    /** Serves one call. */
    public ApprovalResource(Call call, Approvals approvals, ApprovalPeople people, Agents agents) {
        this.call = call;
        this.approvals = approvals;
        this.people = people;
        this.agents = agents;
        this.decisions = new ApprovalDecisions(call.caller(), approvals, people, agents, () -> call.scope()
                .ports()
                .stockTokens()
                .secondFactorAtMs(call.scope().session(), call.scope().realm()));
    }

    /** Lists approvals, newest first. */
    @GET
    @Operation(operationId = "listApprovals", summary = "List requests for approval, newest first")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"pending", "approved", "denied", "expired"}))
    @Parameter(
            name = "agent_id",
            in = ParameterIn.QUERY,
            description = "Only of this agent",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "mine",
            in = ParameterIn.QUERY,
            description = "true: only those that the caller is named to decide",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Approvals a page, 20 unless given",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "offset",
            in = ParameterIn.QUERY,
            description = "Approvals to pass over; an alias of cursor",
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
                            schema = @Schema(implementation = ApprovalPage.class)))
    public Response list() {
        Reach reach = decisions.reach();
        Query query = call.listQuery("status", "agent_id", "mine");
        ApprovalFilter filter = new ApprovalFilter(
                query.text("status").map(ApprovalResource::status).orElse(null),
                query.text("agent_id").orElse(null),
                reach,
                people.namesOf(call.caller()),
                query.text("mine").map(ApprovalResource::isTrue).orElse(false));
        Page<Approval> page = approvals.list(filter, PageRequest.of(query));
        Set<String> agentIds = new LinkedHashSet<>();
        page.items().forEach(approval -> agentIds.add(approval.agentId()));
        Map<String, Agent> byId = agents.findAll(agentIds);
        return Answer.page(page.map(approval -> shown(approval, byId.get(approval.agentId()))), call.uri());
    }

    /** Shows one approval. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getApproval", summary = "Show a request for approval")
    @APIResponse(
            responseCode = "200",
            description = "The request, and what became of it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApprovalRepresentation.class)))
    public Response get(@PathParam("id") String id) {
        call.noQuery();
        return shown(decisions.visible(id));
    }

    /** Approves. */
    @POST
    @Path("{id}/approve")
    @Operation(operationId = "approve", summary = "Let the agent have its token, all of what it asked for or less")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApprovalBodies.Approve.class)))
    @APIResponse(
            responseCode = "200",
            description = "Approved; the agent may fetch its token",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApprovalRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "It is decided already, or over, or the agent was changed since",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response approve(@PathParam("id") String id, byte @Nullable [] body) {
        Approval approval = decisions.visible(id);
        ApprovalBodies.Approve wanted = ApprovalBodies.readApprove(fields(body));
        return shown(decisions.approve(approval, wanted.scope(), wanted.approvedForSeconds(), wanted.reason()));
    }

    /** Denies. */
    @POST
    @Path("{id}/deny")
    @Operation(operationId = "deny", summary = "Refuse the agent its token")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApprovalBodies.Deny.class)))
    @APIResponse(
            responseCode = "200",
            description = "Denied",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApprovalRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "It is decided already, or over, or the agent was changed since",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response deny(@PathParam("id") String id, byte @Nullable [] body) {
        Approval approval = decisions.visible(id);
        ApprovalBodies.Deny wanted = ApprovalBodies.readDeny(fields(body));
        return shown(decisions.deny(approval, wanted.reason()));
    }

    private Fields fields(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            call.noQuery();
            return new Fields(Json.object());
        }
        return call.fields(body);
    }

    private Response shown(Approval approval) {
        return Answer.ok(shown(approval, agents.find(approval.agentId()).orElse(null)));
    }

    private ApprovalRepresentation shown(Approval approval, @Nullable Agent agent) {
        return agent == null
                ? ApprovalRepresentation.of(approval, null, false, false)
                : ApprovalRepresentation.of(
                        approval,
                        agent.details().name(),
                        AgentState.of(agent).equals(approval.agentState()),
                        decisions.mayDecide(approval, agent));
    }

    private static ApprovalWords status(String text) {
        return ApprovalWords.parse(text)
                .orElseThrow(() -> GatehouseException.badRequest(
                        "invalid_parameter", "status must be one of: pending, approved, denied, expired."));
    }

    private static boolean isTrue(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw GatehouseException.badRequest("invalid_parameter", "mine must be true or false.");
        }
        return text.equals("true");
    }
}
