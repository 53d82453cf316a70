package io.gatehouse.policy;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Permission;
import io.gatehouse.policy.PolicyTransferRepresentation.ImportRepresentation;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /policies/import}: policies of a file, from realm to realm. */
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class PolicyImportResource {
    private final Call call;
    private final PolicyTransfer transfer;

    /** Serves one call. */
    public PolicyImportResource(Call call, PolicyTransfer transfer) {
        this.call = call;
        this.transfer = transfer;
    }

    /** Brings policies in by their names, all or none. */
    @POST
    @Operation(operationId = "importPolicies", summary = "Bring policies in by their names: all of them or none")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyTransferBodies.ImportRequest.class)))
    @APIResponseSchema(
            value = ImportRepresentation.class,
            responseCode = "200",
            responseDescription = "What became of each policy")
    @APIResponse(responseCode = "409", description = "The realm would have more than 100 policies")
    public Response bring(byte @Nullable [] body) {
        Policies.require(call.caller(), Permission.POLICIES_WRITE);
        PolicyTransferBodies.WantedImport wanted =
                PolicyTransferBodies.read(call.fields(body, PolicyTransferBodies.MAX_BYTES));
        return Answer.ok(new ImportRepresentation(
                wanted.isDryRun(), transfer.bring(wanted.policies(), wanted.reason(), wanted.isDryRun())));
    }
}
