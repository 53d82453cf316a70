package io.gatehouse.agent;

import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Locale;

/**
 * Finds the delegations of one agent or one user: our rows that have not ended and Keycloak's consents, as one list. Conditions
 * are fixed texts, everything else is a bound parameter. The realm is always bound.
 */
final class DelegationQuery {
    private static final String OURS = """
            select d.ID as ID, d.AGENT_ID as AGENT_ID, d.USER_ID as USER_ID, d.CREATED_AT_MS as CREATED_AT_MS,
                   0 as IS_CONSENT
              from GATEHOUSE_DELEGATION d
             where d.REALM_ID = :realm and (d.EXPIRES_AT_MS is null or d.EXPIRES_AT_MS > :now)""";

    /** By what the list is narrowed. */
    enum By {
        AGENT_ID,
        USER_ID,
        ID;

        private String condition() {
            return " where x." + name().toUpperCase(Locale.ROOT) + " = :value";
        }
    }

    /** One row of the list. */
    record Found(String id, String agentId, String userId, long createdAtMs, boolean isConsent) {
        PageCursor cursor() {
            return new PageCursor(createdAtMs, id);
        }
    }

    private final RealmScope scope;
    private final long nowMs;
    private final By by;
    private final String value;

    DelegationQuery(RealmScope scope, long nowMs, By by, String value) {
        this.scope = scope;
        this.nowMs = nowMs;
        this.by = by;
        this.value = value;
    }

    /** One row more than the page holds, newest first. */
    List<Found> page(PageRequest request) {
        PageCursor cursor = request.cursor();
        String after = cursor == null
                ? ""
                : " and (x.CREATED_AT_MS < :createdAt or (x.CREATED_AT_MS = :createdAt and x.ID < :id))";
        Query query = bound("select x.ID, x.AGENT_ID, x.USER_ID, x.CREATED_AT_MS, x.IS_CONSENT" + from() + after
                + " order by x.CREATED_AT_MS desc, x.ID desc");
        if (cursor != null) {
            query.setParameter("createdAt", cursor.createdAtMs()).setParameter("id", cursor.id());
        }
        Integer offset = request.offset();
        List<?> rows = query.setFirstResult(offset == null ? 0 : offset)
                .setMaxResults(request.limit() + 1)
                .getResultList();
        return rows.stream().map(row -> found((Object[]) row)).toList();
    }

    /** How many there are in all. */
    long count() {
        return ((Number) bound("select count(*)" + from()).getSingleResult()).longValue();
    }

    private String from() {
        return " from (" + OURS + " union all select c.ID, c.AGENT_ID, c.USER_ID, c.CREATED_AT_MS, 1 from ("
                + scope.ports().consents().select() + ") c) x" + by.condition();
    }

    private Query bound(String sql) {
        return scope.entityManager()
                .createNativeQuery(sql)
                .setParameter("realm", scope.realmId())
                .setParameter("now", nowMs)
                .setParameter("value", value);
    }

    private static Found found(Object[] row) {
        return new Found(
                String.valueOf(row[0]),
                String.valueOf(row[1]),
                String.valueOf(row[2]),
                ((Number) row[3]).longValue(),
                ((Number) row[4]).intValue() == 1);
    }
}
