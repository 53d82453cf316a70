package io.gatehouse.policy;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Created;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Query;
import io.gatehouse.policy.PolicyRepresentation.VersionListRepresentation;
import io.gatehouse.policy.PolicyRepresentation.VersionRepresentation;
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
import java.util.List;
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
 * {@code /policies}: rules about who gets what, and their versions. They are the realm's: nobody who is narrowed to one
 * organization sees them. Long because it also holds the description of the API.
 */
@Tag(name = "Policies", description = "Policies: rules about who gets which tokens, and their versions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class PolicyResource {
    private static final int MAX_SEARCH_LENGTH = 100;

    private final Call call;
    private final Policies policies;

    /** Serves one call. */
    public PolicyResource(Call call, Policies policies) {
        this.call = call;
        this.policies = policies;
    }

    /** Makes a policy; it acts on every node within a second. */
    @POST
    @Operation(operationId = "createPolicy", summary = "Make a policy")
    @Parameter(name = Idempotency.HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyBodies.CreateRequest.class)))
    @APIResponseSchema(value = PolicyRepresentation.class, responseCode = "201", responseDescription = "The policy")
    @APIResponse(
            responseCode = "409",
            description = "The realm has 100 policies, or a call with this Idempotency-Key is still running")
    public Response create(byte @Nullable [] body) {
        require(Permission.POLICIES_WRITE);
        PolicyBodies.NewPolicy made = PolicyBodies.readCreate(call.fields(body));
        return Idempotency.create(call, body, () -> {
            StoredPolicy policy = policies.create(made.content(), made.reason());
            return new Created(policy.id(), Json.tree(PolicyRepresentation.of(policy)), Set.of());
        });
    }

    /** Lists policies, newest first. */
    @GET
    @Operation(operationId = "listPolicies", summary = "List policies, newest first")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "100", defaultValue = "20"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of an earlier answer",
            schema = @Schema(implementation = String.class))
    @Parameter(name = "offset", in = ParameterIn.QUERY, schema = @Schema(implementation = Integer.class, minimum = "0"))
    @Parameter(name = "page", in = ParameterIn.QUERY, schema = @Schema(implementation = Integer.class, minimum = "1"))
    @Parameter(name = "is_active", in = ParameterIn.QUERY, schema = @Schema(implementation = Boolean.class))
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "Part of the name",
            schema = @Schema(implementation = String.class, maxLength = MAX_SEARCH_LENGTH))
    @APIResponseSchema(
            value = PolicyRepresentation.PageRepresentation.class,
            responseCode = "200",
            responseDescription = "One page")
    public Response list() {
        require(Permission.POLICIES_READ);
        Query query = call.listQuery("is_active", "search");
        String isActive = query.text("is_active").orElse(null);
        if (isActive != null && !isActive.equals("true") && !isActive.equals("false")) {
            throw GatehouseException.badRequest("invalid_parameter", "is_active must be true or false.");
        }
        String search = query.text("search").orElse(null);
        if (search != null && search.length() > MAX_SEARCH_LENGTH) {
            throw GatehouseException.badRequest("invalid_parameter", "search may have at most 100 characters.");
        }
        return Answer.page(
                policies.page(PageRequest.of(query), isActive == null ? null : Boolean.valueOf(isActive), search)
                        .map(PolicyRepresentation::of),
                call.uri());
    }

    /** Shows one policy. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getPolicy", summary = "Show a policy")
    @APIResponseSchema(value = PolicyRepresentation.class, responseCode = "200", responseDescription = "The policy")
    public Response get(@PathParam("id") String id) {
        require(Permission.POLICIES_READ);
        call.noQuery();
        return Answer.ok(PolicyRepresentation.of(policies.find(id).orElseThrow(GatehouseException::notFound)));
    }

    /** Changes a policy by a merge patch (RFC 7396). */
    @PATCH
    @Path("{id}")
    @Operation(operationId = "updatePolicy", summary = "Change a policy, or switch it off and on")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PolicyBodies.PatchRequest.class)),
                @Content(
                        mediaType = "application/merge-patch+json",
                        schema = @Schema(implementation = PolicyBodies.PatchRequest.class))
            })
    @APIResponseSchema(
            value = PolicyRepresentation.class,
            responseCode = "200",
            responseDescription = "The policy as it is now")
    @APIResponse(
            responseCode = "202",
            description = "In a realm with policy_confirmation_required: this waits to be confirmed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PendingChangeRepresentation.class)))
    public Response patch(@PathParam("id") String id, byte @Nullable [] body) {
        require(Permission.POLICIES_WRITE);
        PolicyPatch patch = PolicyBodies.readPatch(call.fields(body));
        return answer(policies.change(id, patch::appliedTo, patch.reason().orElse(null))
                .orElseThrow(GatehouseException::notFound));
    }

    /** Deletes a policy. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "deletePolicy", summary = "Delete a policy and its versions")
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "return=representation for a 200 with the policy",
            schema = @Schema(implementation = String.class))
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponseSchema(
            value = PolicyRepresentation.class,
            responseCode = "200",
            responseDescription = "It is gone; this is what it was")
    @APIResponse(
            responseCode = "202",
            description = "In a realm with policy_confirmation_required: this waits to be confirmed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PendingChangeRepresentation.class)))
    public Response delete(@PathParam("id") String id) {
        require(Permission.POLICIES_WRITE);
        call.noQuery();
        PolicyOutcome outcome = policies.delete(id).orElseThrow(GatehouseException::notFound);
        return outcome.pending() == null
                ? Answer.deleted(call.headers(), PolicyRepresentation.of(outcome.policy()))
                : answer(outcome);
    }

    /** Lists the versions of a policy. */
    @GET
    @Path("{id}/versions")
    @Operation(operationId = "listPolicyVersions", summary = "List the versions of a policy, newest first")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "100", defaultValue = "20"))
    @Parameter(
            name = "before",
            in = ParameterIn.QUERY,
            description = "next_before of an earlier answer",
            schema = @Schema(implementation = Integer.class, minimum = "1"))
    @APIResponseSchema(
            value = VersionListRepresentation.class,
            responseCode = "200",
            responseDescription = "Versions with numbers below before")
    public Response versions(@PathParam("id") String id) {
        require(Permission.POLICIES_READ);
        Query query = call.query("limit", "before");
        int limit = query.integer("limit", 1, PageRequest.MAX_LIMIT).orElse(PageRequest.DEFAULT_LIMIT);
        int before = query.integer("before", 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE);
        if (policies.find(id).isEmpty()) {
            throw GatehouseException.notFound();
        }
        List<PolicyVersion> found = policies.versions(id, before, limit + 1);
        boolean hasMore = found.size() > limit;
        List<PolicyVersion> shown = hasMore ? found.subList(0, limit) : found;
        return Answer.ok(new VersionListRepresentation(
                shown.stream().map(VersionRepresentation::of).toList(),
                hasMore ? shown.get(limit - 1).version() : null));
    }

    /** Says again what an earlier version said, as a new version. */
    @POST
    @Path("{id}/rollback")
    @Operation(operationId = "rollbackPolicy", summary = "Say again what an earlier version said, as a new version")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyBodies.RollbackRequest.class)))
    @APIResponseSchema(
            value = PolicyRepresentation.class,
            responseCode = "200",
            responseDescription = "The policy as it is now")
    @APIResponse(
            responseCode = "202",
            description = "In a realm with policy_confirmation_required: this waits to be confirmed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PendingChangeRepresentation.class)))
    public Response rollback(@PathParam("id") String id, byte @Nullable [] body) {
        require(Permission.POLICIES_WRITE);
        PolicyBodies.RollbackRequest wanted = PolicyBodies.readRollback(call.fields(body));
        return answer(
                policies.rollback(id, wanted.version(), wanted.reason()).orElseThrow(GatehouseException::notFound));
    }

    /** 200 for what was done at once, 202 for what waits. */
    private static Response answer(PolicyOutcome outcome) {
        PendingChange pending = outcome.pending();
        return pending == null
                ? Answer.ok(PolicyRepresentation.of(outcome.policy()))
                : Answer.json(202, PendingChangeRepresentation.of(pending)).build();
    }

    private void require(Permission permission) {
        Policies.require(call.caller(), permission);
    }
}
