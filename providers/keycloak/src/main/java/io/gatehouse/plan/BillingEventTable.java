package io.gatehouse.plan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** GATEHOUSE_BILLING_EVENT on one connection: which events of payment providers were taken already. */
final class BillingEventTable {
    /** How long an id is remembered, in milliseconds: a day. What is older than the tolerance is refused by its time. */
    static final long KEPT_MS = 86_400_000;

    private BillingEventTable() {}

    /** Whether an event with this id was taken. */
    static boolean isKnown(Connection connection, String realmId, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select 1 from GATEHOUSE_BILLING_EVENT where REALM_ID = ? and EVENT_ID = ?")) {
            select.setString(1, realmId);
            select.setString(2, id);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    static void add(Connection connection, String realmId, String id, long nowMs) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into GATEHOUSE_BILLING_EVENT (REALM_ID, EVENT_ID, RECEIVED_AT_MS) values (?, ?, ?)")) {
            insert.setString(1, realmId);
            insert.setString(2, id);
            insert.setLong(3, nowMs);
            insert.executeUpdate();
        }
    }

    /** Forgets ids of long ago, of every realm. */
    static void purge(Connection connection, long nowMs) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from GATEHOUSE_BILLING_EVENT where RECEIVED_AT_MS < ?")) {
            delete.setLong(1, nowMs - KEPT_MS);
            delete.executeUpdate();
        }
    }
}
