package io.gatehouse.audit;

import io.gatehouse.core.audit.TlogProof;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Query;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /audit}: what happened, the proofs that the log is as it was written, and the erasure of what it tells of persons.
 * Longer than a class should be, because it also holds the description of the API.
 */
@Tag(name = "Audit", description = "The audit log: query, prove, verify, export, erase")
@Consumes(MediaType.WILDCARD)
public final class AuditResource {
    private static final String TEXT = "text/plain;charset=utf-8";

    private final Call call;
    private final AuditEvents events;
    private final Erasures erasures;

    /** Serves one call. */
    public AuditResource(Call call, AuditEvents events, Erasures erasures) {
        this.call = call;
        this.events = events;
        this.erasures = erasures;
    }

    /** Lists events, newest first. */
    @GET
    @Path("events")
    @Operation(
            operationId = "listAuditEvents",
            summary = "List events, newest first",
            description =
                    "An event that was just written follows in less than a second. Every filter must match exactly.")
    @Parameter(name = "type", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class))
    @Parameter(
            name = "actor",
            in = ParameterIn.QUERY,
            description = "Id of who did it",
            schema = @Schema(implementation = String.class))
    @Parameter(
            name = "target",
            in = ParameterIn.QUERY,
            description = "Id of what it was done to",
            schema = @Schema(implementation = String.class))
    @Parameter(name = "agent_id", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class))
    @Parameter(name = "key_id", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class))
    @Parameter(
            name = "since",
            in = ParameterIn.QUERY,
            description = "Not before this time",
            schema = @Schema(implementation = String.class, format = "date-time"))
    @Parameter(
            name = "until",
            in = ParameterIn.QUERY,
            description = "Before this time",
            schema = @Schema(implementation = String.class, format = "date-time"))
    @Parameter(name = "request_id", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class))
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
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AuditEventPageRepresentation.class)))
    public Response list() {
        permit(Permission.AUDIT_READ);
        Query query = call.listQuery(AuditQuery.FILTERS);
        return Answer.page(events.page(AuditQuery.filter(query), PageRequest.of(query)), call.uri());
    }

    /** Shows one record. */
    @GET
    @Path("events/{seq}")
    @Operation(
            operationId = "getAuditRecord",
            summary = "Show a record as the log holds it: leaf, hash, facts with salts")
    @APIResponse(
            responseCode = "200",
            description = "The record",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AuditRecordRepresentation.class)))
    public Response get(@PathParam("seq") String seq) {
        permit(Permission.AUDIT_READ);
        call.noQuery();
        String record = AuditQuery.number(seq).flatMap(events::record).orElseThrow(GatehouseException::notFound);
        return text(MediaType.APPLICATION_JSON, record);
    }

    /** Proves that an event is in the log. */
    @GET
    @Path("events/{seq}/proof")
    @Operation(
            operationId = "getAuditProof",
            summary = "Prove that an event is in the log",
            description = "A c2sp.org/tlog-proof@v1 with a checkpoint that was signed for this call.")
    @APIResponse(
            responseCode = "200",
            description = "The proof",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class)))
    public Response proof(@PathParam("seq") String seq) {
        permit(Permission.AUDIT_READ);
        call.noQuery();
        TlogProof proof = AuditQuery.number(seq).flatMap(events::proof).orElseThrow(GatehouseException::notFound);
        return text(TEXT, proof.text());
    }

    /** Shows a checkpoint; open to everybody. */
    @GET
    @Path("checkpoint")
    @Operation(
            operationId = "getAuditCheckpoint",
            summary = "Sign a checkpoint over every event; open to everybody",
            description =
                    "A C2SP signed note. Keep one outside: it tells later whether the log was cut off or rewritten.")
    @APIResponse(
            responseCode = "200",
            description = "The checkpoint",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class)))
    public Response checkpoint() {
        call.noQuery();
        return text(TEXT, events.checkpoint());
    }

    /** Proves that the log only grew. */
    @GET
    @Path("consistency")
    @Operation(
            operationId = "getAuditConsistency",
            summary = "Prove that the log of one size is the beginning of the log of another")
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            required = true,
            schema = @Schema(implementation = Long.class, minimum = "0"))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "The present size when absent",
            schema = @Schema(implementation = Long.class, minimum = "0"))
    @APIResponse(
            responseCode = "200",
            description = "The proof",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ConsistencyRepresentation.class)))
    public Response consistency() {
        permit(Permission.AUDIT_READ);
        Query query = call.query("from", "to");
        long size = events.size();
        long to = AuditQuery.size(query, "to", size).orElse(size);
        long from = AuditQuery.size(query, "from", to)
                .orElseThrow(() -> GatehouseException.badRequest("invalid_parameter", "from is missing."));
        return Answer.ok(events.consistency(from, to));
    }

    /** Verifies the log against its own tables. */
    @POST
    @Path("verify")
    @Operation(
            operationId = "verifyAudit",
            summary = "Verify the log, and name the first bad record",
            description = "Finds what its own tables show. A log that was wholly rewritten or cut off together with its"
                    + " checkpoints is found by the offline verifier with a checkpoint kept outside.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VerifyRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "What was found",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AuditVerdict.class)))
    public Response verify(byte @Nullable [] body) {
        permit(Permission.AUDIT_READ);
        Fields fields = call.fields(body);
        long size = events.size();
        long to = fields.integer("to", 0, size).orElse(size);
        long from = fields.integer("from", 0, to).orElse(0L);
        fields.done();
        return Answer.ok(events.verify(from, to));
    }

    /** Exports the whole log. */
    @GET
    @Path("export")
    @Operation(
            operationId = "exportAudit",
            summary = "Export the whole log as a stream, with a signed checkpoint at its end",
            description = "json: a header, a record a line, the checkpoint; the offline verifier reads it. csv: for"
                    + " spreadsheets, safe against formulas.")
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            implementation = String.class,
                            enumeration = {"json", "csv"},
                            defaultValue = "json"))
    @APIResponse(
            responseCode = "200",
            description = "The log",
            content = {
                @Content(mediaType = "application/jsonl", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class))
            })
    public Response export() {
        permit(Permission.AUDIT_READ);
        AuditExport.Format format = AuditQuery.format(call.query("format"));
        return Response.ok(events.export(format))
                .type(format.mediaType())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"gatehouse-audit." + format.extension() + "\"")
                .build();
    }

    /** Asks for an erasure, or does it as the second person. */
    @POST
    @Path("erase")
    @Operation(
            operationId = "eraseAudit",
            summary = "Erase what the log tells of a person; two people must ask",
            description =
                    "People only. The first call waits 7 days for the same call by somebody else. Events and proofs"
                            + " stay.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EraseRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "Erased",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ErasureRepresentation.class)))
    @APIResponse(
            responseCode = "202",
            description = "Asked for; a second person must ask for the same",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ErasureRepresentation.class)))
    public Response erase(byte @Nullable [] body) {
        permit(Permission.AUDIT_ERASE);
        Fields fields = call.fields(body);
        String subject = fields.requiredText("subject", 1, Erasures.MAX_SUBJECT_LENGTH);
        fields.done();
        Erasures.Outcome outcome = erasures.erase(subject);
        Integer erased = outcome.erased();
        if (erased == null) {
            String until = Clock.iso(outcome.expiresAtMs());
            return Answer.json(202, new ErasureRepresentation(outcome.id(), "pending", until, null))
                    .build();
        }
        return Answer.ok(new ErasureRepresentation(outcome.id(), "erased", null, erased));
    }

    /** The log is of the whole realm, so a caller that is narrowed to an organization gets nothing of it. */
    private void permit(Permission permission) {
        call.caller().require(permission);
        if (call.caller().onlyOrganizationId() != null) {
            throw GatehouseException.forbidden(
                    "whole_realm_only",
                    "The audit log is of the whole realm; it cannot be narrowed to an organization.");
        }
    }

    private static Response text(String mediaType, String text) {
        return Response.ok(text)
                .type(mediaType)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
