package io.gatehouse.policy;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Permission;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /policies/replay}: how past decisions would change. Whoever asks must be allowed to see all policies, all agents and
 * the audit log.
 */
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class ReplayResource {
    private static final int ACCEPTED = Response.Status.ACCEPTED.getStatusCode();

    private final Call call;
    private final Policies policies;
    private final Replays replays;

    /** Serves one call. */
    public ReplayResource(Call call, Policies policies, Replays replays) {
        this.call = call;
        this.policies = policies;
        this.replays = replays;
    }

    /** Refuses who may not ask past decisions again. */
    static void permit(Caller caller) {
        Policies.require(caller, Permission.POLICIES_READ);
        caller.require(Permission.AGENTS_READ);
        caller.require(Permission.AUDIT_READ);
    }

    /** Asks past decisions again, or begins to. */
    @POST
    @Operation(
            operationId = "replayPolicies",
            summary = "Say how past decisions about tokens would change with another policy",
            description =
                    "Asks the realm's policies again with the policy of the body added, or in place of the one it names,"
                            + " about what was recorded with each decision. Throttles are not counted again.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReplayBodies.ReplayRequest.class)))
    @APIResponseSchema(
            value = ReplayRepresentation.class,
            responseCode = "200",
            responseDescription = "What came of it: there were at most 2,000 decisions")
    @APIResponse(
            responseCode = "202",
            description = "There are more; Location tells where to ask how far it is",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReplayRepresentation.class)))
    @APIResponse(responseCode = "409", description = "Two replays of the realm are running")
    public Response replay(byte @Nullable [] body) {
        permit(call.caller());
        ReplayBodies.Wanted wanted = ReplayBodies.read(call.fields(body), policies::find);
        Replay replay = replays.start(wanted.draft(), wanted.sinceMs());
        ReplayRepresentation shown = ReplayRepresentation.of(replay);
        return replay.status() == ReplayStatus.RUNNING
                ? Answer.json(ACCEPTED, shown)
                        .location(call.location("../replays/" + replay.id()))
                        .build()
                : Answer.ok(shown);
    }
}
