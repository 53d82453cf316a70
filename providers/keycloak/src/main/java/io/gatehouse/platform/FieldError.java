package io.gatehouse.platform;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One invalid member of a request body (RFC 9457 3.1, member {@code errors}).
 *
 * @param pointer JSON Pointer (RFC 6901) to the member
 * @param code short machine-readable reason, such as {@code required} or {@code too_long}
 * @param detail one sentence that names the limit
 */
public record FieldError(
        @Schema(required = true) String pointer,
        @Schema(required = true) String code,
        @Schema(required = true) String detail) {}
