package io.gatehouse.webhook;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Makes dead letters of deliveries that are past their deadline, and removes what is past its time: delivered rows after
 * {@link Delivery#DELIVERED_KEPT_MS}, dead letters after {@link Delivery#DEAD_KEPT_MS}, and all that belongs to deleted
 * webhooks. In batches, so that no transaction is long.
 */
final class DeliveryCleanUp {
    /** Most rows of one transaction. */
    static final int BATCH_ROWS = 1_000;

    /** Most transactions of one kind in one run. */
    private static final int MAX_BATCHES = 10;

    private final Database database;
    private final WebhookMetrics metrics;

    DeliveryCleanUp(Database database, WebhookMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    private interface Step {
        int on(Connection connection) throws SQLException;
    }

    /** One run. */
    void run() {
        long nowMs = Clock.nowMs();
        metrics.expired(repeat(connection -> expire(connection, nowMs)));
        int ignored = repeat(connection -> purge(connection, DeliveryStatus.DELIVERED, nowMs))
                + repeat(connection -> purge(connection, DeliveryStatus.DEAD, nowMs))
                + repeat(DeliveryCleanUp::purgeDeleted)
                + repeat(DeliveryCleanUp::removeDeleted);
    }

    private int repeat(Step step) {
        int all = 0;
        for (int i = 0; i < MAX_BATCHES; i++) {
            int count = database.inNewConnection(step::on);
            all += count;
            if (count < BATCH_ROWS) {
                break;
            }
        }
        return all;
    }

    private static int expire(Connection connection, long nowMs) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_DELIVERY set STATUS = ?, EXPIRES_AT_MS = ?, SETTLED_AT_MS = ? where STATUS = 0"
                        + " and ID in (select ID from GATEHOUSE_DELIVERY where STATUS = 0 and EXPIRES_AT_MS < ?"
                        + " order by EXPIRES_AT_MS fetch first " + BATCH_ROWS + " rows only)")) {
            update.setInt(1, DeliveryStatus.DEAD.code());
            update.setLong(2, nowMs + Delivery.DEAD_KEPT_MS);
            update.setLong(3, nowMs);
            update.setLong(4, nowMs);
            return update.executeUpdate();
        }
    }

    private static int purge(Connection connection, DeliveryStatus status, long nowMs) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from GATEHOUSE_DELIVERY where ID in"
                + " (select ID from GATEHOUSE_DELIVERY where STATUS = ? and EXPIRES_AT_MS < ?"
                + " order by EXPIRES_AT_MS fetch first " + BATCH_ROWS + " rows only)")) {
            delete.setInt(1, status.code());
            delete.setLong(2, nowMs);
            return delete.executeUpdate();
        }
    }

    private static int purgeDeleted(Connection connection) throws SQLException {
        return update(
                connection,
                "delete from GATEHOUSE_DELIVERY where ID in (select d.ID from GATEHOUSE_DELIVERY d"
                        + " join GATEHOUSE_WEBHOOK w on w.ID = d.WEBHOOK_ID where w.DELETED_AT_MS is not null fetch first "
                        + BATCH_ROWS + " rows only)");
    }

    private static int removeDeleted(Connection connection) throws SQLException {
        return update(
                connection,
                "delete from GATEHOUSE_WEBHOOK where DELETED_AT_MS is not null"
                        + " and not exists (select 1 from GATEHOUSE_DELIVERY d where d.WEBHOOK_ID = GATEHOUSE_WEBHOOK.ID)");
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
        }
    }
}
