package io.gatehouse.platform;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The query behind a list, newest first by creation and id, so that it walks an index of these and stops when the page is full.
 * Conditions are fixed texts that call the row {@code r}; everything else is bound, the realm always. The entity has the attributes
 * {@code realmId}, {@code createdAtMs} and {@code id}. Not thread-safe.
 *
 * @param <E> the entity
 */
public final class ListQuery<E> {
    /** Begins the escape of a wildcard. Not the backslash, which databases treat differently in literals. */
    private static final char ESCAPE = '!';

    private final EntityManager em;
    private final String entity;
    private final Class<E> type;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    /** @param entity name of the entity in queries */
    public ListQuery(RealmScope scope, String entity, Class<E> type) {
        this.em = scope.entityManager();
        this.entity = entity;
        this.type = type;
        where("r.realmId = :realm", Map.of("realm", scope.realmId()));
    }

    /** Leaves out the rows that do not meet the condition. */
    public void where(String condition, Map<String, ?> values) {
        conditions.add(condition);
        parameters.putAll(values);
    }

    /** Leaves out the rows that do not meet the condition. */
    public void where(String condition) {
        where(condition, Map.of());
    }

    /**
     * The page.
     *
     * @param read makes an item of a row
     * @param cursorOf the cursor that begins after an item
     */
    public <T> Page<T> page(PageRequest request, Function<E, T> read, Function<T, PageCursor> cursorOf) {
        List<T> items = rows(request).stream().map(read).toList();
        return Page.of(items, request, cursorOf, request.wantsTotal() ? total() : null);
    }

    /** One row more than the page holds, so that it is known whether another follows. */
    private List<E> rows(PageRequest request) {
        List<String> all = new ArrayList<>(conditions);
        PageCursor cursor = request.cursor();
        if (cursor != null) {
            // The first half bounds the walk of the index; the second leaves out rows of the same millisecond.
            all.add("r.createdAtMs <= :after and (r.createdAtMs < :after or r.id < :afterId)");
        }
        TypedQuery<E> query = bound(em.createQuery(
                "select r from " + entity + " r where " + String.join(" and ", all)
                        + " order by r.createdAtMs desc, r.id desc",
                type));
        if (cursor != null) {
            query.setParameter("after", cursor.createdAtMs()).setParameter("afterId", cursor.id());
        }
        Integer offset = request.offset();
        return query.setFirstResult(offset == null ? 0 : offset)
                .setMaxResults(request.limit() + 1)
                .getResultList();
    }

    private Long total() {
        return bound(em.createQuery(
                        "select count(r) from " + entity + " r where " + String.join(" and ", conditions), Long.class))
                .getSingleResult();
    }

    private <T> TypedQuery<T> bound(TypedQuery<T> query) {
        parameters.forEach(query::setParameter);
        return query;
    }

    /** The text with the wildcards of LIKE made literal, for {@code like … escape '!'}. */
    public static String literal(String text) {
        StringBuilder literal = new StringBuilder();
        text.chars().forEach(c -> {
            if (c == '%' || c == '_' || c == ESCAPE) {
                literal.append(ESCAPE);
            }
            literal.append((char) c);
        });
        return literal.toString();
    }
}
