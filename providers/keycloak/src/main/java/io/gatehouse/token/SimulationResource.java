package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;
import io.gatehouse.policy.PastDecision;
import io.gatehouse.policy.PolicyDecisions;
import io.gatehouse.policy.PolicyDrafts;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /policies/simulate}: what policies would say of a token for an agent, and why. Nothing is minted, counted or
 * recorded. For those who may read all agents and all policies ({@code view-gatehouse}); a call that is narrowed to an
 * organization is about its agents, and is not shown the realm's rules. Of a decision that was recorded only those are told who may
 * read the audit log, too.
 */
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class SimulationResource {
    private final Call call;
    private final Agents agents;
    private final TokenSimulation simulation;
    private final PolicyDecisions policies;

    /** Serves one call. */
    public SimulationResource(Call call, Agents agents, TokenIssuer issuer, PolicyDecisions policies) {
        this.call = call;
        this.agents = agents;
        this.simulation = new TokenSimulation(issuer, policies);
        this.policies = policies;
    }

    /** Says what would be decided. */
    @POST
    @Operation(operationId = "simulatePolicies", summary = "Say what policies would decide of a token, and why")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SimulationBodies.Simulate.class)))
    @APIResponseSchema(
            value = SimulationRepresentation.class,
            responseCode = "200",
            responseDescription = "What would be decided, and why")
    public Response simulate(byte @Nullable [] body) {
        call.caller().require(Permission.POLICIES_READ);
        call.caller().require(Permission.AGENTS_READ);
        SimulationBodies.Wanted wanted = SimulationBodies.read(call.fields(body));
        String decisionId = wanted.decisionId();
        if (decisionId != null) {
            return Answer.ok(again(decisionId, wanted.drafts()));
        }
        SimulationBodies.Imagined imagined = Objects.requireNonNull(wanted.imagined());
        Reach reach = call.caller().reach(Permission.AGENTS_READ);
        Agent agent = agents.find(imagined.issue().agentId())
                .filter(found -> found.isWithin(reach))
                .orElseThrow(GatehouseException::notFound);
        boolean areRulesShown = call.caller().onlyOrganizationId() == null;
        return Answer.ok(SimulationRepresentation.of(simulation.of(agent, imagined, wanted.drafts()), areRulesShown));
    }

    /** The log is of the whole realm, so a caller that is narrowed to an organization gets nothing of it. */
    private SimulationRepresentation again(String decisionId, @Nullable PolicyDrafts drafts) {
        call.caller().require(Permission.AUDIT_READ);
        if (call.caller().onlyOrganizationId() != null) {
            throw GatehouseException.forbidden(
                    "whole_realm_only",
                    "The audit log is of the whole realm; it cannot be narrowed to an organization.");
        }
        PastDecision past = policies.past(decisionId).orElseThrow(GatehouseException::notFound);
        Facts facts = past.facts()
                .orElseThrow(() -> GatehouseException.invalid(
                        "/decision_id",
                        "not_recorded",
                        "Policies were not asked of this decision, or what they were told is not known any more."));
        return SimulationRepresentation.of(policies.simulate(facts, drafts), past);
    }
}
