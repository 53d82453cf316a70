package io.gatehouse.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.agent.Agent;
import io.gatehouse.agent.AgentFilter;
import io.gatehouse.agent.AgentStatus;
import io.gatehouse.agent.Agents;
import io.gatehouse.core.token.Targets;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;
import io.gatehouse.policy.PolicyDecisions;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /access/v1}: the OpenID AuthZEN Authorization API 1.0 over policies. A subject is an agent, an action a scope, a resource
 * a service: the answer is whether the agent would get such a token at this moment, and why. For those who may read all agents and
 * all policies; a call that is narrowed to an organization knows its agents alone, and is not told the realm's rules. Long because
 * it also holds the description of the API.
 */
@Tag(name = "Access", description = "Questions about access: the AuthZEN Authorization API 1.0")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AccessResource {
    private static final int BAD_REQUEST = Response.Status.BAD_REQUEST.getStatusCode();
    private static final int UNSUPPORTED = Response.Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode();

    private final Call call;
    private final Agents agents;
    private final Eligibility eligibility;
    private final TokenIssuer issuer;
    private final TokenSimulation simulation;

    /** Serves one call. */
    public AccessResource(
            Call call, Agents agents, Eligibility eligibility, TokenIssuer issuer, PolicyDecisions policies) {
        this.call = call;
        this.agents = agents;
        this.eligibility = eligibility;
        this.issuer = issuer;
        this.simulation = new TokenSimulation(issuer, policies);
    }

    /** Answers one question. */
    @POST
    @Path("evaluation")
    @Operation(operationId = "evaluateAccess", summary = "Say whether an agent has access (AuthZEN 1.0)")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccessBodies.Evaluate.class)))
    @APIResponseSchema(
            value = AccessBodies.Evaluation.class,
            responseCode = "200",
            responseDescription = "The decision, and why")
    public Response evaluation(byte @Nullable [] body) {
        AccessDecider decider = decider();
        return Answer.ok(decider.decide(AccessReader.access(read(body), null)));
    }

    /** Answers up to 100 questions; one question without {@code evaluations} as {@link #evaluation}. */
    @POST
    @Path("evaluations")
    @Operation(operationId = "evaluateAccesses", summary = "Say of many at once whether they have access (AuthZEN 1.0)")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccessBodies.EvaluateAll.class)))
    @APIResponseSchema(
            value = AccessBodies.EvaluationOrMany.class,
            responseCode = "200",
            responseDescription = "The decisions in the order of the questions; one decision for one question")
    public Response evaluations(byte @Nullable [] body) {
        AccessDecider decider = decider();
        ObjectNode all = read(body);
        AccessReader.Semantic semantic = AccessReader.semantic(all);
        List<ObjectNode> wanted = AccessReader.evaluations(all);
        if (wanted.isEmpty()) {
            return Answer.ok(decider.decide(AccessReader.access(all, null)));
        }
        List<AccessBodies.Evaluation> answers = new ArrayList<>();
        for (ObjectNode one : wanted) {
            AccessBodies.Evaluation answer = decide(decider, one);
            answers.add(answer);
            if (semantic.endsAt(answer.decision())) {
                break;
            }
        }
        return Answer.ok(new AccessBodies.Evaluations(answers));
    }

    /** Finds agents that have access, a page at a time. */
    @POST
    @Path("search/subject")
    @Operation(operationId = "searchAccessSubjects", summary = "Find the agents that have access (AuthZEN 1.0)")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccessBodies.Search.class)))
    @APIResponseSchema(
            value = AccessBodies.Found.class,
            responseCode = "200",
            responseDescription = "Those of a page of agents that have access")
    public Response subjects(byte @Nullable [] body) {
        AccessDecider decider = decider();
        ObjectNode wanted = read(body);
        Access access = AccessReader.access(wanted, Access.Part.SUBJECT);
        if (!access.subjectType().equals(Access.AGENT)) {
            return found(Stream.empty(), null);
        }
        AgentFilter active = new AgentFilter(AgentStatus.ACTIVE, null, null, null, null);
        Page<Agent> page = agents.list(active, reach(), AccessReader.page(wanted));
        return found(
                page.items().stream()
                        .filter(agent ->
                                decider.decide(agent, access.by(agent.id())).decision())
                        .map(agent -> Map.of("type", Access.AGENT, "id", agent.id())),
                page.nextCursor());
    }

    /** Finds the services that an agent has access to. */
    @POST
    @Path("search/resource")
    @Operation(
            operationId = "searchAccessResources",
            summary = "Find the services that an agent has access to (AuthZEN 1.0)")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccessBodies.Search.class)))
    @APIResponseSchema(
            value = AccessBodies.Found.class,
            responseCode = "200",
            responseDescription = "The services; any, when the agent is not bound to some")
    public Response resources(byte @Nullable [] body) {
        return search(
                body,
                Access.Part.RESOURCE,
                agent -> agent.audiences().isEmpty() ? List.of(Targets.ANY) : agent.audiences(),
                (access, service) -> access.at(service),
                service -> Map.of("type", Access.SERVICE, "id", service));
    }

    /** Finds the scopes that an agent may use with a service. */
    @POST
    @Path("search/action")
    @Operation(
            operationId = "searchAccessActions",
            summary = "Find the scopes that an agent may use with a service (AuthZEN 1.0)")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccessBodies.Search.class)))
    @APIResponseSchema(value = AccessBodies.Found.class, responseCode = "200", responseDescription = "The scopes")
    public Response actions(byte @Nullable [] body) {
        return search(
                body,
                Access.Part.ACTION,
                Agent::scopes,
                (access, scope) -> access.doing(scope),
                scope -> Map.of("name", scope));
    }

    /** Makes the question about one candidate. */
    private interface Trial {
        Access of(Access access, String candidate);
    }

    private Response search(
            byte @Nullable [] body,
            Access.Part searched,
            Function<Agent, List<String>> candidates,
            Trial trial,
            Function<String, Map<String, String>> result) {
        AccessDecider decider = decider();
        Access access = AccessReader.access(read(body), searched);
        Stream<String> all = access.subjectType().equals(Access.AGENT)
                ? decider.agent(access.subjectId()).stream().flatMap(agent -> candidates.apply(agent).stream()
                        .filter(one ->
                                decider.decide(agent, trial.of(access, one)).decision()))
                : Stream.empty();
        return found(all.map(result), null);
    }

    private static AccessBodies.Evaluation decide(AccessDecider decider, ObjectNode one) {
        try {
            return decider.decide(AccessReader.access(one, null));
        } catch (GatehouseException e) {
            if (e.status() != BAD_REQUEST) {
                throw e;
            }
            return AccessDecider.failed(e);
        }
    }

    private static Response found(Stream<Map<String, String>> results, @Nullable String nextCursor) {
        return Answer.ok(new AccessBodies.Found(
                results.toList(), new AccessBodies.NextPage(nextCursor == null ? "" : nextCursor)));
    }

    private AccessDecider decider() {
        call.caller().require(Permission.POLICIES_READ);
        call.caller().require(Permission.AGENTS_READ);
        boolean areRulesShown = call.caller().onlyOrganizationId() == null;
        return new AccessDecider(agents, eligibility, issuer, simulation, reach(), areRulesShown);
    }

    private Reach reach() {
        return call.caller().reach(Permission.AGENTS_READ);
    }

    /** The standard answers every fault of a request with 400, another media type included. */
    private ObjectNode read(byte @Nullable [] body) {
        try {
            if (call.tree(body, Json.MAX_BODY_BYTES) instanceof ObjectNode object) {
                return object;
            }
        } catch (GatehouseException e) {
            throw e.status() == UNSUPPORTED
                    ? GatehouseException.badRequest("invalid_request", "The body must be application/json.")
                    : e;
        }
        throw GatehouseException.badRequest("invalid_json", "The body must be a JSON object.");
    }
}
