package io.gatehouse.audit;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Body of {@code POST /audit/erase}.
 *
 * @param subject id of the user whose facts are to be erased
 */
@Schema(name = "EraseAudit")
record EraseRequest(
        @Schema(required = true, minLength = 1, maxLength = Erasures.MAX_SUBJECT_LENGTH)
        String subject) {}
