package io.gatehouse.plan;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Permission;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
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

/** {@code /realm-plan}: the plan that covers all that belongs to no organization with a plan of its own. */
@Tag(name = "Plans")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class RealmPlanResource {
    private final Call call;
    private final Plans plans;

    /** Serves one call. */
    public RealmPlanResource(Call call, Plans plans) {
        this.call = call;
        this.plans = plans;
    }

    /** Shows the realm's plan. */
    @GET
    @Operation(operationId = "getRealmPlan", summary = "Show the realm's plan")
    @APIResponseSchema(
            value = PlanRepresentation.AssignmentRepresentation.class,
            responseCode = "200",
            responseDescription = "The name of the plan; null for none, which limits nothing")
    public Response get() {
        PlanResource.permit(call, Permission.PLANS_READ);
        call.noQuery();
        return Answer.ok(PlanRepresentation.assignment(
                Holder.REALM, plans.of(Holder.REALM).orElse(null)));
    }

    /** Gives the realm a plan. */
    @PUT
    @Operation(operationId = "setRealmPlan", summary = "Give the realm a plan, or none")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanBodies.AssignRequest.class)))
    @APIResponseSchema(
            value = PlanRepresentation.AssignmentRepresentation.class,
            responseCode = "200",
            responseDescription = "The plan from now on; what there is more of stays, and blocks new ones")
    public Response put(byte @Nullable [] body) {
        PlanResource.permit(call, Permission.PLANS_WRITE);
        String name = PlanBodies.readAssign(call.fields(body));
        return Answer.ok(PlanRepresentation.assignment(
                Holder.REALM, plans.assign(Holder.REALM, name, call.caller().id())));
    }
}
