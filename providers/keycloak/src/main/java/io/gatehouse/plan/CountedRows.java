package io.gatehouse.plan;

import io.gatehouse.core.plan.PlanLimit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What there is of the things that plans count. A key that was rotated does not count beside its successor, nor one that has
 * expired or was revoked; an agent counts until it is revoked, a webhook and a domain until it is deleted.
 */
final class CountedRows {
    private final Connection connection;
    private final String realmId;

    CountedRows(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /** Counts by the database, never from memory: agents, keys, webhooks or domains that a holder's plan covers. */
    long count(PlanLimit limit, Holder holder, long nowMs) throws SQLException {
        boolean isRealm = holder.isRealm();
        String whose = isRealm
                ? " and (ORGANIZATION_ID is null or ORGANIZATION_ID not in"
                        + " (select H.HOLDER_ID from GATEHOUSE_PLAN_HOLDER H where H.REALM_ID = ?))"
                : " and ORGANIZATION_ID = ?";
        try (PreparedStatement select = connection.prepareStatement("select count(*) from " + from(limit) + whose)) {
            select.setString(1, realmId);
            int at = 2;
            if (limit == PlanLimit.API_KEYS) {
                select.setLong(at++, nowMs);
            }
            select.setString(at, isRealm ? realmId : holder.id());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** Text of ours alone. */
    private static String from(PlanLimit limit) {
        return switch (limit) {
            case AGENTS -> "GATEHOUSE_AGENT where REALM_ID = ? and STATUS <> 'revoked'";
            case API_KEYS ->
                "GATEHOUSE_API_KEY where REALM_ID = ? and REVOKED_AT_MS is null and REPLACED_BY is null"
                        + " and EXPIRES_AT_MS > ?";
            case WEBHOOK_ENDPOINTS -> "GATEHOUSE_WEBHOOK where REALM_ID = ? and DELETED_AT_MS is null";
            case DOMAINS -> "GATEHOUSE_DOMAIN where REALM_ID = ?";
            default -> throw new IllegalArgumentException(limit.text() + " is not counted by rows");
        };
    }
}
