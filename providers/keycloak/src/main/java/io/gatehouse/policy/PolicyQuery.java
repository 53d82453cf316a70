package io.gatehouse.policy;

import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query behind the list of policies: the realm, the filters, the place in the list. Not thread-safe. */
final class PolicyQuery {
    private final EntityManager em;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    /** @param search part of the name, in whatever case; null for no filter */
    PolicyQuery(RealmScope scope, @Nullable Boolean isActive, @Nullable String search) {
        em = scope.entityManager();
        conditions.add("p.realmId = :realm");
        parameters.put("realm", scope.realmId());
        if (isActive != null) {
            conditions.add("p.isActive = :active");
            parameters.put("active", isActive);
        }
        if (search != null) {
            conditions.add("lower(p.name) like :search escape '!'");
            String escaped = search.replace("!", "!!").replace("%", "!%").replace("_", "!_");
            parameters.put("search", "%" + escaped.toLowerCase(Locale.ROOT) + "%");
        }
    }

    Page<StoredPolicy> page(PageRequest request) {
        List<String> all = new ArrayList<>(conditions);
        PageCursor cursor = request.cursor();
        if (cursor != null) {
            all.add("p.createdAtMs <= :after and (p.createdAtMs < :after or p.id < :afterId)");
        }
        TypedQuery<PolicyEntity> query = em.createQuery(
                "select p from GatehousePolicy p where " + String.join(" and ", all)
                        + " order by p.createdAtMs desc, p.id desc",
                PolicyEntity.class);
        bind(query);
        if (cursor != null) {
            query.setParameter("after", cursor.createdAtMs()).setParameter("afterId", cursor.id());
        }
        Integer offset = request.offset();
        if (offset != null) {
            query.setFirstResult(offset);
        }
        List<StoredPolicy> rows = query.setMaxResults(request.limit() + 1).getResultList().stream()
                .map(PolicyEntity::toPolicy)
                .toList();
        Long total = request.wantsTotal() ? total() : null;
        return Page.of(rows, request, policy -> new PageCursor(policy.createdAtMs(), policy.id()), total);
    }

    private Long total() {
        TypedQuery<Long> query = em.createQuery(
                "select count(p) from GatehousePolicy p where " + String.join(" and ", conditions), Long.class);
        bind(query);
        return query.getSingleResult();
    }

    private void bind(Query query) {
        parameters.forEach(query::setParameter);
    }
}
