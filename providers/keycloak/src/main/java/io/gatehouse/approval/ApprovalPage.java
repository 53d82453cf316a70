package io.gatehouse.approval;

import io.gatehouse.platform.Pagination;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of approvals, as OpenAPI shows it; {@link io.gatehouse.platform.Answer#page} writes it. */
public record ApprovalPage(
        @Schema(required = true) List<ApprovalRepresentation> items,
        @Schema(required = true) Pagination pagination) {
    /** Copies the items. */
    public ApprovalPage {
        items = List.copyOf(items);
    }
}
