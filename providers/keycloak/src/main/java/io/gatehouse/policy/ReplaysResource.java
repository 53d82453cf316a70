package io.gatehouse.policy;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /policies/replays}: how far replays are, and what came of them. */
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
public final class ReplaysResource {
    private final Call call;
    private final Replays replays;

    /** Serves one call. */
    public ReplaysResource(Call call, Replays replays) {
        this.call = call;
        this.replays = replays;
    }

    /** Shows one replay. */
    @GET
    @Path("{replay}")
    @Operation(operationId = "getPolicyReplay", summary = "Show how far a replay is, and what came of it so far")
    @APIResponseSchema(value = ReplayRepresentation.class, responseCode = "200", responseDescription = "The replay")
    public Response get(@PathParam("replay") String id) {
        ReplayResource.permit(call.caller());
        call.noQuery();
        return Answer.ok(ReplayRepresentation.of(replays.find(id).orElseThrow(GatehouseException::notFound)));
    }
}
