package io.gatehouse.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the server found when it verified its own log.
 *
 * @param ok whether every record is as it was written
 * @param from first record that was verified
 * @param to the record after the last
 * @param root root of the tree of {@code to} records, base64; when {@code ok}
 * @param firstBadSeq the first record that is not as it was written, or from which on some are not; when not {@code ok}
 * @param reason what is wrong, in a sentence; when not {@code ok}
 */
@Schema(name = "AuditVerdict")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditVerdict(
        @Schema(required = true) boolean ok,

        @Schema(description = "First record that was verified") @Nullable
        Long from,

        @Schema(description = "The record after the last") @Nullable
        Long to,

        @Schema(description = "Root of the tree of that many records, base64") @Nullable
        String root,

        @Nullable Long firstBadSeq,
        @Nullable String reason) {
    static AuditVerdict good(long from, long to, String root) {
        return new AuditVerdict(true, from, to, root, null, null);
    }

    static AuditVerdict bad(long seq, String reason) {
        return new AuditVerdict(false, null, null, null, seq, reason);
    }
}
