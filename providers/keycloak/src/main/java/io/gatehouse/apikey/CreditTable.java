package io.gatehouse.apikey;

import io.gatehouse.core.limit.Credits;
import io.gatehouse.core.limit.RefillInterval;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** GATEHOUSE_KEY_CREDIT on one connection. */
final class CreditTable {
    private static final String COLUMNS = "REMAINING, REFILL_AMOUNT, REFILL_INTERVAL, REFILL_AT_MS, GENERATION";

    private final Connection connection;

    CreditTable(Connection connection) {
        this.connection = connection;
    }

    /** The account, its row locked until the end of the transaction. */
    Optional<CreditAccount> lock(MeterId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select " + COLUMNS + " from GATEHOUSE_KEY_CREDIT where REALM_ID = ? and ID = ? for update")) {
            select.setString(1, id.realmId());
            select.setString(2, id.id());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(account(row, 1)) : Optional.empty();
            }
        }
    }

    /** The accounts of one realm with these ids, at most a page of them. */
    Map<String, CreditAccount> find(String realmId, Collection<String> ids) throws SQLException {
        Map<String, CreditAccount> found = new HashMap<>();
        String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
        try (PreparedStatement select = connection.prepareStatement(
                "select ID, " + COLUMNS + " from GATEHOUSE_KEY_CREDIT where REALM_ID = ? and ID in (" + marks + ")")) {
            select.setString(1, realmId);
            int at = 2;
            for (String id : ids) {
                select.setString(at++, id);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), account(rows, 2));
                }
            }
        }
        return found;
    }

    void insert(MeterId id, CreditAccount account) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into GATEHOUSE_KEY_CREDIT (" + COLUMNS + ", REALM_ID, ID) values (?, ?, ?, ?, ?, ?, ?)")) {
            bind(insert, account, id);
            insert.executeUpdate();
        }
    }

    /** Writes an account whose row is locked. */
    void update(MeterId id, CreditAccount account) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_KEY_CREDIT set REMAINING = ?,"
                + " REFILL_AMOUNT = ?, REFILL_INTERVAL = ?, REFILL_AT_MS = ?, GENERATION = ?"
                + " where REALM_ID = ? and ID = ?")) {
            bind(update, account, id);
            update.executeUpdate();
        }
    }

    /**
     * Takes credits out, if there are as many.
     *
     * @return whether there were
     */
    boolean take(MeterId id, long taken) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update GATEHOUSE_KEY_CREDIT set REMAINING = REMAINING - ?"
                        + " where REALM_ID = ? and ID = ? and REMAINING >= ?")) {
            update.setLong(1, taken);
            update.setString(2, id.realmId());
            update.setString(3, id.id());
            update.setLong(4, taken);
            return update.executeUpdate() == 1;
        }
    }

    /** Puts credits back that were taken out under a generation; void when there is a later one. */
    void giveBack(MeterId id, long held, long generation) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update GATEHOUSE_KEY_CREDIT set REMAINING = REMAINING + ?"
                        + " where REALM_ID = ? and ID = ? and GENERATION = ?")) {
            update.setLong(1, held);
            update.setString(2, id.realmId());
            update.setString(3, id.id());
            update.setLong(4, generation);
            update.executeUpdate();
        }
    }

    void delete(MeterId id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from GATEHOUSE_KEY_CREDIT where REALM_ID = ? and ID = ?")) {
            delete.setString(1, id.realmId());
            delete.setString(2, id.id());
            delete.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, CreditAccount account, MeterId id) throws SQLException {
        Credits.Refill refill = account.credits().refill();
        statement.setLong(1, account.credits().remaining());
        if (refill == null) {
            statement.setNull(2, Types.BIGINT);
            statement.setNull(3, Types.VARCHAR);
            statement.setNull(4, Types.BIGINT);
        } else {
            statement.setLong(2, refill.amount());
            statement.setString(3, refill.interval().text());
            statement.setLong(4, refill.nextAtMs());
        }
        statement.setLong(5, account.generation());
        statement.setString(6, id.realmId());
        statement.setString(7, id.id());
    }

    private static CreditAccount account(ResultSet row, int from) throws SQLException {
        long remaining = row.getLong(from);
        long amount = row.getLong(from + 1);
        String interval = row.getString(from + 2);
        long nextAtMs = row.getLong(from + 3);
        Credits.Refill refill = Optional.ofNullable(interval)
                .flatMap(RefillInterval::of)
                .map(known -> new Credits.Refill(amount, known, nextAtMs))
                .orElse(null);
        return new CreditAccount(new Credits(remaining, refill), row.getLong(from + 4));
    }
}
