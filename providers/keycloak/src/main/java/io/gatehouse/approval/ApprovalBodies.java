package io.gatehouse.approval;

import io.gatehouse.core.approval.ApprovalTerms;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.platform.Fields;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request bodies of {@link ApprovalResource}: their shapes for the API description, and how each is read. */
final class ApprovalBodies {
    private ApprovalBodies() {}

    /** Body of approve. */
    @Schema(name = "ApproveRequest")
    record Approve(
            @Schema(
                    nullable = true,
                    maxItems = Scopes.MAX_SCOPES,
                    description = "What is approved; everything that can be unless given")
            @Nullable
            List<String> scope,

            @Schema(
                    nullable = true,
                    minimum = "1",
                    maximum = "" + ApprovalTerms.MAX_APPROVED_SECONDS,
                    description = "How long the approval holds; as long as the rule lets it unless given")
            @Nullable
            Long approvedForSeconds,

            @Schema(nullable = true, maxLength = Approval.MAX_REASON_LENGTH) @Nullable
            String reason) {}

    /** Body of deny. */
    @Schema(name = "DenyRequest")
    record Deny(
            @Schema(nullable = true, maxLength = Approval.MAX_REASON_LENGTH) @Nullable
            String reason) {}

    static Approve readApprove(Fields fields) {
        Approve body = new Approve(
                fields.texts("scope", Scopes.MAX_SCOPES, Scopes.MAX_SCOPE_LENGTH)
                        .orElse(null),
                fields.integer("approved_for_seconds", 1, ApprovalTerms.MAX_APPROVED_SECONDS)
                        .orElse(null),
                reason(fields));
        fields.done();
        return body;
    }

    static Deny readDeny(Fields fields) {
        Deny body = new Deny(reason(fields));
        fields.done();
        return body;
    }

    private static @Nullable String reason(Fields fields) {
        return fields.text("reason", 1, Approval.MAX_REASON_LENGTH).orElse(null);
    }
}
