package io.gatehouse.audit;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Proof that the log of one size is the beginning of the log of another (RFC 9162 2.1.4). */
@Schema(name = "AuditConsistency")
public record ConsistencyRepresentation(
        @Schema(required = true) long from,
        @Schema(required = true) long to,

        @Schema(required = true, description = "Root of the first tree, base64")
        String fromRoot,

        @Schema(required = true, description = "Root of the second tree, base64")
        String toRoot,

        @Schema(required = true, description = "The hashes of the proof, base64")
        List<String> path) {}
