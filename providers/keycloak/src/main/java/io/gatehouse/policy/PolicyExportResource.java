package io.gatehouse.policy;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Permission;
import io.gatehouse.policy.PolicyTransferRepresentation.ExportRepresentation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /policies/export}: all policies as one file. */
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
public final class PolicyExportResource {
    private final Call call;
    private final PolicyTransfer transfer;

    /** Serves one call. */
    public PolicyExportResource(Call call, PolicyTransfer transfer) {
        this.call = call;
        this.transfer = transfer;
    }

    /** Gives all policies with their tests. */
    @GET
    @Operation(operationId = "exportPolicies", summary = "Give all policies with their tests, as import takes them")
    @APIResponseSchema(value = ExportRepresentation.class, responseCode = "200", responseDescription = "All, by name")
    public Response export() {
        Policies.require(call.caller(), Permission.POLICIES_READ);
        call.noQuery();
        return Answer.ok(ExportRepresentation.of(transfer.all()));
    }
}
