package io.gatehouse.plan;

import io.gatehouse.core.plan.Month;
import io.gatehouse.core.plan.PlanLimit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** GATEHOUSE_USAGE on one connection: what was used of a monthly limit, a row for each day. A month is the sum of its days. */
final class UsageTable {
    /** How long days are kept, counted from today. */
    static final int KEPT_DAYS = 400;

    private static final String WHERE = " where REALM_ID = ? and HOLDER_ID = ? and LIMIT_NAME = ?";

    private final Connection connection;
    private final String realmId;

    UsageTable(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /** What was used on a day. */
    record Day(LocalDate day, long amount) {}

    /** Adds to a day; nothing for a realm that is gone meanwhile. */
    void add(Holder holder, PlanLimit limit, LocalDate day, long amount) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_USAGE set AMOUNT = AMOUNT + ?" + WHERE + " and USAGE_DAY = ?")) {
            update.setLong(1, amount);
            bind(update, 2, holder, limit);
            update.setString(5, day.toString());
            if (update.executeUpdate() > 0) {
                return;
            }
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into GATEHOUSE_USAGE"
                + " (HOLDER_ID, LIMIT_NAME, USAGE_DAY, AMOUNT, REALM_ID)"
                + " select cast(? as varchar(36)), cast(? as varchar(32)), cast(? as varchar(10)), cast(? as bigint), ID"
                + " from REALM where ID = ?")) {
            insert.setString(1, holder.id());
            insert.setString(2, limit.text());
            insert.setString(3, day.toString());
            insert.setLong(4, amount);
            insert.setString(5, realmId);
            insert.executeUpdate();
        }
    }

    /** What all nodes have written down of a month. */
    long used(Holder holder, PlanLimit limit, Month month) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select sum(AMOUNT) from GATEHOUSE_USAGE" + WHERE + " and USAGE_DAY between ? and ?")) {
            bind(select, 1, holder, limit);
            select.setString(4, month.month().atDay(1).toString());
            select.setString(5, month.month().atEndOfMonth().toString());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** Each day from the first to the last one, those without use too. */
    List<Day> days(Holder holder, PlanLimit limit, LocalDate first, LocalDate last) throws SQLException {
        TreeMap<LocalDate, Long> amounts = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select USAGE_DAY, AMOUNT from GATEHOUSE_USAGE" + WHERE + " and USAGE_DAY between ? and ?")) {
            bind(select, 1, holder, limit);
            select.setString(4, first.toString());
            select.setString(5, last.toString());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    amounts.put(LocalDate.parse(rows.getString(1)), rows.getLong(2));
                }
            }
        }
        List<Day> days = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            days.add(new Day(day, amounts.getOrDefault(day, 0L)));
        }
        return days;
    }

    /** Forgets days of long ago, of every realm. */
    static void purge(Connection connection, LocalDate today) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from GATEHOUSE_USAGE where USAGE_DAY < ?")) {
            delete.setString(1, today.minusDays(KEPT_DAYS).toString());
            delete.executeUpdate();
        }
    }

    private void bind(PreparedStatement statement, int from, Holder holder, PlanLimit limit) throws SQLException {
        statement.setString(from, realmId);
        statement.setString(from + 1, holder.id());
        statement.setString(from + 2, limit.text());
    }
}
