package io.gatehouse.agent;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.Owner;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The HTTP door to many agents at once. */
@Tag(name = "Agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AgentBulkResource {
    private final Call call;
    private final AgentBulkRevocation revocation;

    /** The body of revoke-all, as OpenAPI shows it. */
    @Schema(name = "AgentRevokeAllRequest")
    record RevokeAllRequest(
            @Schema(
                    nullable = true,
                    description = "The name of a team, or a user, group or organization of the realm",
                    oneOf = {String.class, OwnerReference.class})
            @Nullable
            Object owner,

            @Schema(
                    nullable = true,
                    maxLength = Owner.MAX_ID_LENGTH,
                    description = "Instead of owner: every agent that belongs to this organization")
            @Nullable
            String organizationId) {}

    /**
     * The answer of revoke-all.
     *
     * @param revoked how many were revoked by this call
     */
    @Schema(name = "AgentsRevoked")
    record RevokedRepresentation(@Schema(required = true) int revoked) {}

    /** Serves one call. */
    public AgentBulkResource(Call call, AgentBulkRevocation revocation) {
        this.call = call;
        this.revocation = revocation;
    }

    /** Revokes every agent of an owner or of an organization. */
    @POST
    @Operation(
            operationId = "revokeAllAgents",
            summary = "Revoke every agent of an owner or of an organization, as far as you may; to repeat it is safe")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RevokeAllRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "How many agents this call revoked",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RevokedRepresentation.class)))
    public Response revokeAll(byte @Nullable [] body) {
        Reach reach = call.caller().reach(Permission.AGENTS_WRITE);
        AgentBulkRevocation.Target target = target(call.fields(body));
        // Nothing was written. The batches have transactions of their own, and this one would hold a connection.
        call.scope().session().getTransactionManager().commit();
        return Answer.ok(new RevokedRepresentation(revocation.revoke(target, reach)));
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static AgentBulkRevocation.Target target(Fields fields) {
        boolean isOwnerNamed = fields.member("owner") != null;
        Owner owner = isOwnerNamed ? AgentBody.owner(fields).orElse(null) : null;
        String organizationId =
                fields.text("organization_id", 1, Owner.MAX_ID_LENGTH).orElse(null);
        if (isOwnerNamed == (fields.member("organization_id") != null)) {
            fields.reject(
                    "owner", isOwnerNamed ? "conflicting" : "required", "Give owner or organization_id, one of them.");
        }
        fields.done();
        return new AgentBulkRevocation.Target(owner, organizationId);
    }
}
