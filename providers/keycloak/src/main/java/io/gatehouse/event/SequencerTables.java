package io.gatehouse.event;

import io.gatehouse.platform.Json;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The statements of the {@link Sequencer}, on one connection. Plain JDBC: each is sent once for a whole batch. */
final class SequencerTables {
    static final String COLUMNS =
            "ID, REALM_ID, EVENT_TYPE, OCCURRED_AT_MS, ACTOR_TYPE, ACTOR_ID, AGENT_ID, SUBJECT_ID,"
                    + " KEY_ID, TARGET_TYPE, TARGET_ID, DECISION, DECISION_ID, REVOCATION_CAUSE, AUTH_METHOD, REQUEST_ID,"
                    + " CORRELATION_ID, DATA";
    private static final long UNKNOWN_SEQ = -1;

    private static final String MOVED = COLUMNS + ", FACTS";

    /** The columns above and the number. */
    private static final int COLUMN_COUNT = 20;

    private static final String ROW = "(" + "?, ".repeat(COLUMN_COUNT - 1) + "?)";
    private static final int ROWS_OF_A_STATEMENT = 100;

    private final Connection connection;

    SequencerTables(Connection connection) {
        this.connection = connection;
    }

    /**
     * A row of the inbox.
     *
     * @param event the event, without number and commitments
     * @param dataText its data as it stands in the database
     * @param facts what policies were told; not part of the event as readers see it
     */
    record Unsequenced(
            SequencedEvent event,
            @Nullable String dataText,
            @Nullable String facts) {
        String id() {
            return event.id();
        }
    }

    /** Whether anything waits. */
    boolean isAnyWaiting() throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select 1 from GATEHOUSE_EVENT fetch first 1 rows only");
                ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    /** The realms of the first that wait. */
    List<String> waitingRealms(int limit) throws SQLException {
        List<String> realms = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "select distinct REALM_ID from GATEHOUSE_EVENT fetch first " + limit + " rows only");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                realms.add(rows.getString(1));
            }
        }
        return realms;
    }

    /**
     * The first that wait, in the order in which the database was given them, by realm.
     *
     * @param realm a realm's id, or {@code %} for all
     */
    Map<String, List<Unsequenced>> waiting(String realm, int limit) throws SQLException {
        Map<String, List<Unsequenced>> byRealm = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select " + MOVED + " from GATEHOUSE_EVENT where REALM_ID like ? order by INSERTED_NO fetch first "
                        + limit + " rows only")) {
            select.setString(1, realm);
            select.setFetchSize(limit);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Unsequenced event = new Unsequenced(event(rows), rows.getString("DATA"), rows.getString("FACTS"));
                    byRealm.computeIfAbsent(event.event().realmId(), id -> new ArrayList<>())
                            .add(event);
                }
            }
        }
        return byRealm;
    }

    /** The commitments of the events, by event and name. */
    Map<String, Map<String, String>> commitments(Collection<String> eventIds) throws SQLException {
        Map<String, Map<String, String>> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select EVENT_ID, NAME, COMMITMENT from GATEHOUSE_EVENT_PERSONAL where EVENT_ID = any(?)")) {
            Array ids = connection.createArrayOf("varchar", eventIds.toArray());
            select.setArray(1, ids);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getString(1), id -> new TreeMap<>())
                            .put(rows.getString(2), rows.getString(3));
                }
            }
            ids.free();
        }
        return found;
    }

    /** The next free number of the realm; 0 for one that has none yet. */
    long nextSeq(String realmId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select NEXT_SEQ from GATEHOUSE_EVENT_SEQUENCE where REALM_ID = ?")) {
            select.setString(1, realmId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** The numbers from firstSeq on that rows have already, in order; there should be none. */
    List<Long> taken(String realmId, long firstSeq, int limit) throws SQLException {
        List<Long> taken = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select SEQ from GATEHOUSE_SEQUENCED_EVENT"
                + " where REALM_ID = ? and SEQ >= ? order by SEQ fetch first " + limit + " rows only")) {
            select.setString(1, realmId);
            select.setLong(2, firstSeq);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    taken.add(rows.getLong(1));
                }
            }
        }
        return taken;
    }

    void storeNextSeq(String realmId, long nextSeq) throws SQLException {
        if (update("update GATEHOUSE_EVENT_SEQUENCE set NEXT_SEQ = ? where REALM_ID = ?", nextSeq, realmId) == 0) {
            update("insert into GATEHOUSE_EVENT_SEQUENCE (NEXT_SEQ, REALM_ID) values (?, ?)", nextSeq, realmId);
        }
    }

    /** Moves the rows out of the inbox, numbered from firstSeq on. */
    void move(List<Unsequenced> events, long firstSeq) throws SQLException {
        for (int from = 0; from < events.size(); from += ROWS_OF_A_STATEMENT) {
            List<Unsequenced> some = events.subList(from, Math.min(from + ROWS_OF_A_STATEMENT, events.size()));
            insert(some, firstSeq + from);
        }
        try (PreparedStatement delete = connection.prepareStatement("delete from GATEHOUSE_EVENT where ID = any(?)")) {
            Array ids = connection.createArrayOf(
                    "varchar", events.stream().map(Unsequenced::id).toArray());
            delete.setArray(1, ids);
            delete.executeUpdate();
            ids.free();
        }
    }

    /** Many rows in one statement: half the time of a statement a row. */
    private void insert(List<Unsequenced> events, long firstSeq) throws SQLException {
        String rows = ROW + (", " + ROW).repeat(events.size() - 1);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into GATEHOUSE_SEQUENCED_EVENT (" + MOVED + ", SEQ) values " + rows)) {
            int before = 0;
            long seq = firstSeq;
            for (Unsequenced event : events) {
                bind(insert, before, event);
                insert.setLong(before + COLUMN_COUNT, seq++);
                before += COLUMN_COUNT;
            }
            insert.executeUpdate();
        }
    }

    private int update(String sql, long number, String realmId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, number);
            update.setString(2, realmId);
            return update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement insert, int before, Unsequenced row) throws SQLException {
        SequencedEvent event = row.event();
        insert.setString(before + 1, event.id());
        insert.setString(before + 2, event.realmId());
        insert.setString(before + 3, event.type());
        insert.setLong(before + 4, event.occurredAtMs());
        insert.setString(before + 5, event.actorType());
        insert.setString(before + 6, event.actorId());
        insert.setString(before + 7, event.agentId());
        insert.setString(before + 8, event.subjectId());
        insert.setString(before + 9, event.keyId());
        insert.setString(before + 10, event.targetType());
        insert.setString(before + 11, event.targetId());
        insert.setString(before + 12, event.decision());
        insert.setString(before + 13, event.decisionId());
        insert.setString(before + 14, event.revocationCause());
        insert.setString(before + 15, event.authMethod());
        insert.setString(before + 16, event.requestId());
        insert.setString(before + 17, event.correlationId());
        insert.setString(before + 18, row.dataText());
        insert.setString(before + 19, row.facts());
    }

    static SequencedEvent event(ResultSet row) throws SQLException {
        return new SequencedEvent(
                row.getString("ID"),
                row.getString("REALM_ID"),
                UNKNOWN_SEQ,
                row.getString("EVENT_TYPE"),
                row.getLong("OCCURRED_AT_MS"),
                row.getString("ACTOR_TYPE"),
                row.getString("ACTOR_ID"),
                row.getString("AGENT_ID"),
                row.getString("SUBJECT_ID"),
                row.getString("KEY_ID"),
                row.getString("TARGET_TYPE"),
                row.getString("TARGET_ID"),
                row.getString("DECISION"),
                row.getString("DECISION_ID"),
                row.getString("REVOCATION_CAUSE"),
                row.getString("AUTH_METHOD"),
                row.getString("REQUEST_ID"),
                row.getString("CORRELATION_ID"),
                Json.readMap(row.getString("DATA")),
                Map.of());
    }
}
