package io.gatehouse.audit;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /audit/verify}.
 *
 * @param from first record to verify; 0 when absent
 * @param to the record after the last; the present end when absent
 */
@Schema(name = "VerifyAudit")
record VerifyRequest(
        @Schema(minimum = "0") @Nullable Long from,
        @Schema(minimum = "0") @Nullable Long to) {}
