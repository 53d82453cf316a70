package io.gatehouse.audit;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A record as an export has it, a line; for the description of the API. */
@Schema(name = "AuditRecord")
record AuditRecordRepresentation(
        @Schema(
                required = true,
                type = SchemaType.OBJECT,
                additionalProperties = Schema.True.class,
                description = "The leaf; its canonical JSON (RFC 8785) is what is hashed")
        Map<String, Object> leaf,

        @Schema(
                required = true,
                nullable = true,
                description = "SHA-256 of a zero byte and the leaf, base64url; null when the tree has none")
        String hash,

        @Schema(
                required = true,
                type = SchemaType.OBJECT,
                additionalProperties = Schema.True.class,
                description = "Salt and value of each fact about a person that is not erased")
        Map<String, Object> personal) {}
