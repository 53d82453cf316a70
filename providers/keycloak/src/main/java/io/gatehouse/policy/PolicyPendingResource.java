package io.gatehouse.policy;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /policies/{id}/pending}: the change of a policy that waits for a second administrator. */
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
public final class PolicyPendingResource {
    private final Call call;
    private final Policies policies;
    private final String id;

    /**
     * Serves one call.
     *
     * @param id of the policy
     */
    public PolicyPendingResource(Call call, Policies policies, String id) {
        this.call = call;
        this.policies = policies;
        this.id = id;
    }

    /** Shows what waits. */
    @GET
    @Operation(
            operationId = "getPendingPolicyChange",
            summary = "Show the change of a policy that waits to be confirmed")
    @APIResponseSchema(
            value = PendingChangeRepresentation.class,
            responseCode = "200",
            responseDescription = "What waits; 404 when nothing does")
    public Response get() {
        Policies.require(call.caller(), Permission.POLICIES_READ);
        call.noQuery();
        return Answer.ok(
                PendingChangeRepresentation.of(policies.pending(id).orElseThrow(GatehouseException::notFound)));
    }

    /** Drops what waits. */
    @DELETE
    @Operation(operationId = "withdrawPendingPolicyChange", summary = "Drop the change of a policy that waits")
    @APIResponse(responseCode = "204", description = "Nothing waits any more")
    public Response withdraw() {
        Policies.require(call.caller(), Permission.POLICIES_WRITE);
        call.noQuery();
        if (!policies.withdraw(id)) {
            throw GatehouseException.notFound();
        }
        return Response.noContent().build();
    }
}
