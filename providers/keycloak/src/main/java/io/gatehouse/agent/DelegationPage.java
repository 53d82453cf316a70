package io.gatehouse.agent;

import io.gatehouse.platform.Pagination;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of delegations, as OpenAPI shows it; {@link io.gatehouse.platform.Answer#page} writes it. */
public record DelegationPage(
        @Schema(required = true) List<DelegationRepresentation> items,
        @Schema(required = true) Pagination pagination) {
    /** Copies the items. */
    public DelegationPage {
        items = List.copyOf(items);
    }
}
