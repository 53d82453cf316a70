package io.gatehouse.policy;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
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

/** {@code POST /policies/{id}/confirm}: a second administrator lets a change happen. */
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class PolicyConfirmResource {
    private static final int MAX_ID_LENGTH = 64;

    private final Call call;
    private final Policies policies;
    private final String id;

    /**
     * Serves one call.
     *
     * @param id of the policy
     */
    public PolicyConfirmResource(Call call, Policies policies, String id) {
        this.call = call;
        this.policies = policies;
        this.id = id;
    }

    /** Body of confirm. */
    @Schema(name = "PolicyConfirmRequest")
    record ConfirmRequest(
            @Schema(required = true, maxLength = MAX_ID_LENGTH, description = "id of the change that waits")
            String changeId) {}

    /** Does what waits. */
    @POST
    @Operation(
            operationId = "confirmPolicyChange",
            summary = "Confirm the change of a policy that another one asked for")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ConfirmRequest.class)))
    @APIResponseSchema(
            value = PolicyRepresentation.class,
            responseCode = "200",
            responseDescription = "The policy as it is now; as it was when it was to be deleted")
    @APIResponse(responseCode = "409", description = "Another change waits by now, or the policy was changed since")
    public Response confirm(byte @Nullable [] body) {
        Policies.require(call.caller(), Permission.POLICIES_WRITE);
        Fields fields = call.fields(body);
        String changeId = fields.requiredText("change_id", 1, MAX_ID_LENGTH);
        fields.done();
        return Answer.ok(
                PolicyRepresentation.of(policies.confirm(id, changeId).orElseThrow(GatehouseException::notFound)));
    }
}
