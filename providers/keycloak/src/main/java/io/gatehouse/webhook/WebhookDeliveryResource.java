package io.gatehouse.webhook;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;
import io.gatehouse.webhook.DeliveryRepresentation.DetailRepresentation;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /webhooks/deliveries}: single deliveries of whichever webhook; those of one are listed by {@link WebhookResource}. */
@Tag(name = "Webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class WebhookDeliveryResource {
    private final Call call;
    private final Deliveries deliveries;

    /** Serves one call. */
    public WebhookDeliveryResource(Call call, Deliveries deliveries) {
        this.call = call;
        this.deliveries = deliveries;
    }

    /** Shows one delivery. */
    @GET
    @Path("{delivery}")
    @Operation(operationId = "getWebhookDelivery", summary = "Show a delivery and every attempt")
    @APIResponseSchema(value = DetailRepresentation.class, responseCode = "200", responseDescription = "The delivery")
    public Response delivery(@PathParam("delivery") String id) {
        Reach reach = WebhookReach.require(call.caller(), Permission.WEBHOOKS_READ);
        call.noQuery();
        return Answer.ok(
                DeliveryRepresentation.of(deliveries.find(id, reach).orElseThrow(GatehouseException::notFound)));
    }

    /** Sends one delivery again. */
    @POST
    @Path("{delivery}/redeliver")
    @Operation(
            operationId = "redeliverWebhookDelivery",
            summary = "Send a delivery again, under the same webhook-id, with all its attempts")
    @APIResponseSchema(
            value = DeliveryRepresentation.class,
            responseCode = "200",
            responseDescription = "The delivery, pending again")
    @APIResponse(responseCode = "409", description = "The webhook is disabled, or the delivery was attempted too often")
    public Response redeliver(@PathParam("delivery") String id) {
        Reach reach = WebhookReach.require(call.caller(), Permission.WEBHOOKS_WRITE);
        call.noQuery();
        return Answer.ok(
                DeliveryRepresentation.of(deliveries.redeliver(id, reach).orElseThrow(GatehouseException::notFound)));
    }
}
