package io.gatehouse.plan;

import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.core.plan.Thresholds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * GATEHOUSE_PLAN_COUNT on one connection: for each holder of a plan and each limit one row, made when the plan is assigned.
 * Whoever takes a place updates the row first, so that all who want the last one wait for each other at its lock. The number
 * in it may be too great, because nobody who ends a thing comes here, and is never too small: before anybody is refused, and
 * at least each {@link #MAX_AGE_MS}, it is counted anew under the lock.
 */
final class CountTable {
    /** How long a number is added to before it is counted anew, in milliseconds: an hour. */
    static final long MAX_AGE_MS = 3_600_000;

    private final Connection connection;
    private final String realmId;
    private final Holder holder;
    private final PlanLimit limit;

    CountTable(Connection connection, String realmId, Holder holder, PlanLimit limit) {
        this.connection = connection;
        this.realmId = realmId;
        this.holder = holder;
        this.limit = limit;
    }

    /**
     * What came of wanting one more.
     *
     * @param isTaken whether the place is the caller's
     * @param used how many there are, this one included
     */
    record Reservation(boolean isTaken, long used) {}

    /** Counts the things that there are. */
    @FunctionalInterface
    interface Recount {
        long count() throws SQLException;
    }

    /** Makes the rows of a holder, and has what there is counted anew and told anew. */
    static void prepare(Connection connection, String realmId, Holder holder) throws SQLException {
        if (recountLater(connection, realmId, holder) > 0) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into GATEHOUSE_PLAN_COUNT"
                + " (REALM_ID, HOLDER_ID, LIMIT_NAME, USED, COUNTED_AT_MS, TOLD_MONTH, TOLD_PERCENT)"
                + " values (?, ?, ?, 0, 0, '-', 0)")) {
            for (PlanLimit limit : PlanLimit.values()) {
                insert.setString(1, realmId);
                insert.setString(2, holder.id());
                insert.setString(3, limit.text());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Has what a holder has counted anew before one more is taken.
     *
     * @return how many rows it has
     */
    static int recountLater(Connection connection, String realmId, Holder holder) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_PLAN_COUNT set COUNTED_AT_MS = 0,"
                + " TOLD_PERCENT = 0 where REALM_ID = ? and HOLDER_ID = ?")) {
            update.setString(1, realmId);
            update.setString(2, holder.id());
            return update.executeUpdate();
        }
    }

    /** Waits for everybody else who takes a place, until the transaction ends. */
    void lock() throws SQLException {
        OptionalLong ignored = lockedUse();
    }

    /** Takes one more place of at most max. */
    Reservation reserve(long max, long nowMs, Recount recount) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_PLAN_COUNT set USED = USED + 1" + where() + " and USED < ? and COUNTED_AT_MS > ?")) {
            bind(update, 1);
            update.setLong(4, max);
            update.setLong(5, nowMs - MAX_AGE_MS);
            if (update.executeUpdate() == 1) {
                return new Reservation(true, lockedUse().orElse(0));
            }
        }
        OptionalLong ignored = lockedUse();
        long counted = recount.count();
        if (counted >= max) {
            return new Reservation(false, counted);
        }
        try (PreparedStatement update =
                connection.prepareStatement("update GATEHOUSE_PLAN_COUNT set USED = ?, COUNTED_AT_MS = ?" + where())) {
            update.setLong(1, counted + 1);
            update.setLong(2, nowMs);
            bind(update, 3);
            update.executeUpdate();
        }
        return new Reservation(true, counted + 1);
    }

    /**
     * What is to be told of this use, once in each month.
     *
     * @param month name of the present one
     */
    OptionalInt tell(long used, long max, String month) throws SQLException {
        if (Thresholds.due(used, max, 0).isEmpty()) {
            return OptionalInt.empty();
        }
        int told = 0;
        try (PreparedStatement select = connection.prepareStatement(
                "select TOLD_MONTH, TOLD_PERCENT from GATEHOUSE_PLAN_COUNT" + where() + " for update")) {
            bind(select, 1);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return OptionalInt.empty();
                }
                told = month.equals(row.getString(1)) ? row.getInt(2) : 0;
            }
        }
        OptionalInt due = Thresholds.due(used, max, told);
        if (due.isPresent()) {
            try (PreparedStatement update = connection.prepareStatement(
                    "update GATEHOUSE_PLAN_COUNT set TOLD_MONTH = ?, TOLD_PERCENT = ?" + where())) {
                update.setString(1, month);
                update.setInt(2, due.getAsInt());
                bind(update, 3);
                update.executeUpdate();
            }
        }
        return due;
    }

    private OptionalLong lockedUse() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select USED from GATEHOUSE_PLAN_COUNT" + where() + " for update")) {
            bind(select, 1);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static String where() {
        return " where REALM_ID = ? and HOLDER_ID = ? and LIMIT_NAME = ?";
    }

    private void bind(PreparedStatement statement, int from) throws SQLException {
        statement.setString(from, realmId);
        statement.setString(from + 1, holder.id());
        statement.setString(from + 2, limit.text());
    }
}
