package io.gatehouse.apikey;

import io.gatehouse.apikey.ImportBodies.ImportRequest;
import io.gatehouse.apikey.ImportBodies.WantedImport;
import io.gatehouse.apikey.ImportBodies.WantedItem;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api-keys/import}: takes over the keys of another system by their digests, all of a call's or none. For holders
 * of {@code manage-gatehouse} alone, with the rules for owners and scopes that making a key has (rule 2 of the contract).
 */
@Tag(name = "API keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class ImportResource {
    private final Call call;
    private final KeyImport keyImport;

    /** Serves one call. */
    public ImportResource(Call call, KeyImport keyImport) {
        this.call = call;
        this.keyImport = keyImport;
    }

    /** Imports keys. */
    @POST
    @APIResponse(responseCode = "402", description = "The plan allows no more; see limit, used and plan")
    @Operation(
            operationId = "importApiKeys",
            summary = "Take over keys of another system by their digests; the same call again changes nothing")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImportRequest.class)))
    @APIResponseSchema(
            value = ImportRepresentation.class,
            responseCode = "200",
            responseDescription = "What became of each key")
    @APIResponse(responseCode = "409", description = "Another call imports the same keys at this moment")
    public Response importKeys(byte @Nullable [] body) {
        Caller caller = call.caller();
        caller.require(Permission.SETTINGS_WRITE);
        long nowMs = Clock.nowMs();
        caller.requireMayMakeCredentials(nowMs);
        WantedImport wanted = ImportBodies.read(
                call.fields(body, ImportBodies.MAX_BYTES), call.scope().settings(), nowMs);
        List<ImportItem> items = permitted(wanted.items());
        return Answer.ok(ImportRepresentation.of(
                keyImport.run(items, wanted.hmacKey(), caller.reach(Permission.API_KEYS_READ))));
    }

    /** Asks for each item what making such a key asks for, and names every one that is refused. */
    private List<ImportItem> permitted(List<WantedItem> wanted) {
        KeyOwnership ownership = keyImport.ownership();
        ScopeGrants grants = ScopeGrants.of(call);
        List<ImportItem> items = new ArrayList<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            WantedItem item = wanted.get(i);
            try {
                NewApiKey made = item.wanted()
                        .belongingTo(ownership.of(
                                item.wanted().owner(), item.wanted().organizationId()));
                grants.require(made.scopes());
                items.add(new ImportItem(made, Objects.requireNonNull(item.hash()), item.prefix()));
            } catch (GatehouseException e) {
                if (e.errors().isEmpty()) {
                    throw e;
                }
                String at = "/keys/" + i;
                e.errors()
                        .forEach(error ->
                                errors.add(new FieldError(at + error.pointer(), error.code(), error.detail())));
            }
        }
        if (!errors.isEmpty()) {
            throw GatehouseException.invalid(errors);
        }
        return items;
    }
}
