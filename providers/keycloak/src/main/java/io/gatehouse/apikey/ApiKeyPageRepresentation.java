package io.gatehouse.apikey;

import io.gatehouse.platform.Pagination;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of keys, as OpenAPI shows it; {@link io.gatehouse.platform.Answer#page} writes it. */
@Schema(name = "ApiKeyPage")
public record ApiKeyPageRepresentation(
        @Schema(required = true) List<ApiKeyRepresentation> items,
        @Schema(required = true) Pagination pagination) {
    /** Copies the items. */
    public ApiKeyPageRepresentation {
        items = List.copyOf(items);
    }
}
