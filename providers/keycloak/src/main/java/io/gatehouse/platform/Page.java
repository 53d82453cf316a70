package io.gatehouse.platform;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, newest first.
 *
 * @param items at most {@code request.limit()} items
 * @param nextCursor where the next page begins, null on the last
 * @param total how many there are in all, null unless the request paged by offset or page number
 */
public record Page<T>(
        List<T> items,
        PageRequest request,
        @Nullable String nextCursor,
        @Nullable Long total) {
    /** Copies the items. */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page out of the rows that a query for {@code limit + 1} rows gave.
     *
     * @param rows at most {@code limit + 1} rows in page order
     * @param cursorOf the cursor that begins after a row
     */
    public static <R> Page<R> of(
            List<R> rows, PageRequest request, Function<R, PageCursor> cursorOf, @Nullable Long total) {
        boolean hasMore = rows.size() > request.limit();
        List<R> items = hasMore ? rows.subList(0, request.limit()) : rows;
        String next = hasMore ? cursorOf.apply(items.get(items.size() - 1)).text() : null;
        return new Page<>(items, request, next, total);
    }

    /** The same page with each item turned into something else. */
    public <T2> Page<T2> map(Function<T, T2> f) {
        return new Page<>(items.stream().map(f).toList(), request, nextCursor, total);
    }
}
