package io.gatehouse.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of one realm that have their place, as they stand in the database. Belongs to its connection. */
public final class SequencedEvents {
    private static final String FROM = " from GATEHOUSE_SEQUENCED_EVENT where REALM_ID = ?";

    private final Connection connection;
    private final String realmId;

    /** Reads the realm's events on this connection. */
    public SequencedEvents(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /**
     * How far the numbers go, as one look saw it.
     *
     * @param next the number that the next event gets, so how many there should be
     * @param last the highest number that a row has, -1 when there is none
     */
    public record Bounds(long next, long last) {}

    /** Both bounds, read at one moment. */
    public Bounds bounds() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select coalesce((select NEXT_SEQ from GATEHOUSE_EVENT_SEQUENCE where REALM_ID = ?), 0),"
                        + " coalesce((select max(SEQ)" + FROM + "), -1)")) {
            select.setString(1, realmId);
            select.setString(2, realmId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Bounds(row.getLong(1), row.getLong(2)) : new Bounds(0, -1);
            }
        }
    }

    /**
     * The events with these numbers, in their order; a row that is not there is simply not among them.
     *
     * @param from the first number
     * @param to the number after the last; the caller bounds how many that are
     */
    public List<SequencedEvent> range(long from, long to) throws SQLException {
        return read(new Conditions().add("SEQ >= ?", from).add("SEQ < ?", to), " order by SEQ");
    }

    /**
     * A page of events, newest first.
     *
     * @param before only events with a smaller number, null for the newest
     * @param offset events to pass over
     * @param limit most events
     */
    public List<SequencedEvent> newest(SequencedEventFilter filter, @Nullable Long before, int offset, int limit)
            throws SQLException {
        Conditions conditions = new Conditions().add(filter);
        if (before != null) {
            conditions.add("SEQ < ?", before);
        }
        return read(conditions, " order by SEQ desc offset " + offset + " rows fetch first " + limit + " rows only");
    }

    /** How many events there are. */
    public long count(SequencedEventFilter filter) throws SQLException {
        Conditions conditions = new Conditions().add(filter);
        try (PreparedStatement select = connection.prepareStatement("select count(*)" + FROM + conditions.sql)) {
            conditions.bind(select);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private List<SequencedEvent> read(Conditions conditions, String order) throws SQLException {
        List<SequencedEvent> events = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("select SEQ, " + SequencerTables.COLUMNS + FROM + conditions.sql + order)) {
            conditions.bind(select);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    events.add(SequencerTables.event(rows).at(rows.getLong("SEQ"), Map.of()));
                }
            }
        }
        if (events.isEmpty()) {
            return events;
        }
        Map<String, Map<String, String>> commitments = new SequencerTables(connection)
                .commitments(events.stream().map(SequencedEvent::id).toList());
        return events.stream()
                .map(event -> event.at(event.seq(), commitments.getOrDefault(event.id(), Map.of())))
                .toList();
    }

    /** The conditions beyond the realm and their values. */
    private final class Conditions {
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> values = new ArrayList<>();

        Conditions add(String condition, Object value) {
            sql.append(" and ").append(condition);
            values.add(value);
            return this;
        }

        Conditions add(SequencedEventFilter filter) {
            add("EVENT_TYPE = ?", filter.type());
            add("ACTOR_ID = ?", filter.actorId());
            add("TARGET_ID = ?", filter.targetId());
            add("AGENT_ID = ?", filter.agentId());
            add("KEY_ID = ?", filter.keyId());
            add("OCCURRED_AT_MS >= ?", filter.sinceMs());
            add("OCCURRED_AT_MS < ?", filter.untilMs());
            add("REQUEST_ID = ?", filter.requestId());
            return this;
        }

        private void add(String condition, Optional<?> value) {
            value.ifPresent(wanted -> add(condition, wanted));
        }

        void bind(PreparedStatement statement) throws SQLException {
            statement.setString(1, realmId);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 2, values.get(i));
            }
        }
    }
}
