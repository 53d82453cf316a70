package io.gatehouse.agent;

import io.gatehouse.platform.Owner;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RealmSettings;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The query behind a list of agents: conditions are fixed texts, everything else is a bound parameter. The realm is always
 * bound. Not thread-safe.
 */
final class AgentQuery {
    /** Escapes wildcards; not the backslash, which databases treat differently in literals. */
    private static final char ESCAPE = '!';

    private final StringBuilder where = new StringBuilder("a.realmId = :realm");
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    AgentQuery(RealmScope scope, AgentFilter filter, Reach reach, long nowMs) {
        parameters.put("realm", scope.realmId());
        within(reach);
        withStatus(filter.status(), RealmSettings.agentMaxLifetimeDays(scope.realm()), nowMs);
        String owner = filter.owner();
        if (owner != null) {
            and("a.ownerId = :owner", "owner", owner);
        }
        Boolean isOrphaned = filter.isOrphaned();
        if (isOrphaned != null) {
            where.append(isOrphaned ? " and a.orphanedAtMs is not null" : " and a.orphanedAtMs is null");
        }
        String search = filter.search();
        if (search != null) {
            and(
                    "(lower(a.name) like lower(:search) escape '!' or a.id like lower(:search) escape '!')",
                    "search",
                    containing(search));
        }
    }

    /** One row more than the page holds, so that it is known whether another follows. */
    List<AgentEntity> page(EntityManager em, PageRequest request) {
        String order = " order by a.createdAtMs desc, a.id desc";
        PageCursor cursor = request.cursor();
        String after = "";
        if (cursor != null) {
            // The first half bounds the walk of the index; the second leaves out rows of the same millisecond.
            after = " and a.createdAtMs <= :createdAt and (a.createdAtMs < :createdAt or a.id < :id)";
        }
        TypedQuery<AgentEntity> query =
                em.createQuery("select a from GatehouseAgent a where " + where + after + order, AgentEntity.class);
        bind(query);
        if (cursor != null) {
            query.setParameter("createdAt", cursor.createdAtMs()).setParameter("id", cursor.id());
        }
        Integer offset = request.offset();
        return query.setFirstResult(offset == null ? 0 : offset)
                .setMaxResults(request.limit() + 1)
                .getResultList();
    }

    /** How many there are in all. */
    long count(EntityManager em) {
        TypedQuery<Long> query = em.createQuery("select count(a) from GatehouseAgent a where " + where, Long.class);
        bind(query);
        return query.getSingleResult();
    }

    /** The LIKE pattern for texts that contain this one. */
    static String containing(String text) {
        StringBuilder pattern = new StringBuilder("%");
        text.chars().forEach(c -> {
            if (c == '%' || c == '_' || c == ESCAPE) {
                pattern.append(ESCAPE);
            }
            pattern.append((char) c);
        });
        return pattern.append('%').toString();
    }

    private void within(Reach reach) {
        String only = reach.onlyOrganizationId();
        if (only != null) {
            and("a.organizationId = :only", "only", only);
        }
        if (reach.isAll()) {
            return;
        }
        String userId = reach.userId();
        String own = "1 = 0";
        if (userId != null) {
            own = "(a.ownerId = :user and a.ownerType in :userTypes)";
            parameters.put("user", userId);
            parameters.put("userTypes", List.of(Owner.Type.USER.text(), Owner.Type.SERVICE_ACCOUNT.text()));
        }
        if (reach.organizationIds().isEmpty()) {
            where.append(" and ").append(own);
        } else {
            and("(" + own + " or a.organizationId in :managed)", "managed", reach.organizationIds());
        }
    }

    private void withStatus(@Nullable AgentStatus status, int maxLifetimeDays, long nowMs) {
        if (status == null) {
            return;
        }
        // Whoever was created by then is past what the realm allows; nobody is where it allows any lifetime.
        long tooOldMs = maxLifetimeDays == 0 ? -1 : nowMs - TimeUnit.DAYS.toMillis(maxLifetimeDays);
        switch (status) {
            case ACTIVE -> {
                and("(a.expiresAtMs is null or a.expiresAtMs > :now)", "now", nowMs);
                and("a.createdAtMs > :tooOld", "tooOld", tooOldMs);
            }
            case EXPIRED -> {
                and("(a.expiresAtMs <= :now or a.createdAtMs <= :tooOld)", "now", nowMs);
                parameters.put("tooOld", tooOldMs);
            }
            default -> {}
        }
        AgentStatus stored = status == AgentStatus.EXPIRED ? AgentStatus.ACTIVE : status;
        and("a.status = :status", "status", stored.text());
    }

    private void and(String condition, String parameter, Object value) {
        where.append(" and ").append(condition);
        parameters.put(parameter, value);
    }

    private void bind(Query query) {
        parameters.forEach(query::setParameter);
    }
}
