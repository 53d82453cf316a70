package io.gatehouse.policy;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /policies/{id}/shadow-report}: what a policy in shadow mode would have done. For the same callers as a replay. */
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
public final class ShadowReportResource {
    private final Call call;
    private final Policies policies;
    private final String id;

    /**
     * Serves one call.
     *
     * @param id of the policy
     */
    public ShadowReportResource(Call call, Policies policies, String id) {
        this.call = call;
        this.policies = policies;
        this.id = id;
    }

    /** Reports what the policy would have done. */
    @GET
    @Operation(
            operationId = "getPolicyShadowReport",
            summary = "Tell what a policy in shadow mode would have changed",
            description =
                    "By the decisions that were recorded while it was in shadow mode, each with the rule that would have"
                            + " decided.")
    @Parameter(
            name = "since",
            in = ParameterIn.QUERY,
            description = "Decisions from then on; the last 7 days when it is absent",
            schema = @Schema(implementation = String.class, format = "date-time"))
    @APIResponseSchema(
            value = ShadowReportRepresentation.class,
            responseCode = "200",
            responseDescription = "What it would have changed")
    public Response report() {
        ReplayResource.permit(call.caller());
        long sinceMs = call.query("since")
                .text("since")
                .map(ShadowReportResource::time)
                .orElse(Clock.nowMs() - ReplayBodies.DEFAULT_REACH_MS);
        StoredPolicy policy = policies.find(id).orElseThrow(GatehouseException::notFound);
        return Answer.ok(
                ShadowReportRepresentation.of(policy.id(), ShadowReport.of(call.scope(), policy.id(), sinceMs)));
    }

    private static long time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw GatehouseException.badRequest(
                    "invalid_parameter", "since must be a time such as 2026-07-01T14:00:00Z.");
        }
    }
}
