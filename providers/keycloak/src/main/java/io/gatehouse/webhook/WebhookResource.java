package io.gatehouse.webhook;

import io.gatehouse.core.net.AddressGuard;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Created;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.HttpOutcome;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Query;
import io.gatehouse.platform.Reach;
import io.gatehouse.webhook.DeliveryRepresentation.RecoveredRepresentation;
import io.gatehouse.webhook.DeliveryRepresentation.TestRepresentation;
import io.gatehouse.webhook.WebhookRepresentation.IssuedRepresentation;
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
 * {@code /webhooks}: endpoints. Single deliveries are at {@link WebhookDeliveryResource}. Longer than a class should be,
 * because it also holds the description of the API.
 */
@Tag(name = "Webhooks", description = "Webhooks: endpoints, signing secrets, deliveries, dead letters")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class WebhookResource {
    private final Call call;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final WebhookPing ping;
    private final AddressGuard guard;
    private final List<String> stockTypes;

    /**
     * Serves one call.
     *
     * @param stockTypes the types of Keycloak's own events
     */
    public WebhookResource(
            Call call,
            Webhooks webhooks,
            Deliveries deliveries,
            WebhookPing ping,
            AddressGuard guard,
            List<String> stockTypes) {
        this.call = call;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.ping = ping;
        this.guard = guard;
        this.stockTypes = stockTypes;
    }

    /** Makes a webhook; the answer shows its signing secret, this once. */
    @POST
    @APIResponse(responseCode = "402", description = "The plan allows no more; see limit, used and plan")
    @Operation(operationId = "createWebhook", summary = "Make a webhook; the answer shows its signing secret once")
    @Parameter(name = Idempotency.HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookBodies.CreateRequest.class)))
    @APIResponseSchema(value = IssuedRepresentation.class, responseCode = "201", responseDescription = "The webhook")
    @APIResponse(
            responseCode = "409",
            description = "The realm has 100 webhooks, or a call with this Idempotency-Key is still running")
    public Response create(byte @Nullable [] body) {
        Reach ignored = reach(Permission.WEBHOOKS_WRITE);
        NewWebhook wanted = WebhookBodies.readCreate(call.fields(body), guard);
        NewWebhook made = wanted.narrowedTo(new WebhookOrganization(call).of(wanted.organizationId()));
        return Idempotency.create(call, body, () -> {
            Webhooks.Issued issued = webhooks.create(made);
            return new Created(
                    issued.webhook().id(),
                    WebhookRepresentation.issued(issued),
                    Set.of(WebhookRepresentation.SECRET_MEMBER));
        });
    }

    /** Lists webhooks, newest first. */
    @GET
    @Operation(operationId = "listWebhooks", summary = "List webhooks, newest first")
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
    @APIResponseSchema(
            value = WebhookRepresentation.PageRepresentation.class,
            responseCode = "200",
            responseDescription = "One page")
    public Response list() {
        Reach reach = reach(Permission.WEBHOOKS_READ);
        PageRequest page = PageRequest.of(call.listQuery());
        return Answer.page(webhooks.page(reach, page).map(WebhookRepresentation::of), call.uri());
    }

    /** Lists the event types. */
    @GET
    @Path("event-types")
    @Operation(operationId = "listEventTypes", summary = "List the event types that a webhook can be told of")
    @APIResponseSchema(
            value = EventTypeRepresentation.ListRepresentation.class,
            responseCode = "200",
            responseDescription =
                    "All of them, Keycloak's own events at the end; its extensions may have more of these")
    public Response eventTypes() {
        Reach ignored = reach(Permission.WEBHOOKS_READ);
        call.noQuery();
        return Answer.ok(new EventTypeRepresentation.ListRepresentation(EventCatalogue.all(stockTypes)));
    }

    /** Shows one webhook. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getWebhook", summary = "Show a webhook")
    @APIResponseSchema(
            value = WebhookRepresentation.class,
            responseCode = "200",
            responseDescription = "The webhook, without its secret and the values of its headers")
    public Response get(@PathParam("id") String id) {
        Reach reach = reach(Permission.WEBHOOKS_READ);
        call.noQuery();
        return Answer.ok(WebhookRepresentation.of(find(id, reach)));
    }

    /** Changes a webhook by a merge patch (RFC 7396). */
    @PATCH
    @Path("{id}")
    @Operation(operationId = "updateWebhook", summary = "Change a webhook, or switch it off and on")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = WebhookBodies.PatchRequest.class)),
                @Content(
                        mediaType = "application/merge-patch+json",
                        schema = @Schema(implementation = WebhookBodies.PatchRequest.class))
            })
    @APIResponseSchema(
            value = WebhookRepresentation.class,
            responseCode = "200",
            responseDescription = "The webhook as it is now")
    public Response patch(@PathParam("id") String id, byte @Nullable [] body) {
        Reach reach = reach(Permission.WEBHOOKS_WRITE);
        WebhookPatch patch = WebhookBodies.readPatch(call.fields(body), guard);
        return Answer.ok(
                WebhookRepresentation.of(webhooks.patch(id, reach, patch).orElseThrow(() -> outOfReach(id))));
    }

    /** Deletes a webhook. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteWebhook", summary = "Delete a webhook, its secrets and its deliveries")
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "return=representation for a 200 with the webhook",
            schema = @Schema(implementation = String.class))
    @APIResponseSchema(
            value = WebhookRepresentation.class,
            responseCode = "200",
            responseDescription = "The deleted webhook, when asked for")
    @APIResponse(responseCode = "204", description = "It is deleted")
    public Response delete(@PathParam("id") String id) {
        Reach reach = reach(Permission.WEBHOOKS_WRITE);
        call.noQuery();
        Webhook webhook = webhooks.delete(id, reach).orElseThrow(() -> outOfReach(id));
        return Answer.deleted(call.headers(), WebhookRepresentation.of(webhook));
    }

    /** Gives a webhook a new signing secret and key. */
    @POST
    @Path("{id}/rotate-secret")
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Make new secrets; those from before sign too until the overlap ends")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookBodies.RotateRequest.class)))
    @APIResponseSchema(
            value = IssuedRepresentation.class,
            responseCode = "200",
            responseDescription = "The webhook with its new signing secret, shown this once")
    public Response rotateSecret(@PathParam("id") String id, byte @Nullable [] body) {
        Reach reach = reach(Permission.WEBHOOKS_WRITE);
        int overlapSeconds =
                isEmpty(body) ? Webhook.DEFAULT_OVERLAP_SECONDS : WebhookBodies.readOverlapSeconds(call.fields(body));
        return Answer.ok(WebhookRepresentation.issued(
                webhooks.rotate(id, reach, overlapSeconds).orElseThrow(() -> outOfReach(id))));
    }

    /** Sends a test and shows the answer. */
    @POST
    @Path("{id}/test")
    @Operation(operationId = "testWebhook", summary = "Send a signed webhook.ping at once and show the answer")
    @APIResponseSchema(
            value = TestRepresentation.class,
            responseCode = "200",
            responseDescription = "The endpoint answered; whether by 2xx, see is_delivered")
    @APIResponse(responseCode = "502", description = "The endpoint did not answer; code says why")
    public Response test(@PathParam("id") String id) {
        Reach reach = reach(Permission.WEBHOOKS_WRITE);
        call.noQuery();
        Endpoint endpoint = webhooks.endpoint(id, reach).orElseThrow(() -> outOfReach(id));
        String realmId = call.scope().realmId();
        // Nothing was written. No transaction, and with it no connection, may be held while the endpoint takes its
        // time.
        call.scope().session().getTransactionManager().commit();
        WebhookPing.Pong pong = ping.send(endpoint, realmId, id);
        if (!(pong.outcome() instanceof HttpOutcome.Answered answered)) {
            String reason = DeliveryAttempt.attempt(1, pong.startedAtMs(), pong.outcome())
                    .failure();
            throw GatehouseException.http(
                    502, "endpoint_" + reason, "The endpoint did not answer completely: " + reason + ".");
        }
        Delivery.Attempt attempt = DeliveryAttempt.attempt(1, pong.startedAtMs(), answered);
        return Answer.ok(new TestRepresentation(
                answered.isSuccess(), pong.messageId(), answered.status(), answered.latencyMs(), attempt.answer()));
    }

    /** Enables a webhook. */
    @POST
    @Path("{id}/enable")
    @Operation(
            operationId = "enableWebhook",
            summary = "Send to a disabled webhook again, at once and with a clean record")
    @APIResponseSchema(
            value = WebhookRepresentation.class,
            responseCode = "200",
            responseDescription = "The webhook as it is now; the caller answers for it from here on")
    public Response enable(@PathParam("id") String id) {
        Reach reach = reach(Permission.WEBHOOKS_WRITE);
        call.noQuery();
        return Answer.ok(WebhookRepresentation.of(webhooks.enable(id, reach).orElseThrow(() -> outOfReach(id))));
    }

    /** Lists the deliveries of a webhook, newest first. */
    @GET
    @Path("{id}/deliveries")
    @Operation(operationId = "listWebhookDeliveries", summary = "List the deliveries of a webhook, newest first")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            implementation = String.class,
                            enumeration = {"pending", "delivered", "dead"}))
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
    @APIResponseSchema(
            value = DeliveryRepresentation.PageRepresentation.class,
            responseCode = "200",
            responseDescription = "One page")
    public Response deliveries(@PathParam("id") String id) {
        Reach reach = reach(Permission.WEBHOOKS_READ);
        Query query = call.listQuery("status");
        DeliveryStatus status =
                query.text("status").map(WebhookResource::status).orElse(null);
        PageRequest page = PageRequest.of(query);
        return Answer.page(deliveries.page(find(id, reach), status, page).map(DeliveryRepresentation::of), call.uri());
    }

    /** Sends dead letters of a webhook again. */
    @POST
    @Path("{id}/recover")
    @Operation(operationId = "recoverWebhookDeliveries", summary = "Send the dead letters of a span of time again")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookBodies.RecoverRequest.class)))
    @APIResponseSchema(value = RecoveredRepresentation.class, responseCode = "200", responseDescription = "How many")
    @APIResponse(responseCode = "409", description = "The webhook is disabled")
    public Response recover(@PathParam("id") String id, byte @Nullable [] body) {
        Reach reach = reach(Permission.WEBHOOKS_WRITE);
        WebhookBodies.Span span = WebhookBodies.readRecover(call.fields(body), Clock.nowMs());
        Webhook webhook = webhooks.find(id, reach).orElseThrow(() -> outOfReach(id));
        return Answer.ok(new RecoveredRepresentation(deliveries.recover(webhook, span)));
    }

    private Webhook find(String id, Reach reach) {
        return webhooks.find(id, reach).orElseThrow(GatehouseException::notFound);
    }

    private Reach reach(Permission permission) {
        return WebhookReach.require(call.caller(), permission);
    }

    /** 404 for what the caller may not see, 403 for what it sees and may not change. */
    private GatehouseException outOfReach(String id) {
        boolean isSeen = call.caller().may(Permission.WEBHOOKS_READ)
                && webhooks.find(id, call.caller().reach(Permission.WEBHOOKS_READ))
                        .isPresent();
        return isSeen ? GatehouseException.forbidden(Permission.WEBHOOKS_WRITE) : GatehouseException.notFound();
    }

    private static boolean isEmpty(byte @Nullable [] body) {
        return body == null || body.length == 0;
    }

    private static DeliveryStatus status(String text) {
        return DeliveryStatus.of(text)
                .orElseThrow(() -> GatehouseException.badRequest(
                        "invalid_parameter", "status must be one of: " + DeliveryStatus.WORDS + "."));
    }
}
