package io.gatehouse.webhook;

import io.gatehouse.core.webhook.RetrySchedule;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What calls ask of and do to the deliveries of one realm, on one connection. */
final class DeliveryTable {
    private static final String COLUMNS =
            "ID, WEBHOOK_ID, EVENT_ID, EVENT_SEQ, EVENT_TYPE, STATUS, ATTEMPTS, DUE_AT_MS,"
                    + " EXPIRES_AT_MS, CREATED_AT_MS, SETTLED_AT_MS";
    private static final String ORDER = " order by CREATED_AT_MS desc, ID desc";

    private final Connection connection;
    private final String realmId;

    DeliveryTable(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    Optional<Delivery> find(String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select " + COLUMNS + " from GATEHOUSE_DELIVERY where ID = ? and REALM_ID = ?")) {
            select.setString(1, id);
            select.setString(2, realmId);
            return deliveries(select).stream().findFirst();
        }
    }

    List<Delivery.Attempt> attempts(String deliveryId) throws SQLException {
        List<Delivery.Attempt> attempts = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("select ATTEMPT_NO, STARTED_AT_MS, LATENCY_MS, STATUS_CODE, FAILURE, ANSWER"
                        + " from GATEHOUSE_DELIVERY_ATTEMPT where DELIVERY_ID = ? and REALM_ID = ?"
                        + " order by ATTEMPT_NO fetch first " + Delivery.MAX_ATTEMPTS + " rows only")) {
            select.setString(1, deliveryId);
            select.setString(2, realmId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    int status = rows.getInt(4);
                    attempts.add(new Delivery.Attempt(
                            rows.getInt(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.wasNull() ? null : status,
                            rows.getString(5),
                            rows.getString(6)));
                }
            }
        }
        return attempts;
    }

    /**
     * At most one row more than the page has, newest first. Each status is asked for alone, because the index begins with
     * webhook and status.
     *
     * @param status null for all
     */
    List<Delivery> page(String webhookId, @Nullable DeliveryStatus status, PageRequest page) throws SQLException {
        List<DeliveryStatus> statuses = status == null ? Arrays.asList(DeliveryStatus.values()) : List.of(status);
        PageCursor cursor = page.cursor();
        Integer offset = page.offset();
        int skipped = offset == null ? 0 : offset;
        String after = cursor == null ? "" : " and CREATED_AT_MS <= ? and (CREATED_AT_MS < ? or ID < ?)";
        String one =
                "(select " + COLUMNS + " from GATEHOUSE_DELIVERY where WEBHOOK_ID = ? and STATUS = ? and REALM_ID = ?"
                        + after + ORDER + " fetch first " + (skipped + page.limit() + 1) + " rows only)";
        String all = String.join(" union all ", statuses.stream().map(s -> one).toList());
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from (" + all + ") d"
                + ORDER + " offset " + skipped + " rows fetch next " + (page.limit() + 1) + " rows only")) {
            int at = 1;
            for (DeliveryStatus wanted : statuses) {
                select.setString(at++, webhookId);
                select.setInt(at++, wanted.code());
                select.setString(at++, realmId);
                if (cursor != null) {
                    select.setLong(at++, cursor.createdAtMs());
                    select.setLong(at++, cursor.createdAtMs());
                    select.setString(at++, cursor.id());
                }
            }
            return deliveries(select);
        }
    }

    long count(String webhookId, @Nullable DeliveryStatus status) throws SQLException {
        String condition = status == null ? "" : " and STATUS = " + status.code();
        try (PreparedStatement select = connection.prepareStatement(
                "select count(*) from GATEHOUSE_DELIVERY where WEBHOOK_ID = ? and REALM_ID = ?" + condition)) {
            select.setString(1, webhookId);
            select.setString(2, realmId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** Begins a delivery anew, with all its attempts and 24 hours; a pending one is due now. */
    void redeliver(Delivery delivery, long nowMs) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_DELIVERY set STATUS = 0, FAILURES = 0, DUE_AT_MS = ?, EXPIRES_AT_MS = ?,"
                        + " SETTLED_AT_MS = null where ID = ? and REALM_ID = ?")) {
            update.setLong(1, nowMs);
            update.setLong(2, RetrySchedule.deadlineMs(nowMs));
            update.setString(3, delivery.id());
            update.setString(4, realmId);
            update.executeUpdate();
        }
        new LaneTable(connection).wakeAtOnce(realmId, delivery.webhookId());
    }

    /**
     * Begins dead letters of a webhook anew that were created in the span, the oldest first.
     *
     * @return how many, at most {@link Delivery#MAX_RECOVERED}
     */
    int recover(String webhookId, WebhookBodies.Span span, long nowMs) throws SQLException {
        int count;
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_DELIVERY set STATUS = 0, FAILURES = 0, DUE_AT_MS = ?, EXPIRES_AT_MS = ?,"
                        + " SETTLED_AT_MS = null where ID in (select ID from GATEHOUSE_DELIVERY"
                        + " where WEBHOOK_ID = ? and STATUS = ? and REALM_ID = ? and CREATED_AT_MS >= ?"
                        + " and CREATED_AT_MS < ? and ATTEMPTS < ? order by CREATED_AT_MS, ID fetch first "
                        + Delivery.MAX_RECOVERED + " rows only)")) {
            update.setLong(1, nowMs);
            update.setLong(2, RetrySchedule.deadlineMs(nowMs));
            update.setString(3, webhookId);
            update.setInt(4, DeliveryStatus.DEAD.code());
            update.setString(5, realmId);
            update.setLong(6, span.sinceMs());
            update.setLong(7, span.untilMs());
            update.setInt(8, Delivery.MAX_ATTEMPTS - RetrySchedule.MAX_ATTEMPTS);
            count = update.executeUpdate();
        }
        if (count > 0) {
            new LaneTable(connection).wakeAtOnce(realmId, webhookId);
        }
        return count;
    }

    private static List<Delivery> deliveries(PreparedStatement select) throws SQLException {
        List<Delivery> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                long settledAtMs = rows.getLong("SETTLED_AT_MS");
                Long settled = rows.wasNull() ? null : settledAtMs;
                found.add(new Delivery(
                        rows.getString("ID"),
                        rows.getString("WEBHOOK_ID"),
                        rows.getString("EVENT_ID"),
                        rows.getLong("EVENT_SEQ"),
                        rows.getString("EVENT_TYPE"),
                        DeliveryStatus.ofCode(rows.getInt("STATUS")),
                        rows.getInt("ATTEMPTS"),
                        rows.getLong("DUE_AT_MS"),
                        rows.getLong("EXPIRES_AT_MS"),
                        rows.getLong("CREATED_AT_MS"),
                        settled));
            }
        }
        return found;
    }
}
