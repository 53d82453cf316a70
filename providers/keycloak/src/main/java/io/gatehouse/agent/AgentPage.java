package io.gatehouse.agent;

import io.gatehouse.platform.Pagination;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of agents, as OpenAPI shows it; {@link io.gatehouse.platform.Answer#page} writes it. */
public record AgentPage(
        @Schema(required = true) List<AgentRepresentation> items,
        @Schema(required = true) Pagination pagination) {
    /** Copies the items. */
    public AgentPage {
        items = List.copyOf(items);
    }
}
