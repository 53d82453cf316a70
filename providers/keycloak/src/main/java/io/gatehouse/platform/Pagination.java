package io.gatehouse.platform;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where a page stands in its list, as OpenAPI shows it; {@link Answer#page} writes it.
 *
 * @param limit items a page
 * @param nextCursor where the next page begins, null on the last
 * @param total how many there are in all; like page and pages only when paged by offset or page number
 * @param page number of the page, from 1
 * @param pages how many pages there are
 */
@Schema(name = "Pagination")
public record Pagination(
        @Schema(required = true, minimum = "1", maximum = "100")
        int limit,

        @Schema(required = true, nullable = true) @Nullable String nextCursor,

        @Schema(minimum = "0") @Nullable Long total,
        @Schema(minimum = "1") @Nullable Integer page,
        @Schema(minimum = "0") @Nullable Long pages) {}
