package io.gatehouse.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down how attempts ended, on one connection. */
final class SettlementTable {
    private final Connection connection;

    SettlementTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * Writes results. One whose delivery was attempted by others meanwhile, because our lease had ended, is passed over; a
     * dead letter that the endpoint took after all counts as delivered.
     *
     * @return how many were written
     */
    int write(List<AttemptResult> results) throws SQLException {
        int[] written;
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_DELIVERY set STATUS = ?, ATTEMPTS = ?, FAILURES = ?, DUE_AT_MS = ?, EXPIRES_AT_MS = ?,"
                        + " SETTLED_AT_MS = ? where ID = ? and REALM_ID = ? and ATTEMPTS = ? and (STATUS = 0 or STATUS = ?)")) {
            for (AttemptResult result : results) {
                boolean isDelivered = result.status() == DeliveryStatus.DELIVERED;
                update.setInt(1, result.status().code());
                update.setInt(2, result.attempt().number());
                update.setInt(3, result.failures());
                update.setLong(4, result.dueAtMs());
                update.setLong(5, result.expiresAtMs());
                setLong(update, 6, result.settledAtMs());
                update.setString(7, result.before().id());
                update.setString(8, result.realmId());
                update.setInt(9, result.before().attempts());
                update.setInt(10, isDelivered ? DeliveryStatus.DEAD.code() : DeliveryStatus.PENDING.code());
                update.addBatch();
            }
            written = update.executeBatch();
        }
        int count = 0;
        try (PreparedStatement insert = connection.prepareStatement("insert into GATEHOUSE_DELIVERY_ATTEMPT"
                + " (DELIVERY_ID, ATTEMPT_NO, REALM_ID, STARTED_AT_MS, LATENCY_MS, STATUS_CODE, FAILURE, ANSWER)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < written.length; i++) {
                if (written[i] == 1) {
                    add(insert, results.get(i));
                    count++;
                }
            }
            insert.executeBatch();
        }
        return count;
    }

    private static void add(PreparedStatement insert, AttemptResult result) throws SQLException {
        Delivery.Attempt attempt = result.attempt();
        insert.setString(1, result.before().id());
        insert.setInt(2, attempt.number());
        insert.setString(3, result.realmId());
        insert.setLong(4, attempt.startedAtMs());
        insert.setLong(5, attempt.latencyMs());
        Integer status = attempt.statusCode();
        if (status == null) {
            insert.setNull(6, Types.INTEGER);
        } else {
            insert.setInt(6, status);
        }
        insert.setString(7, attempt.failure());
        insert.setString(8, attempt.answer());
        insert.addBatch();
    }

    private static void setLong(PreparedStatement statement, int at, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.BIGINT);
        } else {
            statement.setLong(at, value);
        }
    }
}
