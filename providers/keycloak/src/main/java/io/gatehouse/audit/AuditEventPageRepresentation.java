package io.gatehouse.audit;

import io.gatehouse.platform.Pagination;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of events, as OpenAPI shows it; {@link io.gatehouse.platform.Answer#page} writes it. */
@Schema(name = "AuditEventPage")
record AuditEventPageRepresentation(
        @Schema(required = true) List<AuditEventRepresentation> items,
        @Schema(required = true) Pagination pagination) {
    /** Copies the items. */
    AuditEventPageRepresentation {
        items = List.copyOf(items);
    }
}
