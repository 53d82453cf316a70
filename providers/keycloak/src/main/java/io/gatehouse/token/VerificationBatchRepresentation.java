package io.gatehouse.token;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer of {@code POST /tokens/verify-batch}: one result a token, in the order of the request. */
@Schema(name = "TokenVerifications")
public record VerificationBatchRepresentation(
        @Schema(required = true) List<VerificationRepresentation> results) {}
