package io.gatehouse.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How far an erasure is.
 *
 * @param id its id
 * @param status {@code pending} or {@code erased}
 * @param expiresAt until when a second person may confirm it; when pending
 * @param erased how many facts were erased; when erased
 */
@Schema(name = "AuditErasure")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErasureRepresentation(
        @Schema(required = true) String id,

        @Schema(
                required = true,
                enumeration = {"pending", "erased"})
        String status,

        @Schema(format = "date-time") @Nullable String expiresAt,
        @Nullable Integer erased) {}
