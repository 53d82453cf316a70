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
import java.util.stream.Stream;
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
    private final AgentBatches batches;

    /** The body of revoke-all and pause-all, as OpenAPI shows it. */
    @Schema(name = "ManyAgentsRequest")
    record ManyAgentsRequest(
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
            String organizationId,

            @Schema(
                    nullable = true,
                    maxLength = Owner.MAX_ID_LENGTH,
                    description = "Instead of owner: every agent that was made from this blueprint")
            @Nullable
            String blueprintId) {}

    /**
     * The answer of revoke-all.
     *
     * @param revoked how many were revoked by this call
     */
    @Schema(name = "AgentsRevoked")
    record RevokedRepresentation(@Schema(required = true) int revoked) {}

    /** Serves one call. */
    public AgentBulkResource(Call call, AgentBatches batches) {
        this.call = call;
        this.batches = batches;
    }

    /** Revokes every agent of an owner, an organization or a blueprint. */
    @POST
    @Operation(
            operationId = "revokeAllAgents",
            summary =
                    "Revoke every agent of an owner, an organization or a blueprint, as far as you may; to repeat it is"
                            + " safe")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ManyAgentsRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "How many agents this call revoked",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RevokedRepresentation.class)))
    public Response revokeAll(byte @Nullable [] body) {
        Reach reach = call.caller().reach(Permission.AGENTS_WRITE);
        AgentBatches.Target target = target(call.fields(body));
        // Nothing was written. The batches have transactions of their own, and this one would hold a connection.
        call.scope().session().getTransactionManager().commit();
        return Answer.ok(new RevokedRepresentation(batches.run(target, reach, AgentBatches.REVOKE)));
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static AgentBatches.Target target(Fields fields) {
        Owner owner =
                fields.member("owner") == null ? null : AgentBody.owner(fields).orElse(null);
        String organizationId =
                fields.text("organization_id", 1, Owner.MAX_ID_LENGTH).orElse(null);
        String blueprintId = fields.text("blueprint_id", 1, Owner.MAX_ID_LENGTH).orElse(null);
        long named = Stream.of("owner", "organization_id", "blueprint_id")
                .filter(name -> fields.member(name) != null)
                .count();
        if (named != 1) {
            fields.reject(
                    "owner",
                    named == 0 ? "required" : "conflicting",
                    "Give owner, organization_id or blueprint_id, one of them.");
        }
        fields.done();
        return new AgentBatches.Target(owner, organizationId, blueprintId);
    }
}
