package io.gatehouse.token;

import io.gatehouse.agent.Agents;
import io.gatehouse.apikey.ApiKeys;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.policy.Policies;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code GET /policies/{id}/affected}: whom a policy can match. For those who may read all policies, agents and keys
 * ({@code view-gatehouse}).
 */
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
public final class AffectedResource {
    private final Call call;
    private final Policies policies;
    private final Agents agents;
    private final ApiKeys keys;
    private final String id;

    /**
     * Serves one call.
     *
     * @param id of the policy
     */
    public AffectedResource(Call call, Policies policies, Agents agents, ApiKeys keys, String id) {
        this.call = call;
        this.policies = policies;
        this.agents = agents;
        this.keys = keys;
        this.id = id;
    }

    /** Counts them and names some. */
    @GET
    @Operation(
            operationId = "getPolicyAffected",
            summary = "Count the active agents and API keys that a policy can match")
    @APIResponseSchema(
            value = AffectedRepresentation.class,
            responseCode = "200",
            responseDescription = "By those conditions that are about agents and keys; all others are passed over")
    public Response affected() {
        Caller caller = call.caller();
        Policies.require(caller, Permission.POLICIES_READ);
        caller.require(Permission.AGENTS_READ);
        caller.require(Permission.API_KEYS_READ);
        call.noQuery();
        return Answer.ok(new AffectedHolders(agents, keys, caller.reach(Permission.AGENTS_READ))
                .of(policies.compiled(id).orElseThrow(GatehouseException::notFound)));
    }
}
