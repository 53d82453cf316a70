package io.gatehouse.apikey;

import io.gatehouse.apikey.LeakBodies.LeakAnswer;
import io.gatehouse.apikey.LeakBodies.LeakRequest;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api-keys/leaks}, open to everybody: a key that was found in the open is revoked. Whoever holds the whole key
 * could use it, so that nothing is lost by letting them end it. The answer is the same whatever was found, and reports are
 * limited per address (rule 18 of the contract).
 */
@Tag(name = "API keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class LeakResource {
    /** Reports that one address may send at once. */
    public static final int BURST = 60;

    /** After how long it may send one more. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Which of the sender's keys signed. */
    static final String KEY_HEADER = "Github-Public-Key-Identifier";

    /** The signature over the body, base64 of DER. */
    static final String SIGNATURE_HEADER = "Github-Public-Key-Signature";

    private final Call call;
    private final LeakedKeys keys;
    private final AddressThrottle throttle;

    /** Serves one call. */
    public LeakResource(Call call, LeakedKeys keys, AddressThrottle throttle) {
        this.call = call;
        this.keys = keys;
        this.throttle = throttle;
    }

    /** Takes a report. */
    @POST
    @Operation(
            operationId = "reportLeak",
            summary = "Report a leaked API key; open to everybody, and the answer is always the same")
    @Parameter(
            name = KEY_HEADER,
            in = ParameterIn.HEADER,
            description = "With GitHub's array as body: which public key signed it",
            schema = @Schema(implementation = String.class))
    @Parameter(
            name = SIGNATURE_HEADER,
            in = ParameterIn.HEADER,
            description = "With GitHub's array as body: ECDSA P-256 with SHA-256 over the body, DER in base64",
            schema = @Schema(implementation = String.class))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LeakRequest.class)))
    @APIResponseSchema(
            value = LeakAnswer.class,
            responseCode = "200",
            responseDescription = "Received; a key that it was is revoked now")
    public Response report(byte @Nullable [] body) {
        String keyId = call.headers().getHeaderString(KEY_HEADER);
        String signature = call.headers().getHeaderString(SIGNATURE_HEADER);
        boolean isSigned = keyId != null || signature != null;
        List<LeakReport> reports =
                isSigned ? LeakBodies.readSigned(call, body) : List.of(LeakBodies.readOpen(call, body));
        throttle.admit(call.scope(), "Too many reports from this address.");
        if (isSigned) {
            requireSignature(Objects.requireNonNullElse(keyId, ""), Objects.requireNonNullElse(signature, ""), body);
        }
        keys.revoke(reports, isSigned ? keyId : null);
        return Answer.ok(LeakBodies.answer());
    }

    private void requireSignature(String keyId, String signature, byte @Nullable [] body) {
        byte[] signed = body == null ? new byte[0] : body;
        boolean isGenuine = call.scope().settings().leakReportKeys().stream()
                .filter(key -> key.id().equals(keyId))
                .anyMatch(key -> key.hasSigned(signed, signature));
        if (!isGenuine) {
            throw GatehouseException.forbidden(
                    "invalid_signature",
                    "The signature is not one of a key in the realm's setting leak_report_keys over this body.");
        }
    }
}
