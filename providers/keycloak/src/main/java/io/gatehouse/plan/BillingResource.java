package io.gatehouse.plan;

import io.gatehouse.core.webhook.SignatureKey;
import io.gatehouse.core.webhook.SigningSecret;
import io.gatehouse.core.webhook.WebhookVerifier;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
 * {@code /billing}: how a payment provider changes plans. Whoever sends an event proves it by a signature over id, time and
 * body (Standard Webhooks 1.0); what is too old, or was sent before, is refused.
 */
@Tag(name = "Plans")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class BillingResource {
    /** Events that one address may send at once. */
    public static final int BURST = 60;

    /** After how long it may send one more. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    static final String ID_HEADER = "webhook-id";
    static final String TIME_HEADER = "webhook-timestamp";
    static final String SIGNATURE_HEADER = "webhook-signature";

    private final Call call;
    private final Plans plans;
    private final AddressThrottle throttle;

    /** Serves one call. */
    public BillingResource(Call call, Plans plans, AddressThrottle throttle) {
        this.call = call;
        this.plans = plans;
        this.throttle = throttle;
    }

    /** A new secret in JSON. */
    @Schema(name = "BillingSecret")
    record SecretRepresentation(
            @Schema(required = true, description = "whsec_…, shown this once")
            String signingSecret) {}

    /** Makes a secret. */
    @POST
    @Path("rotate-secret")
    @Operation(
            operationId = "rotateBillingSecret",
            summary =
                    "Make the secret by which a payment provider signs; the one before is good until the overlap ends")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanBodies.RotateRequest.class)))
    @APIResponseSchema(
            value = SecretRepresentation.class,
            responseCode = "200",
            responseDescription = "The secret, shown this once")
    public Response rotateSecret(byte @Nullable [] body) {
        PlanResource.permit(call, Permission.PLANS_WRITE);
        int overlapSeconds = body == null || body.length == 0
                ? BillingSecrets.DEFAULT_OVERLAP_SECONDS
                : PlanBodies.readOverlapSeconds(call.fields(body));
        SigningSecret secret = plans.rotateSecret(overlapSeconds);
        return Answer.ok(new SecretRepresentation(secret.text().reveal()));
    }

    /** Takes an event. */
    @POST
    @Path("events")
    @Operation(
            operationId = "receiveBillingEvent",
            summary = "Change a plan by a signed event of a payment provider",
            description = "Signed as Standard Webhooks 1.0 says, with the secret of rotate-secret.")
    @Parameter(name = ID_HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @Parameter(name = TIME_HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @Parameter(name = SIGNATURE_HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlanBodies.EventRequest.class)))
    @APIResponseSchema(
            value = PlanRepresentation.AssignmentRepresentation.class,
            responseCode = "200",
            responseDescription = "The plan from now on")
    @APIResponse(responseCode = "403", description = "No good signature, or one of another time")
    @APIResponse(responseCode = "409", description = "This event was taken before")
    @APIResponse(responseCode = "429", description = "Too many events from this address")
    public Response event(byte @Nullable [] body) {
        // Whoever is not the provider costs as little as can be: nothing is parsed before the signature is known to be
        // good.
        throttle.admit(call.scope(), "Too many events from this address.");
        byte[] unread = call.unread(body);
        String id = header(ID_HEADER);
        requireSignature(id, unread);
        PlanBodies.Told told = PlanBodies.readEvent(call.fields(unread));
        Holder holder = Holder.of(told.organizationId());
        requireExisting(holder);
        Plan plan = plans.assignByEvent(holder, told, id);
        return Answer.ok(PlanRepresentation.assignment(holder, plan));
    }

    private void requireSignature(String id, byte[] body) {
        List<SignatureKey> keys = new BillingSecrets(call.scope()).keys();
        WebhookVerifier.Verdict verdict = keys.isEmpty()
                ? WebhookVerifier.Verdict.NO_MATCH
                : new WebhookVerifier(keys, WebhookVerifier.DEFAULT_TOLERANCE_SECONDS)
                        .verify(id, header(TIME_HEADER), header(SIGNATURE_HEADER), body, Clock.nowSeconds());
        switch (verdict) {
            case VALID -> {}
            case TOO_OLD, TOO_NEW ->
                throw GatehouseException.forbidden(
                        "invalid_signature",
                        "webhook-timestamp must be within " + WebhookVerifier.DEFAULT_TOLERANCE_SECONDS
                                + " seconds of the server's time.");
            case MALFORMED, NO_MATCH ->
                throw GatehouseException.forbidden(
                        "invalid_signature",
                        "The signature is not one of the realm's billing secret over this id, time and body.");
        }
    }

    private void requireExisting(Holder holder) {
        String id = holder.organizationId();
        if (id != null
                && !call.scope()
                        .ports()
                        .users()
                        .organizationExists(call.scope().session(), call.scope().realm(), id)) {
            throw GatehouseException.invalid(
                    "/organization_id", "unknown_organization", "There is no organization with this id.");
        }
    }

    private String header(String name) {
        return Objects.requireNonNullElse(call.headers().getHeaderString(name), "");
    }
}
