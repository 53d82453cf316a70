package io.gatehouse.platform;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted: after a cursor, or, as aliases, from an offset or by page number.
 *
 * @param limit items a page, 1 to {@link #MAX_LIMIT}
 * @param cursor where to begin, null for the first page
 * @param offset items to pass over, null when paging by cursor
 * @param page page number from 1, null unless paging by page number; then {@code offset} is set too
 */
public record PageRequest(
        int limit,
        @Nullable PageCursor cursor,
        @Nullable Integer offset,
        @Nullable Integer page) {
    /** Items a page when the caller does not say. */
    public static final int DEFAULT_LIMIT = 20;

    /** Most items a page. */
    public static final int MAX_LIMIT = 100;

    /** Farthest offset; beyond it only cursors page. */
    public static final int MAX_OFFSET = 100_000;

    /** @throws GatehouseException 400 when a parameter is out of bounds or two ways of paging are mixed */
    public static PageRequest of(Query query) {
        int limit = query.integer("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        String cursor = query.text("cursor").orElse(null);
        Integer offset = query.integer("offset", 0, MAX_OFFSET).orElse(null);
        Integer page = query.integer("page", 1, MAX_OFFSET).orElse(null);
        int ways = (cursor == null ? 0 : 1) + (offset == null ? 0 : 1) + (page == null ? 0 : 1);
        if (ways > 1) {
            throw GatehouseException.badRequest("invalid_parameter", "Use one of cursor, offset and page.");
        }
        if (page != null) {
            long skipped = (page - 1L) * limit;
            if (skipped > MAX_OFFSET) {
                throw GatehouseException.badRequest(
                        "invalid_parameter", "page reaches past " + MAX_OFFSET + " items; use cursor.");
            }
            return new PageRequest(limit, null, (int) skipped, page);
        }
        return new PageRequest(limit, cursor == null ? null : PageCursor.parse(cursor), offset, null);
    }

    /** Whether the answer says how many there are in all. */
    public boolean wantsTotal() {
        return offset != null;
    }
}
