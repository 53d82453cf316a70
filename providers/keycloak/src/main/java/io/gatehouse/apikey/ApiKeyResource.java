package io.gatehouse.apikey;

import io.gatehouse.apikey.ApiKeyBodies.Wanted;
import io.gatehouse.apikey.ApiKeyRequests.VerifyRequest;
import io.gatehouse.core.limit.Credits;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Created;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Query;
import io.gatehouse.platform.Reach;
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
import java.util.Map;
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
 * {@code /api-keys}: make, list, change, rotate, revoke and verify API keys. Longer than a class should be, because it also holds
 * the description of the API.
 */
@Tag(name = "API keys", description = "API keys: make, list, change, rotate, revoke, verify")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class ApiKeyResource {
    private final Call call;
    private final ApiKeys keys;
    private final ApiKeyVerification verification;
    private final BulkRevocation bulkRevocation;

    /** Serves one call. */
    public ApiKeyResource(Call call, ApiKeys keys, ApiKeyVerification verification, BulkRevocation bulkRevocation) {
        this.call = call;
        this.keys = keys;
        this.verification = verification;
        this.bulkRevocation = bulkRevocation;
    }

    /** Makes a key; the answer shows it, this once. */
    @POST
    @APIResponse(responseCode = "402", description = "The plan allows no more; see limit, used and plan")
    @Operation(operationId = "createApiKey", summary = "Make an API key; the answer shows it once")
    @Parameter(name = Idempotency.HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApiKeyRequests.CreateRequest.class)))
    @APIResponseSchema(value = IssuedApiKeyRepresentation.class, responseCode = "201", responseDescription = "The key")
    @APIResponse(responseCode = "409", description = "A call with this Idempotency-Key is still running")
    public Response create(byte @Nullable [] body) {
        Caller caller = call.caller();
        Reach ignored = caller.reach(Permission.API_KEYS_WRITE);
        long nowMs = Clock.nowMs();
        caller.requireMayMakeCredentials(nowMs);
        Wanted wanted = ApiKeyBodies.readCreate(call.fields(body), call.scope().settings(), nowMs);
        NewApiKey made = wanted.belongingTo(keys.ownership().of(wanted.owner(), wanted.organizationId()));
        grants().require(made.scopes());
        return Idempotency.create(call, body, () -> {
            IssuedApiKey issued = keys.create(made);
            return new Created(
                    issued.key().id(),
                    IssuedApiKeyRepresentation.of(issued, null, made.credits(), Clock.nowMs()),
                    Set.copyOf(ApiKeyRepresentation.SECRET_MEMBERS));
        });
    }

    /** Lists keys, newest first. */
    @GET
    @Operation(operationId = "listApiKeys", summary = "List API keys, newest first")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            implementation = String.class,
                            enumeration = {"active", "expired", "revoked", "inactive"}))
    @Parameter(
            name = "owner",
            in = ParameterIn.QUERY,
            description = "Id of the owner",
            schema = @Schema(implementation = String.class))
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "Part of the name, or the beginning of the prefix",
            schema = @Schema(implementation = String.class))
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
    @APIResponseSchema(value = ApiKeyPageRepresentation.class, responseCode = "200", responseDescription = "One page")
    public Response list() {
        Reach reach = call.caller().reach(Permission.API_KEYS_READ);
        Query query = call.listQuery("status", "owner", "search");
        ApiKeyFilter filter = new ApiKeyFilter(
                query.text("status").map(ApiKeyResource::status), query.text("owner"), query.text("search"));
        PageRequest page = PageRequest.of(query);
        long nowMs = Clock.nowMs();
        Page<ApiKey> found = keys.rows().page(filter, reach, page);
        Map<String, Credits> credits = keys.creditsOf(found.items());
        return Answer.page(
                found.map(key -> ApiKeyRepresentation.of(key, null, credits.get(key.id()), nowMs)), call.uri());
    }

    /** Shows one key. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getApiKey", summary = "Show an API key")
    @APIResponseSchema(
            value = ApiKeyRepresentation.class,
            responseCode = "200",
            responseDescription = "The key, without its secret")
    public Response get(@PathParam("id") String id) {
        Reach reach = call.caller().reach(Permission.API_KEYS_READ);
        call.noQuery();
        return Answer.ok(represent(keys.find(id, reach).orElseThrow(GatehouseException::notFound)));
    }

    /** Changes a key by a merge patch (RFC 7396). */
    @PATCH
    @Path("{id}")
    @Operation(operationId = "updateApiKey", summary = "Change an API key, or switch it off and on")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ApiKeyRequests.PatchRequest.class)),
                @Content(
                        mediaType = "application/merge-patch+json",
                        schema = @Schema(implementation = ApiKeyRequests.PatchRequest.class))
            })
    @APIResponseSchema(
            value = ApiKeyRepresentation.class,
            responseCode = "200",
            responseDescription = "The key as it is now")
    @APIResponse(responseCode = "409", description = "The key is revoked, or expired and was to be switched on")
    public Response patch(@PathParam("id") String id, byte @Nullable [] body) {
        Reach reach = call.caller().reach(Permission.API_KEYS_WRITE);
        ApiKeyPatch patch = ApiKeyBodies.readPatch(call.fields(body));
        return Answer.ok(represent(keys.patch(id, reach, patch, grants()).orElseThrow(() -> outOfReach(id))));
    }

    /** Revokes a key for good. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "revokeApiKey", summary = "Revoke an API key for good, at once and everywhere")
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "return=representation for a 200 with the key",
            schema = @Schema(implementation = String.class))
    @APIResponseSchema(
            value = ApiKeyRepresentation.class,
            responseCode = "200",
            responseDescription = "The revoked key, when asked for")
    @APIResponse(responseCode = "204", description = "It is revoked")
    public Response revoke(@PathParam("id") String id) {
        Reach reach = call.caller().reach(Permission.API_KEYS_WRITE);
        call.noQuery();
        ApiKey key = keys.revoke(id, reach).orElseThrow(() -> outOfReach(id));
        return Answer.deleted(call.headers(), represent(key));
    }

    /** Rotates a key; the answer shows its successor, this once. */
    @POST
    @Path("{id}/rotate")
    @Operation(
            operationId = "rotateApiKey",
            summary =
                    "Make the successor of an API key; the answer shows it once, the old one goes on until the overlap"
                            + " ends")
    @Parameter(name = Idempotency.HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApiKeyRequests.RotateRequest.class)))
    @APIResponseSchema(
            value = IssuedApiKeyRepresentation.class,
            responseCode = "201",
            responseDescription = "The new key")
    @APIResponse(
            responseCode = "409",
            description = "The key is revoked, expired, switched off or was rotated before; or a call with this"
                    + " Idempotency-Key is still running")
    public Response rotate(@PathParam("id") String id, byte @Nullable [] body) {
        Caller caller = call.caller();
        Reach reach = caller.reach(Permission.API_KEYS_WRITE);
        caller.requireMayMakeCredentials(Clock.nowMs());
        KeyRotation.Wanted wanted = body == null || body.length == 0
                ? new KeyRotation.Wanted(KeyRotation.DEFAULT_OVERLAP_SECONDS, null)
                : ApiKeyBodies.readRotate(call.fields(body));
        call.noQuery();
        RotationRight right = new RotationRight(caller, grants());
        return Idempotency.create(call, body, () -> {
            IssuedApiKey issued = keys.rotate(id, reach, wanted, right::require).orElseThrow(() -> outOfReach(id));
            KeySuccession succession = keys.rows().succession(issued.key()).orElse(null);
            return new Created(
                    "../../" + issued.key().id(),
                    IssuedApiKeyRepresentation.of(issued, succession, credits(issued.key()), Clock.nowMs()),
                    Set.copyOf(ApiKeyRepresentation.SECRET_MEMBERS));
        });
    }

    /** Revokes every key of an owner or of an organization. */
    @POST
    @Path("revoke-all")
    @Operation(
            operationId = "revokeAllApiKeys",
            summary = "Revoke every API key of an owner or of an organization, as far as you may; to repeat it is safe")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApiKeyRequests.RevokeAllRequest.class)))
    @APIResponseSchema(
            value = ApiKeysRevokedRepresentation.class,
            responseCode = "200",
            responseDescription = "How many keys this call revoked")
    public Response revokeAll(byte @Nullable [] body) {
        Reach reach = call.caller().reach(Permission.API_KEYS_WRITE);
        BulkRevocation.Target target = keys.ownership().named(ApiKeyBodies.readRevokeAll(call.fields(body)));
        // Nothing was written. The batches have transactions of their own, and this one would hold a connection.
        call.scope().session().getTransactionManager().commit();
        return Answer.ok(new ApiKeysRevokedRepresentation(bulkRevocation.revoke(target, reach)));
    }

    /** Verifies a key for those who have a right to it; to all others every key is INVALID. */
    @POST
    @Path("verify")
    @Operation(operationId = "verifyApiKey", summary = "Verify an API key; always 200")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VerifyRequest.class)))
    @APIResponseSchema(
            value = ApiKeyVerificationRepresentation.class,
            responseCode = "200",
            responseDescription = "Whether it is valid, and what it is")
    public Response verify(byte @Nullable [] body) {
        Caller caller = call.caller();
        caller.requireCredential();
        VerifyRequest wanted = ApiKeyBodies.readVerify(call.fields(body));
        ApiKeyVerdict verdict =
                verification.verify(wanted.key(), wanted.use(), key -> VerifyRight.mayKnow(caller, key));
        Response.ResponseBuilder answer = Answer.json(200, ApiKeyVerificationRepresentation.of(verdict));
        verdict.metered().headers().forEach(answer::header);
        return answer.build();
    }

    /** 404 for what the caller may not see, 403 for what it sees and may not change. */
    private GatehouseException outOfReach(String id) {
        boolean isSeen =
                keys.find(id, call.caller().reach(Permission.API_KEYS_READ)).isPresent();
        return isSeen ? GatehouseException.forbidden(Permission.API_KEYS_WRITE) : GatehouseException.notFound();
    }

    private ScopeGrants grants() {
        return ScopeGrants.of(call);
    }

    private ApiKeyRepresentation represent(ApiKey key) {
        KeySuccession succession =
                key.succession().isAny() ? keys.rows().succession(key).orElse(null) : null;
        return ApiKeyRepresentation.of(key, succession, credits(key), Clock.nowMs());
    }

    private @Nullable Credits credits(ApiKey key) {
        return keys.creditsOf(List.of(key)).get(key.id());
    }

    private static ApiKeyStatus status(String text) {
        return ApiKeyStatus.of(text)
                .orElseThrow(() -> GatehouseException.badRequest(
                        "invalid_parameter", "status must be one of: " + ApiKeyStatus.WORDS + "."));
    }
}
