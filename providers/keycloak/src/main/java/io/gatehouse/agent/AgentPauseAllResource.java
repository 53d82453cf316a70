package io.gatehouse.agent;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The HTTP door to the pause of many agents at once. */
@Tag(name = "Agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AgentPauseAllResource {
    private final Call call;
    private final AgentBatches batches;

    /**
     * The answer of pause-all.
     *
     * @param paused how many were paused by this call
     */
    @Schema(name = "AgentsPaused")
    record PausedRepresentation(@Schema(required = true) int paused) {}

    /** Serves one call. */
    public AgentPauseAllResource(Call call, AgentBatches batches) {
        this.call = call;
        this.batches = batches;
    }

    /** Pauses every active agent of an owner, an organization or a blueprint. */
    @POST
    @Operation(
            operationId = "pauseAllAgents",
            summary =
                    "Pause every active agent of an owner, an organization or a blueprint, as far as you may; to repeat it"
                            + " is safe")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentBulkResource.ManyAgentsRequest.class)))
    @APIResponseSchema(
            value = PausedRepresentation.class,
            responseCode = "200",
            responseDescription = "How many agents this call paused")
    public Response pauseAll(byte @Nullable [] body) {
        Reach reach = call.caller().reach(Permission.AGENTS_WRITE);
        AgentBatches.Target target = AgentBulkResource.target(call.fields(body));
        // Nothing was written. The batches have transactions of their own, and this one would hold a connection.
        call.scope().session().getTransactionManager().commit();
        return Answer.ok(new PausedRepresentation(batches.run(target, reach, AgentBatches.PAUSE)));
    }
}
