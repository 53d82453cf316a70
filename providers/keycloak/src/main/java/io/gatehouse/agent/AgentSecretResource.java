package io.gatehouse.agent;

import io.gatehouse.core.key.Secret;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Created;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The HTTP door to the secret of one agent. */
@Tag(name = "Agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AgentSecretResource {
    private static final String SECRET_MEMBER = "secret_key";

    private final Call call;
    private final Agents agents;
    private final String id;

    /** The body, as OpenAPI shows it. */
    @Schema(name = "AgentSecretRotation")
    record RotateRequest(
            @Schema(
                    nullable = true,
                    minimum = "0",
                    maximum = "" + AgentSecretRotation.MAX_OVERLAP_SECONDS,
                    defaultValue = "" + AgentSecretRotation.DEFAULT_OVERLAP_SECONDS,
                    description =
                            "How long the present secret stays right; with 0 it is wrong at once and the agent's tokens are dead")
            @Nullable
            Integer overlapSeconds) {}

    /**
     * Serves one call.
     *
     * @param id of the agent, as the path says
     */
    public AgentSecretResource(Call call, Agents agents, String id) {
        this.call = call;
        this.agents = agents;
        this.id = id;
    }

    /** Makes a new secret. */
    @POST
    @Operation(
            operationId = "rotateAgentSecret",
            summary =
                    "Give an agent a new secret; the answer shows it once, the old one goes on until the overlap ends")
    @Parameter(
            name = Idempotency.HEADER,
            in = ParameterIn.HEADER,
            description = "Repeating the call with the same key rotates once",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = Idempotency.MAX_KEY_LENGTH))
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RotateRequest.class)))
    @APIResponse(
            responseCode = "201",
            description = "The agent, with its new secret this once",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AgentRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "The agent is revoked or has no secret; or a call with this Idempotency-Key is still running",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response rotate(byte @Nullable [] body) {
        Agent ignored = new AgentAccess(call, agents).mayChange(id);
        call.caller().requireMayMakeCredentials(Clock.nowMs());
        int overlapSeconds = overlapSeconds(body);
        AgentGrants grants = AgentGrants.of(call);
        AgentSecretRight right = new AgentSecretRight(call.caller(), grants);
        AgentSecretRotation rotation = new AgentSecretRotation(agents);
        return Idempotency.create(
                call,
                body,
                () -> created(
                        rotation.rotate(id, overlapSeconds, right::require).orElseThrow(GatehouseException::notFound)));
    }

    private int overlapSeconds(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            call.noQuery();
            return AgentSecretRotation.DEFAULT_OVERLAP_SECONDS;
        }
        Fields fields = call.fields(body);
        long seconds = fields.integer("overlap_seconds", 0, AgentSecretRotation.MAX_OVERLAP_SECONDS)
                .orElse((long) AgentSecretRotation.DEFAULT_OVERLAP_SECONDS);
        fields.done();
        return Math.toIntExact(seconds);
    }

    private static Created created(Agents.Made made) {
        Secret secret = made.secret();
        return new Created(
                "../../" + made.agent().id(),
                Json.tree(AgentRepresentation.of(made.agent(), secret)),
                Set.of(SECRET_MEMBER));
    }
}
