package io.gatehouse.plan;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
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

/**
 * {@code /organizations/{id}}: the plan of one organization, and what it uses. Who manages the organization sees both; plans
 * are assigned by those who manage plans of the whole realm.
 */
@Tag(name = "Plans")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class OrganizationPlanResource {
    private final Call call;
    private final Plans plans;
    private final Usage usage;
    private final String id;

    /** Serves one call about the organization with this id. */
    public OrganizationPlanResource(Call call, Plans plans, Usage usage, String id) {
        this.call = call;
        this.plans = plans;
        this.usage = usage;
        this.id = id;
    }

    /** Shows the organization's plan. */
    @GET
    @Path("plan")
    @Operation(operationId = "getOrganizationPlan", summary = "Show an organization's plan")
    @APIResponseSchema(
            value = PlanRepresentation.AssignmentRepresentation.class,
            responseCode = "200",
            responseDescription = "The name of its plan; null when the realm's plan covers it")
    public Response get() {
        Holder holder = readable();
        call.noQuery();
        return Answer.ok(PlanRepresentation.assignment(holder, plans.of(holder).orElse(null)));
    }

    /** Gives the organization a plan. */
    @PUT
    @Path("plan")
    @Operation(operationId = "setOrganizationPlan", summary = "Give an organization a plan, or none of its own")
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
        Holder holder = existing();
        String name = PlanBodies.readAssign(call.fields(body));
        return Answer.ok(PlanRepresentation.assignment(
                holder, plans.assign(holder, name, call.caller().id())));
    }

    /** Shows what the organization uses. */
    @GET
    @Path("usage")
    @Operation(operationId = "getOrganizationUsage", summary = "Show what an organization has and uses")
    @APIResponseSchema(
            value = UsageRepresentation.class,
            responseCode = "200",
            responseDescription = "Its usage; without a plan of its own, only what it has")
    public Response usage() {
        Holder holder = readable();
        call.noQuery();
        return Answer.ok(usage.of(holder));
    }

    private Holder readable() {
        Permission needed = Permission.PLANS_READ;
        boolean isInReach = call.caller()
                .reach(needed)
                .covers(new Owner(Owner.Type.REALM, call.scope().realmId()), id);
        if (!isInReach) {
            throw call.caller().may(needed) ? GatehouseException.notFound() : GatehouseException.forbidden(needed);
        }
        return existing();
    }

    private Holder existing() {
        boolean isId = id.matches("[0-9A-Za-z-]{1,36}");
        if (!isId
                || !call.scope()
                        .ports()
                        .users()
                        .organizationExists(call.scope().session(), call.scope().realm(), id)) {
            throw GatehouseException.notFound();
        }
        return new Holder(id);
    }
}
