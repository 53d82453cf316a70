package io.gatehouse.event;

import io.gatehouse.platform.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The decisions about tokens in the events of one realm. Belongs to its connection. */
public final class RecordedDecisions {
    /** Nodes' clocks differ, so that events near each other may have times in another order than places. */
    private static final long SLACK = 1_000;

    private static final String TYPES = "EVENT_TYPE in ('" + EventType.TOKEN_ISSUED.text() + "', '"
            + EventType.TOKEN_DENIED.text() + "', '" + EventType.TOKEN_EXCHANGED.text() + "', '"
            + EventType.APPROVAL_REQUESTED.text() + "')";
    private static final String COLUMNS = "OCCURRED_AT_MS, AGENT_ID, DECISION_ID, DECISION, DATA, FACTS";
    private static final String SEQUENCED = " from GATEHOUSE_SEQUENCED_EVENT where REALM_ID = ? and " + TYPES;
    private static final String WAITING = " from GATEHOUSE_EVENT where REALM_ID = ? and " + TYPES;
    private static final String RANGE = SEQUENCED + " and SEQ >= ? and SEQ < ? and OCCURRED_AT_MS >= ?";

    private final Connection connection;
    private final String realmId;

    /** Reads the realm's decisions on this connection. */
    public RecordedDecisions(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /** A place before which no event is as new as this time; the next free place when none is. */
    public long firstSeq(long sinceMs) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select SEQ from GATEHOUSE_SEQUENCED_EVENT"
                + " where REALM_ID = ? and OCCURRED_AT_MS >= ? order by OCCURRED_AT_MS, SEQ fetch first 1 rows only")) {
            select.setString(1, realmId);
            select.setLong(2, sinceMs);
            try (ResultSet row = select.executeQuery()) {
                return Math.max(0, (row.next() ? row.getLong(1) : endSeq()) - SLACK);
            }
        }
    }

    /** The place that the next event gets. */
    public long endSeq() throws SQLException {
        return new SequencedEvents(connection, realmId).bounds().next();
    }

    /** When the first event from a place on happened, in milliseconds since 1970; 0 when there is none. */
    public long timeAt(long seq) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select OCCURRED_AT_MS from GATEHOUSE_SEQUENCED_EVENT"
                        + " where REALM_ID = ? and SEQ >= ? order by SEQ fetch first 1 rows only")) {
            select.setString(1, realmId);
            select.setLong(2, seq);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /**
     * How many decisions have a place from one up to another.
     *
     * @param max where counting ends
     */
    public int count(long from, long to, long sinceMs, int max) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select count(*) from (select SEQ" + RANGE + " fetch first " + max + " rows only) as some_decisions")) {
            bind(select, from, to, sinceMs);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /**
     * The decisions since a time that have a place from one up to another, in their order.
     *
     * @param to the place after the last; the caller bounds how many that are
     */
    public List<RecordedDecision> range(long from, long to, long sinceMs) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select SEQ, " + COLUMNS + RANGE + " order by SEQ")) {
            bind(select, from, to, sinceMs);
            return read(select);
        }
    }

    /** As {@link #range}, of those alone that policies in shadow mode would have decided otherwise. */
    public List<RecordedDecision> shadowed(long from, long to, long sinceMs) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select SEQ, " + COLUMNS + RANGE + " and DATA like '%\"shadow_policy\":%' order by SEQ")) {
            bind(select, from, to, sinceMs);
            return read(select);
        }
    }

    /**
     * The decisions since a time, in their order; those that have no place yet come last. In one statement, so that one on its
     * way to its place is seen once.
     *
     * @param from no decision since then has an earlier place
     */
    public List<RecordedDecision> since(long from, long sinceMs, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select SEQ, " + COLUMNS + RANGE
                + " union all select cast(null as bigint) as SEQ, " + COLUMNS + WAITING + " and OCCURRED_AT_MS >= ?"
                + " order by SEQ nulls last fetch first " + limit + " rows only")) {
            bind(select, from, Long.MAX_VALUE, sinceMs);
            select.setString(5, realmId);
            select.setLong(6, sinceMs);
            return read(select);
        }
    }

    /** The decision with this id, whether its event has its place yet or not. */
    public Optional<RecordedDecision> find(String decisionId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select SEQ, " + COLUMNS + SEQUENCED
                + " and DECISION_ID = ? union all select cast(null as bigint) as SEQ, " + COLUMNS + WAITING
                + " and DECISION_ID = ?")) {
            select.setString(1, realmId);
            select.setString(2, decisionId);
            select.setString(3, realmId);
            select.setString(4, decisionId);
            return read(select).stream().findFirst();
        }
    }

    private void bind(PreparedStatement select, long from, long to, long sinceMs) throws SQLException {
        select.setString(1, realmId);
        select.setLong(2, from);
        select.setLong(3, to);
        select.setLong(4, sinceMs);
    }

    private static List<RecordedDecision> read(PreparedStatement select) throws SQLException {
        List<RecordedDecision> decisions = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                long seq = rows.getLong(1);
                decisions.add(new RecordedDecision(
                        rows.wasNull() ? null : seq,
                        rows.getLong(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        Json.readMap(rows.getString(6)),
                        rows.getString(7)));
            }
        }
        return decisions;
    }
}
