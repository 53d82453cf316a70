package io.gatehouse.webhook;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Page;
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
import java.util.Map;

/** The query behind the list of webhooks: the realm, what the caller reaches, the place in the list. Not thread-safe. */
final class WebhookQuery {
    private final EntityManager em;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    WebhookQuery(RealmScope scope, Reach reach) {
        em = scope.entityManager();
        conditions.add("w.realmId = :realm and w.deletedAtMs is null");
        parameters.put("realm", scope.realmId());
        String only = reach.onlyOrganizationId();
        if (only != null) {
            conditions.add("w.organizationId = :only");
            parameters.put("only", only);
        }
        if (!reach.isAll()) {
            if (reach.organizationIds().isEmpty()) {
                conditions.add("1 = 0");
            } else {
                conditions.add("w.organizationId in :organizations");
                parameters.put("organizations", reach.organizationIds());
            }
        }
    }

    Page<Webhook> page(PageRequest request) {
        List<String> all = new ArrayList<>(conditions);
        PageCursor cursor = request.cursor();
        if (cursor != null) {
            all.add("w.createdAtMs <= :after and (w.createdAtMs < :after or w.id < :afterId)");
        }
        TypedQuery<WebhookEntity> query = em.createQuery(
                "select w from GatehouseWebhook w where " + String.join(" and ", all)
                        + " order by w.createdAtMs desc, w.id desc",
                WebhookEntity.class);
        bind(query);
        if (cursor != null) {
            query.setParameter("after", cursor.createdAtMs()).setParameter("afterId", cursor.id());
        }
        Integer offset = request.offset();
        if (offset != null) {
            query.setFirstResult(offset);
        }
        long nowMs = Clock.nowMs();
        List<Webhook> rows = query.setMaxResults(request.limit() + 1).getResultList().stream()
                .map(row -> row.toWebhook(nowMs))
                .toList();
        Long total = request.wantsTotal() ? total() : null;
        return Page.of(rows, request, webhook -> new PageCursor(webhook.state().createdAtMs(), webhook.id()), total);
    }

    private Long total() {
        TypedQuery<Long> query = em.createQuery(
                "select count(w) from GatehouseWebhook w where " + String.join(" and ", conditions), Long.class);
        bind(query);
        return query.getSingleResult();
    }

    private void bind(Query query) {
        parameters.forEach(query::setParameter);
    }
}
