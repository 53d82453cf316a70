package io.gatehouse.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error as the API answers it: {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code about:blank}: the code tells errors apart
 * @param title the reason phrase of the status
 * @param status HTTP status
 * @param detail what to do about it
 * @param instance path that was called
 * @param code machine-readable reason
 * @param requestId id to look for in the server's log and in the audit log
 * @param errors members at fault, on 422
 * @param requiredScope the permission that is missing, on 403
 * @param decisionId the decision behind a denial
 * @param limitName what the plan limits, on 402
 * @param limit how much of it there may be
 * @param used how much there is
 * @param plan name of the plan
 * @param upgradeUrl where to get a greater one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "RFC 9457 problem details")
public record Problem(
        @Schema(required = true) String type,
        @Schema(required = true) String title,
        @Schema(required = true) int status,
        @Schema(required = true) String detail,
        @Schema(required = true) String instance,
        @Schema(required = true) String code,
        @Schema(required = true) String requestId,
        @Nullable List<FieldError> errors,
        @Nullable String requiredScope,
        @Nullable String decisionId,
        @Nullable String limitName,
        @Nullable Long limit,
        @Nullable Long used,
        @Nullable String plan,
        @Nullable String upgradeUrl) {
    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
