package io.gatehouse.apikey;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The query behind a list: the realm, what the caller reaches, the filters, then the place in the list. Newest first by
 * creation and id, so that it walks IDX_GATEHOUSE_API_KEY_LIST and stops when the page is full. Not thread-safe.
 */
final class ApiKeyListQuery {
    /** Unlike the backslash, no database reads it in a literal. */
    private static final char ESCAPE = '!';

    private final EntityManager em;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    ApiKeyListQuery(RealmScope scope, Reach reach, ApiKeyFilter filter, long nowMs) {
        this.em = scope.entityManager();
        where("k.realmId = :realm", Map.of("realm", scope.realmId()));
        reach(reach);
        filter.status().ifPresent(status -> status(status, nowMs));
        filter.ownerId().ifPresent(id -> where("k.ownerId = :owner", Map.of("owner", id)));
        filter.search().ifPresent(this::search);
    }

    /** At most one row more than the page has. */
    List<ApiKeyEntity> rows(PageRequest page) {
        List<String> all = new ArrayList<>(conditions);
        PageCursor cursor = page.cursor();
        if (cursor != null) {
            all.add("k.createdAtMs <= :after and (k.createdAtMs < :after or k.id < :afterId)");
        }
        TypedQuery<ApiKeyEntity> query = em.createQuery(
                "select k from GatehouseApiKey k where " + String.join(" and ", all)
                        + " order by k.createdAtMs desc, k.id desc",
                ApiKeyEntity.class);
        bind(query);
        if (cursor != null) {
            query.setParameter("after", cursor.createdAtMs()).setParameter("afterId", cursor.id());
        }
        Integer offset = page.offset();
        if (offset != null) {
            query.setFirstResult(offset);
        }
        return query.setMaxResults(page.limit() + 1).getResultList();
    }

    /** How many rows there are on all pages. */
    long total() {
        TypedQuery<Long> query = em.createQuery(
                "select count(k) from GatehouseApiKey k where " + String.join(" and ", conditions), Long.class);
        bind(query);
        return query.getSingleResult();
    }

    private void reach(Reach reach) {
        String only = reach.onlyOrganizationId();
        if (only != null) {
            where("k.organizationId = :only", Map.of("only", only));
        }
        if (reach.isAll()) {
            return;
        }
        List<String> ways = new ArrayList<>();
        String userId = reach.userId();
        if (userId != null) {
            ways.add("(k.ownerType in ('user', 'service_account') and k.ownerId = :user)");
            ways.add(
                    "(k.ownerType = 'agent' and k.ownerId in (select a.id from GatehouseAgent a where a.realmId = :realm"
                            + " and a.ownerType in ('user', 'service_account') and a.ownerId = :user))");
            parameters.put("user", userId);
        }
        if (!reach.organizationIds().isEmpty()) {
            ways.add("k.organizationId in :organizations");
            parameters.put("organizations", reach.organizationIds());
        }
        conditions.add(ways.isEmpty() ? "1 = 0" : "(" + String.join(" or ", ways) + ")");
    }

    private void status(ApiKeyStatus status, long nowMs) {
        switch (status) {
            case REVOKED -> conditions.add("k.revokedAtMs is not null");
            case EXPIRED -> where("k.revokedAtMs is null and k.expiresAtMs <= :now", Map.of("now", nowMs));
            case INACTIVE ->
                where("k.revokedAtMs is null and k.expiresAtMs > :now and k.isOn = false", Map.of("now", nowMs));
            case ACTIVE ->
                where("k.revokedAtMs is null and k.expiresAtMs > :now and k.isOn = true", Map.of("now", nowMs));
        }
    }

    private void search(String text) {
        // Whoever looks for a whole key means its row; the secret half goes to no database and no log of one.
        String escaped =
                escaped(ApiKeyText.parse(text).map(ApiKeyText::visiblePrefix).orElse(text));
        where(
                "(lower(k.name) like :inName escape '" + ESCAPE + "' or k.visiblePrefix like :atStart escape '" + ESCAPE
                        + "')",
                Map.of("inName", "%" + escaped.toLowerCase(Locale.ROOT) + "%", "atStart", escaped + "%"));
    }

    /** The text with the wildcards of LIKE made literal. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c == '%' || c == '_' || c == ESCAPE) {
                escaped.append(ESCAPE);
            }
            escaped.append((char) c);
        });
        return escaped.toString();
    }

    private void where(String condition, Map<String, Object> values) {
        conditions.add(condition);
        parameters.putAll(values);
    }

    private void bind(Query query) {
        parameters.forEach(query::setParameter);
    }
}
