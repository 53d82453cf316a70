package io.gatehouse.plan;

import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.core.plan.PlanLimits;
import io.gatehouse.platform.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GATEHOUSE_PLAN, GATEHOUSE_PLAN_REALM and GATEHOUSE_PLAN_HOLDER of one realm on one connection. */
final class PlanTable {
    private static final String COLUMNS =
            "P.NAME, P.DESCRIPTION, P.PLAN_RANK, P.LIMITS, P.CREATED_AT_MS, P.UPDATED_AT_MS";

    private final Connection connection;
    private final String realmId;

    PlanTable(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /** Whether the realm has its first plans. */
    boolean isSeeded() throws SQLException {
        return isAny("select 1 from GATEHOUSE_PLAN_REALM where REALM_ID = ?");
    }

    /** Gives the realm its first plans; nothing to a realm that is gone meanwhile. */
    void seed(long nowMs) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into GATEHOUSE_PLAN_REALM (REALM_ID,"
                + " CREATED_AT_MS) select ID, cast(? as bigint) from REALM where ID = ?")) {
            insert.setLong(1, nowMs);
            insert.setString(2, realmId);
            if (insert.executeUpdate() == 0) {
                return;
            }
        }
        for (Plan plan : Plan.builtIn(nowMs)) {
            insert(plan);
        }
    }

    /** Makes everybody else wait who changes plans of the realm. */
    void lock() throws SQLException {
        boolean ignored = isAny("select 1 from GATEHOUSE_PLAN_REALM where REALM_ID = ? for update");
    }

    /** All plans, the lowest first. */
    List<Plan> all() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select " + COLUMNS + " from GATEHOUSE_PLAN P where P.REALM_ID = ? order by P.PLAN_RANK, P.NAME")) {
            select.setString(1, realmId);
            return plans(select);
        }
    }

    Optional<Plan> find(String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select " + COLUMNS + " from GATEHOUSE_PLAN P where P.REALM_ID = ? and P.NAME = ?")) {
            select.setString(1, realmId);
            select.setString(2, name);
            return plans(select).stream().findFirst();
        }
    }

    /** The plan of a holder itself. */
    Optional<Plan> of(Holder holder) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS
                + " from GATEHOUSE_PLAN_HOLDER H join GATEHOUSE_PLAN P on P.REALM_ID = H.REALM_ID and P.NAME = H.PLAN_NAME"
                + " where H.REALM_ID = ? and H.HOLDER_ID = ?")) {
            select.setString(1, realmId);
            select.setString(2, holder.id());
            return plans(select).stream().findFirst();
        }
    }

    /** How many hold each plan. */
    Map<String, Long> holders() throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select PLAN_NAME, count(*)" + " from GATEHOUSE_PLAN_HOLDER where REALM_ID = ? group by PLAN_NAME")) {
            select.setString(1, realmId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return counts;
    }

    /** Everybody who holds a plan. */
    Set<String> holderIds() throws SQLException {
        Set<String> ids = new HashSet<>();
        try (PreparedStatement select =
                connection.prepareStatement("select HOLDER_ID from GATEHOUSE_PLAN_HOLDER where REALM_ID = ?")) {
            select.setString(1, realmId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
    }

    void insert(Plan plan) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into GATEHOUSE_PLAN"
                + " (DESCRIPTION, PLAN_RANK, LIMITS, UPDATED_AT_MS, REALM_ID, NAME, CREATED_AT_MS)"
                + " values (?, ?, ?, ?, ?, ?, ?)")) {
            bind(insert, plan);
            insert.setLong(7, plan.createdAtMs());
            insert.executeUpdate();
        }
    }

    void update(Plan plan) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_PLAN set DESCRIPTION = ?,"
                + " PLAN_RANK = ?, LIMITS = ?, UPDATED_AT_MS = ? where REALM_ID = ? and NAME = ?")) {
            bind(update, plan);
            update.executeUpdate();
        }
    }

    void delete(String name) throws SQLException {
        run("delete from GATEHOUSE_PLAN where REALM_ID = ? and NAME = ?", realmId, name);
    }

    /** Gives a holder a plan in place of any other. */
    void assign(Holder holder, String name, String assignedBy, long nowMs) throws SQLException {
        unassign(holder);
        try (PreparedStatement insert = connection.prepareStatement("insert into GATEHOUSE_PLAN_HOLDER"
                + " (REALM_ID, HOLDER_ID, PLAN_NAME, ASSIGNED_BY, ASSIGNED_AT_MS) values (?, ?, ?, ?, ?)")) {
            insert.setString(1, realmId);
            insert.setString(2, holder.id());
            insert.setString(3, name);
            insert.setString(4, assignedBy);
            insert.setLong(5, nowMs);
            insert.executeUpdate();
        }
    }

    void unassign(Holder holder) throws SQLException {
        run("delete from GATEHOUSE_PLAN_HOLDER where REALM_ID = ? and HOLDER_ID = ?", realmId, holder.id());
    }

    /** Deletes all that is known of a holder. */
    void forget(Holder holder) throws SQLException {
        for (String table : List.of("GATEHOUSE_PLAN_HOLDER", "GATEHOUSE_PLAN_COUNT", "GATEHOUSE_USAGE")) {
            run("delete from " + table + " where REALM_ID = ? and HOLDER_ID = ?", realmId, holder.id());
        }
    }

    private boolean isAny(String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, realmId);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private void run(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private void bind(PreparedStatement statement, Plan plan) throws SQLException {
        Map<String, Object> limits = new LinkedHashMap<>();
        plan.limits().byLimit().forEach((limit, value) -> limits.put(limit.text(), value));
        statement.setString(1, plan.description());
        statement.setInt(2, plan.rank());
        statement.setString(3, Json.write(limits));
        statement.setLong(4, plan.updatedAtMs());
        statement.setString(5, realmId);
        statement.setString(6, plan.name());
    }

    private static List<Plan> plans(PreparedStatement select) throws SQLException {
        List<Plan> plans = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                plans.add(new Plan(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getInt(3),
                        limits(rows.getString(4)),
                        rows.getLong(5),
                        rows.getLong(6)));
            }
        }
        return plans;
    }

    private static PlanLimits limits(@Nullable String json) {
        Map<PlanLimit, Long> limits = new EnumMap<>(PlanLimit.class);
        Json.readMap(json).forEach((name, value) -> {
            if (value instanceof Number number) {
                PlanLimit.of(name).ifPresent(limit -> limits.put(limit, number.longValue()));
            }
        });
        return new PlanLimits(limits);
    }
}
