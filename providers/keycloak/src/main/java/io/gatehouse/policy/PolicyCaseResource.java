package io.gatehouse.policy;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Created;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Permission;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /policies/{id}/tests}: requests that a policy is tried with whenever it is saved, and what it is to say of them. As
 * policies, they are the realm's.
 */
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class PolicyCaseResource {
    private final Call call;
    private final Policies policies;
    private final String id;

    /**
     * Serves one call.
     *
     * @param id of the policy
     */
    public PolicyCaseResource(Call call, Policies policies, String id) {
        this.call = call;
        this.policies = policies;
        this.id = id;
    }

    /** Lists the tests of a policy. */
    @GET
    @Operation(operationId = "listPolicyTests", summary = "List the tests of a policy, the oldest first")
    @APIResponseSchema(
            value = PolicyCaseRepresentation.ListRepresentation.class,
            responseCode = "200",
            responseDescription = "All of them, at most 50")
    public Response list() {
        Policies.require(call.caller(), Permission.POLICIES_READ);
        call.noQuery();
        return Answer.ok(new PolicyCaseRepresentation.ListRepresentation(
                policies.tests(id).orElseThrow(GatehouseException::notFound).stream()
                        .map(PolicyCaseRepresentation::of)
                        .toList()));
    }

    /** Adds a test, which the policy must pass as it is. */
    @POST
    @Operation(operationId = "createPolicyTest", summary = "Add a test that is run whenever the policy is saved")
    @Parameter(name = Idempotency.HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyCaseBodies.CreateRequest.class)))
    @APIResponseSchema(
            value = PolicyCaseRepresentation.class,
            responseCode = "201",
            responseDescription = "The test, which the policy passes")
    @APIResponse(
            responseCode = "409",
            description = "The policy has 50 tests, or a call with this Idempotency-Key is still running")
    public Response create(byte @Nullable [] body) {
        Policies.require(call.caller(), Permission.POLICIES_WRITE);
        PolicyCaseBodies.NewCase wanted = PolicyCaseBodies.readCreate(call.fields(body));
        return Idempotency.create(call, body, () -> {
            StoredCase made = policies.addTest(id, wanted).orElseThrow(GatehouseException::notFound);
            return new Created(made.id(), Json.tree(PolicyCaseRepresentation.of(made)), Set.of());
        });
    }

    /** Removes a test. */
    @DELETE
    @Path("{test}")
    @Operation(operationId = "deletePolicyTest", summary = "Remove a test of a policy")
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "return=representation for a 200 with the test",
            schema = @Schema(implementation = String.class))
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponseSchema(
            value = PolicyCaseRepresentation.class,
            responseCode = "200",
            responseDescription = "It is gone; this is what it was")
    public Response delete(@PathParam("test") String test) {
        Policies.require(call.caller(), Permission.POLICIES_WRITE);
        call.noQuery();
        StoredCase removed = policies.removeTest(id, test).orElseThrow(GatehouseException::notFound);
        return Answer.deleted(call.headers(), PolicyCaseRepresentation.of(removed));
    }
}
