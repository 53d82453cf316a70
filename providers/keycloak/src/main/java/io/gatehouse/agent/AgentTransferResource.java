package io.gatehouse.agent;

import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The HTTP door through which an agent goes to another owner. */
@Tag(name = "Agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AgentTransferResource {
    private final Call call;
    private final Agents agents;
    private final KeysOfAgents keys;
    private final String id;

    /** The API keys that agents own; the room of keys, which lies above, ends them. */
    @FunctionalInterface
    public interface KeysOfAgents {
        /** Revokes every API key of an agent, in transactions of its own. */
        void revokeAll(String agentId);
    }

    /** The body, as OpenAPI shows it. */
    @Schema(name = "AgentTransfer")
    record TransferRequest(
            @Schema(
                    required = true,
                    description = "The name of a team, or a user, group or organization of the realm",
                    oneOf = {String.class, OwnerReference.class})
            Object owner) {}

    /**
     * Serves one call.
     *
     * @param id of the agent, as the path says
     */
    public AgentTransferResource(Call call, Agents agents, KeysOfAgents keys, String id) {
        this.call = call;
        this.agents = agents;
        this.keys = keys;
        this.id = id;
    }

    /** Hands the agent over. */
    @POST
    @Operation(
            operationId = "transferAgent",
            summary = "Hand an agent over to another owner; its secret or keys, tokens and API keys are dead",
            description = "Asks for what creating an agent of the new owner would. The new owner makes a new secret by"
                    + " rotate-secret, or sets new jwks. By a person without agents:write the agent becomes pending.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TransferRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "The agent of its new owner",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "The agent is revoked",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response transfer(byte @Nullable [] body) {
        Agent before = new AgentAccess(call, agents).mayChange(id);
        Owner owner = owner(call.fields(body));
        Caller caller = call.caller();
        AgentTransfer.Recipient ignored = recipient(before, owner);
        boolean isMove = !before.owner().equals(owner) && before.status() != AgentStatus.REVOKED;
        if (isMove) {
            // Before, or a node that dies after the transfer would leave them alive; and after it, for one made
            // meanwhile.
            keys.revokeAll(id);
            AfterCommit.run(call.scope().session(), () -> keys.revokeAll(id));
        }
        Agent agent = new AgentTransfer(agents)
                .transfer(id, owner, locked -> recipient(locked, owner), caller.may(Permission.AGENTS_WRITE))
                .orElseThrow(GatehouseException::notFound);
        return Answer.ok(AgentRepresentation.of(agent));
    }

    private static Owner owner(Fields fields) {
        Owner owner = AgentBody.owner(fields).orElse(null);
        fields.done();
        if (owner == null) {
            throw new IllegalStateException("done() refuses a body without an owner");
        }
        return owner;
    }

    /** As at creation. What belonged to the organization that owned it does not go with it to somebody else. */
    private AgentTransfer.Recipient recipient(Agent before, Owner owner) {
        if (before.owner().equals(owner)) {
            return new AgentTransfer.Recipient(owner, before.organizationId());
        }
        AgentOwners owners = new AgentOwners(call.scope(), call.caller());
        owners.requireMayOwn(owner);
        boolean leaves =
                owner.type() == Owner.Type.ORGANIZATION || before.owner().type() == Owner.Type.ORGANIZATION;
        String kept = leaves ? null : before.organizationId();
        NewAgent wanted = new NewAgent(
                owner,
                kept,
                before.mode(),
                before.credential(),
                before.details(),
                before.marks().blueprintId());
        return new AgentTransfer.Recipient(owner, owners.organizationOf(wanted));
    }
}
