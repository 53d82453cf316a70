package io.gatehouse.plan;

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
import jakarta.ws.rs.PATCH;
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

/** {@code /plans}: the plans of the realm; nobody who is narrowed to one organization sees or changes them. */
@Tag(name = "Plans", description = "Plans: what organizations may have and use, what they do, and billing")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class PlanResource {
    private final Call call;
    private final Plans plans;

    /** Serves one call. */
    public PlanResource(Call call, Plans plans) {
        this.call = call;
        this.plans = plans;
    }

    /** Makes a plan. */
    @POST
    @Operation(operationId = "createPlan", summary = "Make a plan")
    @Parameter(name = Idempotency.HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanBodies.CreateRequest.class)))
    @APIResponseSchema(value = PlanRepresentation.class, responseCode = "201", responseDescription = "The plan")
    @APIResponse(
            responseCode = "409",
            description =
                    "There is a plan of this name, there are 100 plans, or a call with this Idempotency-Key is running")
    public Response create(byte @Nullable [] body) {
        permit(call, Permission.PLANS_WRITE);
        Plan wanted = PlanBodies.readCreate(call.fields(body));
        return Idempotency.create(call, body, () -> {
            Plan made = plans.create(wanted);
            return new Created(made.name(), Json.tree(PlanRepresentation.of(made, 0)), Set.of());
        });
    }

    /** Lists the plans. */
    @GET
    @Operation(operationId = "listPlans", summary = "List the plans, the lowest first")
    @APIResponseSchema(
            value = PlanRepresentation.ListRepresentation.class,
            responseCode = "200",
            responseDescription = "All of them, 100 at most")
    public Response list() {
        permit(call, Permission.PLANS_READ);
        call.noQuery();
        return Answer.ok(new PlanRepresentation.ListRepresentation(
                plans.all().stream().map(PlanRepresentation::of).toList()));
    }

    /** Shows one plan. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getPlan", summary = "Show a plan; its id is its name")
    @APIResponseSchema(value = PlanRepresentation.class, responseCode = "200", responseDescription = "The plan")
    public Response get(@PathParam("id") String id) {
        permit(call, Permission.PLANS_READ);
        call.noQuery();
        return Answer.ok(PlanRepresentation.of(find(id)));
    }

    /** Changes a plan by a merge patch (RFC 7396). */
    @PATCH
    @Path("{id}")
    @Operation(operationId = "updatePlan", summary = "Change a plan; while somebody holds it, only to more")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PlanBodies.PatchRequest.class)),
                @Content(
                        mediaType = "application/merge-patch+json",
                        schema = @Schema(implementation = PlanBodies.PatchRequest.class))
            })
    @APIResponseSchema(
            value = PlanRepresentation.class,
            responseCode = "200",
            responseDescription = "The plan as it is now")
    @APIResponse(responseCode = "409", description = "Somebody holds the plan and would lose by it")
    public Response patch(@PathParam("id") String id, byte @Nullable [] body) {
        permit(call, Permission.PLANS_WRITE);
        Plans.Held held = find(id);
        Plans.Patch patch = PlanBodies.readPatch(call.fields(body), held.plan().limits());
        Plan changed = plans.patch(id, patch).orElseThrow(GatehouseException::notFound);
        return Answer.ok(PlanRepresentation.of(changed, held.holders()));
    }

    /** Deletes a plan. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "deletePlan", summary = "Delete a plan that nobody holds")
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "return=representation for a 200 with the plan",
            schema = @Schema(implementation = String.class))
    @APIResponseSchema(
            value = PlanRepresentation.class,
            responseCode = "200",
            responseDescription = "The deleted plan, when asked for")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "409", description = "Somebody holds the plan")
    public Response delete(@PathParam("id") String id) {
        permit(call, Permission.PLANS_WRITE);
        call.noQuery();
        Plan deleted = plans.delete(id).orElseThrow(GatehouseException::notFound);
        return Answer.deleted(call.headers(), PlanRepresentation.of(deleted, 0));
    }

    private Plans.Held find(String id) {
        return plans.find(id).orElseThrow(GatehouseException::notFound);
    }

    /** Plans are the realm's: 403 for whoever is narrowed to one organization. */
    static void permit(Call call, Permission permission) {
        call.caller().require(permission);
        if (call.caller().onlyOrganizationId() != null) {
            throw GatehouseException.forbidden(permission);
        }
    }
}
